"""Findings carried on to a later frame: speckle that is shifted, turned, cut, or gone."""

import cv2
import numpy as np
import pytest

from inference.anatomy import load_anatomy
from inference.motion import Carrier
from inference.types import Analysis, Detections, Frame, ViewPrediction

HEIGHT, WIDTH = 360, 480
CENTRE = (240.0, 180.0)
BOX = (180, 140, 300, 220)


def speckle(seed=0):
    """Grains of a few pixels, brighter and darker by patches, (H, W, 3)."""
    rng = np.random.default_rng(seed)
    fine, coarse = (
        cv2.GaussianBlur(rng.normal(size=(HEIGHT, WIDTH)).astype(np.float32), (0, 0), sigma)
        for sigma in (2, 12)
    )
    grey = np.clip(120 + 150 * fine + 500 * coarse, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def moved(picture, x=0.0, y=0.0, turn=0.0):
    """The picture shifted by pixels and turned about the middle by degrees."""
    motion = cv2.getRotationMatrix2D(CENTRE, turn, 1.0)
    motion[:, 2] += (x, y)
    return cv2.warpAffine(picture, motion, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)


def ellipse():
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.ellipse(mask, (240, 180), (60, 40), 0, 0, 360, 1, -1)
    return mask


def analysed(picture, *boxes):
    """An ellipse in each box, whose middle is the picture's where none is named."""
    boxes = boxes or (BOX,)
    masks = []
    for x1, y1, x2, y2 in boxes:
        mask = np.zeros((y2 - y1, x2 - x1), np.uint8)
        middle, radii = ((x2 - x1) // 2, (y2 - y1) // 2), ((x2 - x1) // 2, (y2 - y1) // 2)
        masks.append(cv2.ellipse(mask, middle, radii, 0, 0, 360, 1, -1))
    count = len(boxes)
    detections = Detections(
        np.array(boxes, np.float32),
        np.full(count, load_anatomy().structure("stomach").index),
        np.full(count, 0.9, np.float32),
        tuple(masks),
        picture.shape[:2],
    )
    return Analysis(Frame(0, 0.0, picture), detections, ViewPrediction(None, 0.0), 0.02, "0" * 64)


def iou(a, b):
    return (a & b).sum() / (a | b).sum()


@pytest.mark.parametrize(
    "motion", [{"x": 9, "y": -5}, {"x": -10}, {"turn": 6}, {"x": 4, "y": 3, "turn": -4}]
)
def test_a_mask_goes_where_the_picture_goes(motion):
    picture = speckle()
    carried = Carrier().carry(analysed(picture), Frame(3, 0.1, moved(picture, **motion)))
    assert iou(carried.detections.full(0), moved(ellipse(), **motion) > 0) > 0.96


def test_a_box_goes_along():
    picture = speckle()
    carried = Carrier().carry(analysed(picture), Frame(3, 0.1, moved(picture, x=8)))
    np.testing.assert_allclose(carried.detections.boxes[0], np.add(BOX, (8, 0, 8, 0)), atol=1.0)


def test_each_structure_moves_by_itself():
    picture = speckle()
    later = np.hstack([moved(picture, x=6)[:, :240], moved(picture, x=-6)[:, 240:]])
    left, right = (60, 130, 140, 230), (330, 130, 410, 230)
    carried = Carrier().carry(analysed(picture, left, right), Frame(1, 0.03, later))
    moves = carried.detections.boxes[:, 0] - (left[0], right[0])
    np.testing.assert_allclose(moves, (6, -6), atol=1.0)


def test_what_stands_still_is_left_as_it_is():
    picture = speckle()
    found = analysed(picture)
    carried = Carrier().carry(found, Frame(1, 0.03, picture.copy()))
    assert iou(carried.detections.full(0), found.detections.full(0)) > 0.99


def test_the_findings_themselves_are_not_touched():
    picture = speckle()
    found = analysed(picture)
    before = found.detections.masks[0].copy()
    Carrier().carry(found, Frame(1, 0.03, moved(picture, x=9)))
    np.testing.assert_array_equal(found.detections.masks[0], before)


def test_nothing_is_carried_over_a_cut():
    assert Carrier().carry(analysed(speckle(0)), Frame(1, 0.03, speckle(1))) is None


def test_a_leap_too_far_to_follow_is_not_followed():
    picture = speckle()
    assert Carrier().carry(analysed(picture), Frame(1, 0.03, moved(picture, x=-40))) is None


def test_nothing_is_carried_in_a_picture_without_anything_to_follow():
    even = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    assert Carrier().carry(analysed(even), Frame(1, 0.03, even.copy())) is None


def test_nothing_is_carried_on_to_a_frame_of_another_size():
    found = analysed(speckle())
    assert Carrier().carry(found, Frame(1, 0.03, np.zeros((240, 320, 3), np.uint8))) is None


def test_a_picture_too_small_for_flow_is_not_followed():
    picture = np.zeros((40, 40, 3), np.uint8)
    found = analysed(picture, (5, 5, 30, 30))
    assert Carrier().carry(found, Frame(1, 0.03, picture.copy())) is None


def test_where_nothing_was_found_nothing_has_to_be_carried():
    picture = speckle()
    nothing = Analysis(
        Frame(0, 0.0, picture),
        Detections.none((HEIGHT, WIDTH)),
        ViewPrediction(None, 0.0),
        0.02,
        "0" * 64,
    )
    assert len(Carrier().carry(nothing, Frame(1, 0.03, speckle(1))).detections) == 0


def test_what_leaves_the_frame_is_left_out():
    picture = speckle()
    found = analysed(picture, (0, 150, 8, 170), BOX)
    carried = Carrier().carry(found, Frame(1, 0.03, moved(picture, x=-9)))
    assert len(carried.detections) == 1


def test_one_carrier_serves_one_analysis_after_another():
    picture, carrier = speckle(), Carrier()
    later = Frame(1, 0.03, moved(picture, x=6))
    carrier.carry(analysed(picture), later)
    carried = carrier.carry(analysed(later.pixels), Frame(2, 0.06, later.pixels))
    assert iou(carried.detections.full(0), ellipse() > 0) > 0.97
