"""What lies beside a limb is learnt from pictures where a foot hangs on each calf."""

import numpy as np
import pytest

from inference.types import Detections
from training.context_fit import fit_context
from training.dataset import DatasetError, Instance, LabelledImage

CLASSES = ("heart", "thigh", "calf", "foot")
FRAME = (200, 200)
PLACE = np.array([60, 80, 120, 110], np.float32)
BESIDE = np.array([118, 80, 138, 120], np.float32)


def seen(*things):
    """Detections of (class, box, score), best first."""
    boxes = np.array([box for _, box, _ in things], np.float32)
    labels = np.array([CLASSES.index(name) for name, _, _ in things])
    scores = np.array([score for *_, score in things], np.float32)
    masks = tuple(np.ones((1, 1), np.uint8) for _ in things)
    return Detections(boxes, labels, scores, masks, FRAME)


def unsure(has_foot):
    """A place that is read as a thigh and as a calf, hardly one more than the other."""
    foot = [("foot", BESIDE, 0.7)] if has_foot else []
    return seen(*foot, ("thigh", PLACE, 0.5), ("calf", PLACE, 0.48))


def image(*truths):
    items = tuple(Instance(name, (), box, has_mask=False) for name, box in truths)
    pixels = np.zeros(FRAME, np.uint8)
    return LabelledImage("a.png", "set", pixels, "extremity", items, frozenset())


@pytest.fixture(scope="module")
def learnt():
    with_foot = image(("calf", PLACE), ("foot", BESIDE))
    calf = with_foot, unsure(has_foot=True)
    thigh = image(("thigh", PLACE)), unsure(has_foot=False)
    return fit_context([calf, thigh] * 300, CLASSES)


def scores_of(learnt, found):
    boxes = found.boxes / np.float32(200)
    moved = learnt.moved(boxes, found.labels, found.scores, CLASSES, FRAME)
    return {CLASSES[label]: score for label, score in zip(found.labels, moved, strict=True)}


def test_a_foot_beside_it_makes_it_a_calf(learnt):
    scores = scores_of(learnt, unsure(has_foot=True))
    assert scores["calf"] > 0.8 > 0.2 > scores["thigh"]
    assert scores["foot"] > 0.8


def test_nothing_beside_it_makes_it_a_thigh(learnt):
    scores = scores_of(learnt, unsure(has_foot=False))
    assert scores["thigh"] > 0.8 > 0.2 > scores["calf"]


def test_it_holds_whichever_way_up_the_leg_lies(learnt):
    found = unsure(has_foot=True)
    turned = seen(
        *(
            (CLASSES[label], 200 - box[[3, 2, 1, 0]], score)
            for label, box, score in zip(found.labels, found.boxes, found.scores, strict=True)
        )
    )
    scores = scores_of(learnt, turned)
    assert scores["calf"] > 0.8 > 0.2 > scores["thigh"]


def test_without_limbs_there_is_nothing_to_learn():
    with pytest.raises(DatasetError, match="No limb was found in these images"):
        fit_context([(image(("heart", PLACE)), seen(("heart", PLACE, 0.9)))], CLASSES)


def test_only_limbs_that_the_network_knows_are_in_it(learnt):
    assert learnt.classes == ("thigh", "calf", "foot")
