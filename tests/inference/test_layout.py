"""A scanner's screen is known again whoever lies on the couch, and another one is not."""

import cv2
import numpy as np
import pytest

from app.video import open_source
from inference.fan import FanFinder
from inference.layout import Layout

INK = (225, 225, 225)


def fan(bottom=400, half=160):
    """A fan on a screen of 640 x 480, from the top middle down to `bottom`."""
    corners = np.array([(300, 90), (340, 90), (320 + half, bottom), (320 - half, bottom)])
    return cv2.fillPoly(np.zeros((480, 640), np.uint8), [corners], 1) > 0


def screen(name="KIM SOOJIN", clock="09:47:12", menu=()):
    """A screen with a banner that names a made-up patient, and settings at the right."""
    made = np.zeros((480, 640, 3), np.uint8)
    for text, at in (
        (name, (10, 40)),
        (clock, (520, 40)),
        *(
            (word, (530, 100 + 40 * row))
            for row, word in enumerate(("7.5cm", "Gn 2", "Har", *menu))
        ),
    ):
        cv2.putText(made, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.8, INK, 2)
    return made


THIS = Layout.of(fan(), screen())


def test_another_patient_and_time_change_no_layout():
    assert THIS.holds(Layout.of(fan(), screen("CHOI MINSEO ARIN", "13:02:55")))


def test_a_fan_in_part_dark_is_of_the_same_layout():
    assert THIS.holds(Layout.of(fan(bottom=250), screen()))


def test_a_fan_that_reaches_beyond_is_of_another_depth():
    assert not THIS.holds(Layout.of(fan(bottom=470, half=250), screen()))


def test_another_scanner_writes_elsewhere():
    other = screen()[:, ::-1][::-1].copy()
    assert not THIS.holds(Layout.of(fan(), other))


def test_another_size_is_another_layout():
    assert not THIS.holds(Layout.of(fan()[::2, ::2], screen()[::2, ::2].copy()))


def test_a_layout_is_written_as_size_and_cells_and_read_again():
    assert str(THIS).startswith("640x480-")
    assert Layout.read(str(THIS)) == THIS


@pytest.mark.parametrize("text", ["", "640x480", "640x480-xyz", f"{THIS} KIM"])
def test_what_is_no_layout_is_refused(text):
    with pytest.raises(ValueError, match="is no layout"):
        Layout.read(text)


@pytest.mark.parametrize(
    "clip", ["pocus_cardiac_banner", "pocus_ruq_gallbladder", "phantom_eye_butterfly"]
)
def test_a_real_screen_is_known_again_all_along_its_clip(real_data, clip):
    source, finder = open_source(str(real_data / "cine" / f"{clip}.mp4")), FanFinder()
    layouts = []
    for index in range(20, min(source.frame_count, 200), 20):
        source.seek_frame(index)
        pixels = source.read().pixels
        layouts.append(Layout.of(finder.look(pixels).fan, pixels))
    source.close()
    assert all(layouts[-1].holds(layout) for layout in layouts)
