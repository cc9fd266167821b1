import cv2
import numpy as np
import pytest

from tests.training.study.images import found, image, true
from training.study.distances import centre_line, distance, distances, long_axis


def square(x, y, width, height=None):
    mask = np.zeros((120, 160), bool)
    mask[y : y + (height or width), x : x + width] = True
    return mask


def disc(radius):
    return cv2.circle(np.zeros((120, 160), np.uint8), (80, 60), radius, 1, -1) > 0


def test_equal_masks_are_at_no_distance():
    result = distance(square(20, 30, 40), square(20, 30, 40), is_thin=True)
    assert (result.mean, result.hausdorff_95, result.centre_line) == (0, 0, 0)


def test_discs_of_two_radii_lie_their_difference_apart():
    result = distance(disc(40), disc(30), is_thin=False)
    assert result.mean == pytest.approx(10, abs=0.3)
    assert result.hausdorff_95 == pytest.approx(10, abs=0.7)
    assert result.centre_line is None


def test_distances_are_the_same_both_ways():
    a, b = square(20, 30, 40), disc(25)
    there, back = distance(a, b, is_thin=False), distance(b, a, is_thin=False)
    assert there.mean == pytest.approx(back.mean)
    assert there.hausdorff_95 == back.hausdorff_95


def test_one_far_point_hardly_moves_the_95_percent_distance():
    speck = square(20, 30, 40)
    speck[110, 150] = True
    assert distance(speck, square(20, 30, 40), is_thin=False).hausdorff_95 == 0


def test_a_thicker_line_has_the_same_centre():
    result = distance(square(20, 56, 100, 9), square(20, 58, 100, 5), is_thin=True)
    assert result.centre_line == pytest.approx(0, abs=1e-9)
    assert result.mean > 1.5


def test_the_centre_of_a_shifted_line_is_as_far_away():
    result = distance(square(20, 63, 100, 5), square(20, 60, 100, 5), is_thin=True)
    assert result.centre_line == pytest.approx(3)


def test_the_centre_line_of_a_slanted_band_runs_along_its_middle():
    band = cv2.line(np.zeros((120, 160), np.uint8), (20, 20), (120, 95), 1, 7) > 0
    points = centre_line(band, long_axis(band))
    across = (points - [20, 20]) @ [-0.6, 0.8]
    assert np.abs(across[5:-5]).max() < 0.6
    assert len(points) == pytest.approx(125 + 7, abs=4)


def test_only_what_was_found_in_its_place_is_measured():
    placed = image("a.png", [true()], [found(box=(22, 10, 60, 50))], pixel_size_mm=0.5)
    elsewhere = image("b.png", [true()], [found(box=(70, 60, 95, 75))])
    boxed = image("c.png", [true(has_mask=False)], [found()])
    (only,) = distances([placed, elsewhere, boxed], "cranium")
    assert 0 < only.mean < 2
    assert only.pixel_size_mm == 0.5


def test_a_found_mask_without_a_pixel_is_left_out():
    empty = found().model_copy(update={"mask": found(box=(0, 0, 0, 0)).mask})
    assert list(distances([image("a.png", [true()], [empty])], "cranium")) == []
