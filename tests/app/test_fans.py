"""Which fan holds: the found one, or what an operator made of it on a screen like this."""

import numpy as np

from app.fans import MOST_FANS, Fans, is_large_enough
from inference.fan import find_fan, region_of
from inference.layout import Layout
from inference.types import Frame, Screen
from tests.app.export.screens import screen

FOUND = ((100, 50), (300, 50), (380, 400), (20, 400))
DRAWN = ((100, 80), (300, 80), (380, 400), (20, 400))
LAYOUT = Layout((480, 640), 0x0000183C7E7E0000, 0xFF00000000000003)
SCREEN = Screen(fan=FOUND, layout=LAYOUT)


def test_nobody_corrected_it_so_the_found_one_holds():
    assert Fans().corners(SCREEN) == FOUND
    assert Fans().box(SCREEN) == (20, 50, 380, 400)


def test_a_correction_holds_on_screens_like_this_and_on_no_other():
    fans = Fans().with_correction(LAYOUT, DRAWN)
    other = Layout((600, 800), LAYOUT.fan, LAYOUT.around)
    assert fans.corners(SCREEN) == DRAWN
    assert fans.corners(Screen(fan=FOUND, layout=other)) == FOUND


def test_without_a_fan_there_is_no_box():
    assert Fans().box(Screen()) is None


def test_a_second_correction_takes_the_place_of_the_first():
    fans = Fans().with_correction(LAYOUT, FOUND).with_correction(LAYOUT, DRAWN)
    assert list(fans.corrected.values()) == [DRAWN]


def test_the_found_fan_comes_back():
    fans = Fans().with_correction(LAYOUT, DRAWN).without(LAYOUT)
    assert fans.corners(SCREEN) == FOUND
    assert not fans.corrected


def test_only_the_newest_are_remembered():
    fans = Fans()
    for width in range(1, MOST_FANS + 4):
        fans = fans.with_correction(Layout((480, width), LAYOUT.fan, LAYOUT.around), DRAWN)
    widths = [layout.frame_size[1] for layout in fans.corrected]
    assert widths == list(range(4, MOST_FANS + 4))


def test_a_still_keeps_the_corrected_fan_even_while_nothing_is_analysed():
    pixels = screen(1).pixels
    found = find_fan([pixels])
    fans = Fans().with_correction(Layout.of(found, pixels), DRAWN)
    kept = fans.region(Frame(0, 0.0, pixels.copy()), Screen())
    assert np.array_equal(kept, region_of(DRAWN, found.shape))


def test_a_picture_of_another_size_than_the_screen_was_is_looked_at_by_itself():
    pixels = screen(1).pixels
    kept = Fans().with_correction(LAYOUT, DRAWN).region(Frame(0, 0.0, pixels.copy()), SCREEN)
    assert np.array_equal(kept, find_fan([pixels]))


def test_a_slip_of_the_hand_is_no_fan():
    assert is_large_enough(DRAWN, LAYOUT)
    assert not is_large_enough(((0, 0), (9, 0), (9, 9)), LAYOUT)
