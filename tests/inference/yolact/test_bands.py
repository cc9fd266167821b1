import cv2
import numpy as np
import pytest

from inference.yolact.bands import band, fill_band
from inference.yolact.masks import Candidates, assemble

WHOLE = np.array([0.0, 0, 80, 40])


def soft_line(start, end, thickness=2, size=(40, 80)):
    soft = np.zeros(size, np.uint8)
    cv2.line(soft, start, end, 255, thickness)
    return cv2.GaussianBlur(soft, (3, 3), 0).astype(np.float32) / 255


def angle_deg(corners):
    x, y = (corners[3] + corners[0] - corners[2] - corners[1]) / 2
    return np.degrees(np.arctan2(y, x)) % 180


def test_a_band_lies_on_its_line_from_edge_to_edge():
    corners = band(soft_line((4, 10), (75, 30)), WHOLE)
    assert angle_deg(corners) == pytest.approx(np.degrees(np.arctan2(20, 71)), abs=1)
    assert corners[:, 0].min() == pytest.approx(0, abs=1.5)
    assert corners[:, 0].max() == pytest.approx(80, abs=1.5)
    middle = corners.mean(axis=0)
    assert middle == pytest.approx([40.5, 20.5], abs=1)


def test_gaps_and_blobs_beside_a_line_do_not_bend_it():
    soft = soft_line((4, 10), (75, 30))
    soft[:, 30:50] = 0
    cv2.circle(soft, (60, 8), 4, 0.8, -1)
    corners = band(soft, WHOLE)
    assert angle_deg(corners) == pytest.approx(np.degrees(np.arctan2(20, 71)), abs=2)


def test_a_wider_line_makes_a_wider_band():
    thin, wide = (
        np.linalg.norm(corners[0] - corners[3])
        for corners in (band(soft_line((0, 20), (79, 20), t), WHOLE) for t in (2, 3))
    )
    assert 1.5 < thin < wide < 5


@pytest.mark.parametrize("line", [((10, 2), (10, 37)), ((2, 20), (77, 20))])
def test_upright_and_level_lines_are_lines_too(line):
    corners = band(soft_line(*line), WHOLE)
    extent = np.ptp(corners, axis=0)
    assert extent.min() < 5
    assert extent.max() >= 39


def test_too_little_of_a_line_is_no_band():
    assert band(np.zeros((40, 80), np.float32), WHOLE) is None
    assert band(soft_line((4, 10), (75, 30)), np.array([60.0, 0, 80, 5])) is None


def test_a_filled_band_has_its_area_and_its_place():
    corners = np.array([[10.0, 4], [30, 4], [30, 8], [10, 8]])
    mask, crop = fill_band(corners, (20, 40))
    assert crop == [10, 4, 30, 8]
    assert mask.shape == (4, 20)
    assert mask.mean() > 0.9


def test_a_band_beyond_the_frame_is_cut_at_it():
    corners = np.array([[-10.0, 4], [60, 4], [60, 8], [-10, 8]])
    _, crop = fill_band(corners, (20, 40))
    assert crop == [0, 4, 40, 8]


def test_of_a_straight_class_mask_and_box_are_the_band_s():
    prototypes = (soft_line((4, 10), (75, 30)) * 20 - 10)[None]
    candidates = Candidates(
        np.array([[0.0, 0, 1, 1]] * 2, np.float32),
        np.array([0, 1]),
        np.array([0.9, 0.8], np.float32),
        np.ones((2, 1), np.float32),
    )
    found = assemble(candidates, prototypes, (80, 160), straight=[1])
    assert found.boxes[0].tolist() == [0, 0, 160, 80]
    x1, y1, x2, y2 = found.boxes[1]
    assert (x1, x2) == (0, 160)
    assert 10 < y1 < 22
    assert 60 < y2 < 72
    assert found.full(1)[41, 81]
    assert (found.full(1) & ~found.full(0)).sum() < 0.5 * found.full(1).sum()
