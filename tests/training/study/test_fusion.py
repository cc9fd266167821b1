import numpy as np
import pytest

from inference.types import Detections
from training.study.fusion import fuse

FRAME = (100, 100)


def found(*items):
    """Findings (label, box, score) whose masks fill their boxes."""
    boxes = np.array([box for _, box, _ in items], np.float32).reshape(-1, 4)
    sides = [(int(box[3] - box[1]), int(box[2] - box[0])) for box in boxes]
    return Detections(
        boxes,
        np.array([label for label, _, _ in items], np.int64),
        np.array([score for _, _, score in items], np.float32),
        tuple(np.ones(side, np.uint8) for side in sides),
        FRAME,
    )


def test_two_boxes_in_one_place_become_their_weighted_mean():
    fused = fuse([found((0, [10, 10, 50, 50], 0.9)), found((0, [14, 10, 54, 50], 0.3))])
    assert fused.boxes.tolist() == [pytest.approx([11, 10, 51, 50])]
    assert fused.scores == pytest.approx([0.6])
    assert fused.full(0)[10:50, 11:50].all()


def test_what_one_network_of_two_sees_counts_half():
    fused = fuse([found((0, [10, 10, 50, 50], 0.9)), found()])
    assert fused.scores == pytest.approx([0.45])
    assert fused.full(0).sum() == 40 * 40


def test_two_structures_in_one_place_stay_two():
    fused = fuse([found((0, [10, 10, 50, 50], 0.9)), found((1, [10, 10, 50, 50], 0.8))])
    assert fused.labels.tolist() == [0, 1]


def test_a_mask_is_where_more_than_half_of_the_weight_agrees():
    wide, narrow = (0, [10, 10, 60, 50], 0.9), (0, [10, 10, 50, 50], 0.3)
    fused = fuse([found(wide), found(narrow)])
    assert fused.full(0)[20, 55]
    fused = fuse([found(wide[:2] + (0.3,)), found(narrow[:2] + (0.9,))])
    assert not fused.full(0)[20, 52]


def test_nothing_found_is_nothing_fused():
    assert len(fuse([found(), found()])) == 0
