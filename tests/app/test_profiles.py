"""Room profiles on the disk: whole, of this version, and without a patient or a password."""

from pathlib import Path

import pytest

from app.profiles import (
    Profile,
    ProfileError,
    checked_name,
    find_profile,
    import_profile,
    profile_names,
    read_profile,
    source_to_keep,
    write_profile,
)
from app.settings import OverlayMode, OverlaySettings

ROOM = Profile(
    name="Room 3",
    source="card:Cam Link 4K?size=1920x1080&rate=60",
    model=Path("/models/ours.safetensors"),
    keys={"freeze": ("F10", "Space")},
    fans={"640x480-00003c7e7e7e0000-ff00000000000001": ((10, 20), (300, 20), (150, 400))},
    overlay=OverlaySettings(mode=OverlayMode.LOW_LATENCY, fill=0.3, hatch=True),
)


@pytest.fixture
def saved(tmp_path):
    write_profile(ROOM, tmp_path / "Room 3.toml")
    return tmp_path


def test_what_was_written_is_read_again(saved):
    assert read_profile(saved / "Room 3.toml") == ROOM


def test_a_profile_is_found_by_name_and_by_file(saved):
    assert find_profile("Room 3", saved) == ROOM
    assert find_profile(str(saved / "Room 3.toml"), saved / "elsewhere") == ROOM


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('version = 2\nname = "Room 3"', "is a profile of version 2, and this Fetalens reads"),
        ('name = "Room 3"', "version unknown"),
        (
            'version = 1\nname = "Room 3"\nlamp = "red"',
            "holds “lamp”, which Fetalens does not know",
        ),
        ('version = 1\nname = "Room 3"\n[overlay]\nfill = 7', "a value for “overlay.fill”"),
        ('version = 1\nname = "Room 3"\n[fans]\nhere = [[1, 2]]', "a value for “fans.here"),
        ("version = ", "cannot be read as a profile"),
    ],
)
def test_a_file_that_is_no_profile_of_today_is_told_and_left_alone(tmp_path, text, fault):
    path = tmp_path / "room.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ProfileError, match=fault):
        read_profile(path)
    assert path.read_text("utf-8") == text


def test_a_profile_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ProfileError, match="was not found"):
        find_profile("Room 9", tmp_path)


def test_an_imported_profile_takes_no_other_ones_place(saved, tmp_path_factory):
    other = tmp_path_factory.mktemp("stick") / "from room.toml"
    write_profile(ROOM.model_copy(update={"source": None}), other)
    assert import_profile(other, saved).name == "Room 3 2"
    assert profile_names(saved) == ("Room 3", "Room 3 2")
    assert find_profile("Room 3", saved) == ROOM


def test_a_profile_that_cannot_be_imported_leaves_the_others_as_they_are(saved):
    (saved / "bad").write_text("version = 7")
    with pytest.raises(ProfileError):
        import_profile(saved / "bad", saved)
    assert profile_names(saved) == ("Room 3",)


def test_a_disk_that_refuses_is_told(saved):
    with pytest.raises(ProfileError, match="could not be kept"):
        write_profile(ROOM, saved / "Room 3.toml" / "deeper.toml")


@pytest.mark.parametrize("typed", ["", "  ", "../../etc", "a/b", "x" * 41])
def test_what_is_no_name_of_a_file_is_no_name_of_a_profile(typed):
    with pytest.raises(ProfileError, match="Give the profile a name"):
        checked_name(typed)


def test_a_name_may_be_korean():
    assert checked_name(" 초음파실 3 ") == "초음파실 3"


@pytest.mark.parametrize("url", ["phantom?seed=2", "card:Cam Link", "rtsp://10.0.0.7/live"])
def test_the_source_of_a_room_is_kept(url):
    assert source_to_keep(url) == url


@pytest.mark.parametrize("url", ["", "/clips/KIM SOOJIN.mp4", "rtsp://user:secret@10.0.0.7/live"])
def test_no_file_and_no_password_is_kept(url):
    assert source_to_keep(url) is None
