import numpy as np
import pytest

from inference.types import Detections
from training.metrics import average_precision


def found(box, score=0.9, label=0, shape=(240, 320)):
    boxes = np.array([box], np.float32)
    x1, y1, x2, y2 = boxes[0].astype(int)
    mask = np.ones((y2 - y1, x2 - x1), np.uint8)
    return Detections(
        boxes, np.array([label]), np.array([score], np.float32), (mask,), shape
    )  # fmt: skip


def test_a_box_in_its_place_counts_and_one_elsewhere_does_not(disc):
    images = [disc(), disc(x=120)]
    right, wrong = found([90, 50, 210, 170]), found([0, 0, 40, 40], score=0.5)
    result = average_precision(images, [right, wrong], ["cranium"])["cranium"]
    assert result.box_50 == pytest.approx(0.5, abs=0.01)
    assert result.instances == 2


def test_a_square_is_no_good_mask_of_a_disc_at_strict_overlaps(disc):
    square = found([90, 50, 210, 170])
    result = average_precision([disc()], [square], ["cranium"])["cranium"]
    assert result.box == pytest.approx(1.0)
    assert result.mask_50 == pytest.approx(1.0)
    assert result.mask < 0.7  # the disc fills 0.785 of its square


def test_a_class_is_judged_only_where_its_view_annotates_it(disc):
    neck = disc(view="neck")
    result = average_precision([disc(), neck], [found([90, 50, 210, 170])] * 2, ["cranium"])
    assert result["cranium"].images == 1


def test_a_class_known_only_as_a_box_has_no_mask_figure(coco_folder):
    from training.dataset import load_coco

    images = load_coco(coco_folder)
    nothing = [Detections.none((100, 200))] * 2
    result = average_precision(images, nothing, ["nuchal_translucency"])["nuchal_translucency"]
    assert result.mask_50 is None
    assert result.box_50 == 0
