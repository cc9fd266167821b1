import numpy as np

from inference.rules import Rules
from inference.types import Detections
from training.study.calling import view_called_from

FRAME = (100, 100)
CLASSES = ("heart", "cranium")


def skull(score):
    y, x = np.mgrid[:60, :80]
    oval = (((x - 40) / 38) ** 2 + ((y - 30) / 28) ** 2 < 1).astype(np.uint8)
    box = np.array([[10, 10, 90, 70]], np.float32)
    return Detections(box, np.array([1]), np.array([score], np.float32), (oval,), FRAME)


def test_a_head_is_called_from_its_skull():
    assert view_called_from(skull(0.95), CLASSES, Rules(), None) == "head"


def test_a_weak_skull_and_an_empty_image_are_no_view():
    assert view_called_from(skull(0.3), CLASSES, Rules(), None) == "none"
    assert view_called_from(Detections.none(FRAME), CLASSES, Rules(), None) == "none"


def test_a_view_that_was_not_taught_is_not_called():
    assert view_called_from(skull(0.95), CLASSES, Rules(), ("neck",)) == "none"
