"""What scores say of a view is learnt from what is found in labelled images."""

import pytest

from inference.anatomy import load_anatomy
from inference.view_weights import NO_VIEW, Clues, view_probabilities
from training.view_fit import fit_view_weights

CLASSES = ("stomach", "abdominal_circumference", "spine")
ABDOMEN = {"abdominal_circumference": 0.5, "stomach": 0.6}
SPINE = {"spine": 0.6, "stomach": 0.2}
NOTHING = {"abdominal_circumference": 0.3}


def weights_of(copies):
    seen = [("abdomen", ABDOMEN)] * 6 + [("spine", SPINE)] * 3 + [(NO_VIEW, NOTHING)] * 2
    shown = [(view, Clues(scores, 0.0, {})) for view, scores in seen * copies]
    return fit_view_weights([(1.0, shown)], CLASSES)


@pytest.fixture(scope="module")
def weights():
    return weights_of(1)


def test_views_that_no_image_shows_are_not_called(weights):
    assert set(weights) == {"abdomen", "spine", NO_VIEW}
    assert {view.id for view in load_anatomy().views} > set(weights) - {NO_VIEW}


@pytest.mark.parametrize(
    ("scores", "view"),
    [
        (ABDOMEN, "abdomen"),
        (SPINE, "spine"),
        (NOTHING, NO_VIEW),
    ],
)
def test_what_was_labelled_is_called(weights, scores, view):
    probable = view_probabilities(weights, Clues(scores, 0.0, {}))
    assert max(probable, key=probable.get) == view


def test_more_images_that_say_the_same_are_believed_more():
    sure = [weights_of(count)["abdomen"]["stomach"] for count in (1, 10, 100)]
    assert sure == sorted(sure)
    assert sure[0] < sure[-1]


def test_what_there_is_a_trace_of_tells_a_view_from_the_plane_beside_it():
    found = {"abdominal_circumference": 0.6}
    seen = [("abdomen", Clues(found, 0.0, {"stomach@P3": 0.6}))] * 5
    seen += [(NO_VIEW, Clues(found, 0.0, {"stomach@P3": 0.2}))] * 5
    weights = fit_view_weights([(1.0, seen)], CLASSES)
    for view, clues in seen:
        probable = view_probabilities(weights, clues)
        assert max(probable, key=probable.get) == view


def test_a_set_of_a_larger_share_has_the_last_word():
    says = [("abdomen", Clues(ABDOMEN, 0.0, {})), (NO_VIEW, Clues(NOTHING, 0.0, {}))] * 20
    denies = [("spine", Clues(ABDOMEN, 0.0, {})), (NO_VIEW, Clues(NOTHING, 0.0, {}))] * 20
    for shares, view in (((1.0, 0.3), "abdomen"), ((0.3, 1.0), "spine")):
        weights = fit_view_weights(list(zip(shares, (says, denies), strict=True)), CLASSES)
        probable = view_probabilities(weights, Clues(ABDOMEN, 0.0, {}))
        assert max(probable, key=probable.get) == view
