import numpy as np
import pytest

from inference.yolact.config import light_config
from training.anchor_fitting import fit_shapes, shape_iou, with_fitted_anchors
from training.dataset import DatasetError
from training.sets import LabelledSet


def boxes(*centres, count=50, seed=0):
    """Widths and heights around each of these, each alike by a few per cent."""
    noise = np.random.default_rng(seed).normal(1, 0.03, (len(centres), count, 2))
    return (np.array(centres)[:, None] * noise).reshape(-1, 2)


def test_boxes_of_one_centre_overlap_by_their_shapes():
    iou = shape_iou(np.array([[10.0, 10], [10, 20]]), np.array([[10.0, 10]]))
    assert iou[:, 0] == pytest.approx([1, 0.5])


def test_three_kinds_of_boxes_give_three_shapes():
    kinds = [(12, 6), (150, 20), (200, 260)]
    shapes = fit_shapes(boxes(*kinds), np.ones(150), 3)
    assert shapes == pytest.approx(np.array(kinds, float), rel=0.05)


def test_the_same_boxes_in_another_order_give_the_same_shapes():
    sizes = boxes((12, 6), (40, 30), (150, 20), (200, 260))
    shapes = fit_shapes(sizes, np.ones(len(sizes)), 6)
    assert fit_shapes(sizes[::-1], np.ones(len(sizes)), 6) == pytest.approx(shapes)


def test_a_box_that_fills_half_of_the_set_takes_one_place_only():
    sizes = np.concatenate([np.full((90, 2), 30.0), boxes((5, 5), (100, 90), count=5)])
    shapes = fit_shapes(sizes, np.ones(len(sizes)), 5)
    assert len(np.unique(shapes, axis=0)) == 5


def test_shapes_are_spread_over_the_levels_by_area(disc, tmp_path):
    rings = [disc(radius=radius) for radius in range(20, 100)]
    config = with_fitted_anchors(
        light_config(("cranium",), 128), [LabelledSet(tmp_path, 1.0, rings)]
    )
    areas = [[w * h for w, h in level] for level in config.anchors]
    assert [len(level) for level in areas] == [5, 5, 5, 5]
    assert sum(areas, []) == sorted(sum(areas, []))
    # 320 x 240 pixels stretched to 128 x 128: a ring is taller than wide there.
    assert config.anchors[0][0][1] / config.anchors[0][0][0] == pytest.approx(4 / 3, rel=0.01)


def test_too_few_boxes_are_told_in_a_sentence(disc, tmp_path):
    with pytest.raises(DatasetError, match="20 anchors cannot be fitted to boxes of 1 sizes"):
        with_fitted_anchors(light_config(("cranium",), 128), [LabelledSet(tmp_path, 1.0, [disc()])])
