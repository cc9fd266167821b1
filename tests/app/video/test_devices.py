"""The list of capture cards, from a kernel's folder made by the test."""

import pytest

from app.video import SourceError, list_devices
from app.video.devices import Device, find_card, v4l2_cards


def node(folder, number, name, index):
    entry = folder / f"video{number}"
    entry.mkdir()
    (entry / "name").write_text(f"{name}\n")
    (entry / "index").write_text(f"{index}\n")


def test_cards_come_in_the_order_of_their_numbers_without_their_second_nodes(tmp_path):
    node(tmp_path, 10, "Cam Link 4K", index=0)
    node(tmp_path, 2, "Webcam", index=0)
    node(tmp_path, 3, "Webcam", index=1)
    assert list(v4l2_cards(tmp_path)) == [
        Device("card", "Webcam", "v4l2:/dev/video2"),
        Device("card", "Cam Link 4K", "v4l2:/dev/video10"),
    ]


def test_a_card_pulled_while_it_is_listed_is_one_sentence(tmp_path):
    node(tmp_path, 0, "Cam Link 4K", index=0)
    (tmp_path / "video0" / "name").unlink()
    with pytest.raises(SourceError, match="could not be listed"):
        list(v4l2_cards(tmp_path))


def test_a_computer_without_cards_has_an_empty_list(tmp_path):
    assert list(v4l2_cards(tmp_path / "missing")) == []


def test_listing_devices_opens_none_and_always_answers():
    assert all(device.kind in {"card", "screen", "practice"} for device in list_devices())


def test_the_practice_phantom_is_always_there_and_comes_last():
    assert list_devices()[-1] == Device("practice", "Practice phantom", "phantom")


def test_a_card_that_is_not_there_is_named_in_the_sentence():
    with pytest.raises(SourceError, match="There is no capture card called 'No Such Card 9000'"):
        find_card("No Such Card 9000")
