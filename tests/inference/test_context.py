"""A limb is what its neighbours make of it."""

import numpy as np
import pytest
from pydantic import ValidationError

from inference.context import Context, Layer, feature_count, features
from inference.yolact.decode import in_context
from inference.yolact.masks import Candidates

NAMES = ("heart", "thigh", "calf")
LIMBS = ("thigh", "calf")
FRAME = (100, 200)
BOXES = np.array([[0.1, 0.4, 0.4, 0.6], [0.5, 0.4, 0.8, 0.6]], np.float32)
WIDTH = feature_count(len(LIMBS))


def adding(amount):
    """A context that adds the same to the logit of every limb."""
    return Context(classes=LIMBS, layers=[Layer(weights=[[0.0] * WIDTH], bias=[amount])])


def seeing(feature, weight):
    """A context that adds so much of one feature."""
    row = [0.0] * WIDTH
    row[feature] = weight
    return Context(classes=LIMBS, layers=[Layer(weights=[row], bias=[0.0])])


def test_other_structures_and_faint_limbs_keep_their_scores():
    classes, scores = np.array([0, 1, 2]), np.array([0.6, 0.5, 0.04], np.float32)
    boxes = np.concatenate([BOXES, BOXES[:1]])
    moved = adding(2.0).moved(boxes, classes, scores, NAMES, FRAME)
    np.testing.assert_allclose(moved, [0.6, 1 / (1 + np.exp(-2)), 0.04], rtol=1e-6)
    np.testing.assert_allclose(scores, [0.6, 0.5, 0.04])  # what was given is as it was


def test_a_network_that_knows_no_limb_is_left_as_it_is():
    scores = np.array([0.6], np.float32)
    assert adding(2.0).moved(BOXES[:1], np.array([0]), scores, ("heart",), FRAME) is scores


def test_a_box_sees_what_reads_its_place_and_what_lies_elsewhere():
    boxes = np.concatenate([BOXES, BOXES[:1] + 0.01])
    own, scores = np.array([0, 1, 1]), np.array([0.5, 0.9, 0.2], np.float32)
    first = features(boxes, own, scores, len(LIMBS), FRAME)[0]
    logits = np.log(np.array([0.5, 0.2, 0.01, 0.9]) / (1 - np.array([0.5, 0.2, 0.01, 0.9])))
    np.testing.assert_allclose(first[[3, 4, 5, 6]], logits, rtol=1e-4)
    width, height = 60, 20
    np.testing.assert_allclose(first[7], np.log(width / height), rtol=1e-4)
    way = 80 / np.sqrt(width * height)  # from middle to middle, in sizes of the box
    np.testing.assert_allclose(first[15:19], [0.9 * way, 0, 0.9 * way, 0], atol=1e-4)


def test_what_is_judged_does_not_hang_on_the_size_of_the_picture():
    own, scores = np.array([0, 1]), np.array([0.5, 0.9], np.float32)
    small = features(BOXES, own, scores, len(LIMBS), FRAME)
    large = features(BOXES, own, scores, len(LIMBS), (FRAME[0] * 8, FRAME[1] * 8))
    np.testing.assert_allclose(small, large, atol=1e-5)


def test_candidates_whose_scores_moved_stand_best_first():
    found = Candidates(BOXES, np.array([1, 2]), np.array([0.6, 0.5], np.float32), np.eye(2))
    is_calf = seeing(feature=2, weight=2.0)
    moved = in_context(found, is_calf, NAMES, FRAME)
    assert moved.classes.tolist() == [2, 1]
    assert moved.scores[0] > 0.6
    np.testing.assert_array_equal(moved.boxes, BOXES[::-1])
    assert in_context(found, None, NAMES, FRAME) is found


@pytest.mark.parametrize(
    "layers",
    [
        [{"weights": [[1.0]], "bias": [0.0]}],
        [{"weights": [[0.0] * WIDTH] * 2, "bias": [0.0, 0.0]}],
        [{"weights": [[0.0] * WIDTH], "bias": [0.0, 0.0]}],
        [{"weights": [[float("nan")] * WIDTH], "bias": [0.0]}],
    ],
)
def test_layers_that_do_not_fit_are_refused(layers):
    with pytest.raises(ValidationError):
        Context.model_validate({"classes": LIMBS, "layers": layers})
