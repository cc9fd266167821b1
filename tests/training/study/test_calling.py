import numpy as np

from inference.rules import Rules
from inference.types import Detections
from training.study.calling import view_called_from, within_number

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


def test_no_more_of_a_structure_stays_than_one_fetus_has():
    boxes = np.tile(np.array([[10, 10, 90, 70]], np.float32), (6, 1))
    labels = np.array([0, 0, 1, 1, 1, 0])
    scores = np.linspace(0.9, 0.4, 6).astype(np.float32)
    masks = (np.ones((60, 80), np.uint8),) * 6
    found = Detections(boxes, labels, scores, masks, FRAME)
    kept = within_number(found, ("heart", "choroid_plexus"))
    assert kept.labels.tolist() == [0, 1, 1]
    assert np.allclose(kept.scores, scores[[0, 2, 3]])
