"""The fan: found on screens of the phantom and of real scanners, and not found where none is."""

import cv2
import numpy as np
import pytest

from inference.fan import FanFinder, fan_outline, find_fan, region_of, within
from inference.types import Frame
from phantom import sample_image
from phantom.screen import text_page
from tests.app.export.screens import screen

TISSUE = 60  # grey levels: brighter is surely tissue, where it is not a letter


def share_of_tissue(fan, pixels, letters):
    """How much of what is bright in bright surroundings, and no letter, lies in the fan."""
    grey = cv2.blur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (9, 9))
    near_letters = cv2.dilate(letters.astype(np.uint8), np.ones((25, 25))) > 0
    tissue = (grey > TISSUE) & ~near_letters
    return (fan & tissue).sum() / tissue.sum()


@pytest.mark.parametrize("ground", [0, 24])
@pytest.mark.parametrize("view", ["head", "neck"])
def test_letters_beside_the_picture_are_outside_and_tissue_is_inside(view, ground):
    screens = [screen(seed, view, ground) for seed in range(8)]
    fans = [find_fan([pixels]) for pixels, _ in screens]
    found = [(fan, each) for fan, each in zip(fans, screens, strict=True) if fan is not None]
    assert len(found) >= 7  # now and then there is too much fluid to tell
    assert not any((fan & each.letters).any() for fan, each in found)
    assert np.median([share_of_tissue(fan, *each) for fan, each in found]) > 0.85


def test_dark_fluid_in_the_middle_belongs_to_the_fan():
    pixels = screen(3).pixels.copy()
    height, width = pixels.shape[:2]
    centre = int(0.4 * width), int(0.55 * height)
    cv2.circle(pixels, centre, height // 6, (0, 0, 0), -1)
    assert find_fan([pixels])[centre[1], centre[0]]


@pytest.mark.parametrize("seed", range(20))
def test_a_page_of_text_has_no_fan(seed):
    assert find_fan([text_page(np.random.default_rng(seed), 480, 640)]) is None


def test_an_even_picture_has_no_fan():
    assert find_fan([np.full((480, 640, 3), 90, np.uint8)]) is None


def test_a_picture_without_pictures_has_no_fan():
    assert find_fan([]) is None


def test_a_picture_that_is_nothing_but_tissue_is_all_fan():
    speckle = np.random.default_rng(0).integers(20, 120, (240, 320, 1), np.uint8)
    pixels = np.repeat(cv2.blur(speckle, (3, 3))[..., None], 3, axis=2)
    assert find_fan([pixels]).mean() > 0.95


def test_several_pictures_show_more_of_the_fan_than_one():
    pixels = screen(1).pixels
    left, right = pixels.copy(), pixels.copy()
    left[:, 200:], right[:, :200] = 0, 0
    assert find_fan([left, right]).sum() > max(find_fan([left]).sum(), find_fan([right]).sum())


def test_outside_of_the_fan_is_black_and_inside_is_untouched():
    pixels = sample_image(1, "head").pixels
    fan = np.zeros(pixels.shape[:2], np.bool_)
    fan[100:200, 150:300] = True
    cut = within(fan, Frame(3, 0.1, pixels))
    assert (cut.index, cut.time_s) == (3, 0.1)
    assert np.array_equal(cut.pixels[fan], pixels[fan])
    assert not cut.pixels[~fan].any()


def test_real_scanners_screens_lose_their_banner_and_keep_their_picture(real_data):
    folder = real_data / "sononet_views" / "images"
    screens = [cv2.imread(str(path))[..., ::-1] for path in sorted(folder.glob("*.png"))]
    fans = [find_fan([pixels]) for pixels in screens]
    assert len(fans) == 8
    assert not any(fan[: fan.shape[0] // 13].any() for fan in fans)  # model and depth below it
    assert all(fan.mean() > 0.45 for fan in fans)


def test_the_last_looks_at_a_live_screen_count_together():
    pixels = screen(1).pixels
    left, right = pixels.copy(), pixels.copy()
    left[:, 200:], right[:, :200] = 0, 0
    finder = FanFinder()
    finder.look(left)
    assert (finder.look(right).fan == find_fan([left, right])).all()


def test_what_was_seen_long_ago_counts_no_longer():
    finder, empty = FanFinder(), np.zeros((480, 640, 3), np.uint8)
    finder.look(sample_image(1, "head").pixels)
    assert [finder.look(empty).fan is None for _ in range(5)] == [False] * 4 + [True]


def test_a_screen_of_another_size_begins_anew():
    finder = FanFinder()
    finder.look(screen(1).pixels)
    assert finder.look(np.zeros((300, 400, 3), np.uint8)).fan is None


def test_a_very_wide_picture_is_looked_at_in_no_time():
    assert FanFinder().look(np.zeros((3, 2000, 3), np.uint8)).pieces.shape == (2, 1440)


def test_a_fan_has_few_corners_that_say_where_it_is():
    fan = find_fan([screen(1).pixels])
    corners = fan_outline(fan)
    again = region_of(corners, fan.shape)
    assert 4 <= len(corners) <= 20
    assert (fan & again).sum() / (fan | again).sum() > 0.97
