"""What scores say of a view is learnt from what is found in labelled images."""

import pytest

from inference.anatomy import load_anatomy
from inference.rules import Rules
from inference.types import Detections
from inference.view_weights import NO_VIEW, view_probabilities
from inference.views import Findings
from training.view_fit import fit_view_weights

CLASSES = ("stomach", "abdominal_circumference", "spine")
ABDOMEN = {"abdominal_circumference": 0.5, "stomach": 0.6}
SPINE = {"spine": 0.6, "stomach": 0.2}
NOTHING = {"abdominal_circumference": 0.3}


@pytest.fixture(scope="module")
def weights():
    seen = [("abdomen", ABDOMEN)] * 6 + [("spine", SPINE)] * 3 + [(NO_VIEW, NOTHING)] * 2
    shown = [(view, Findings(Detections.none((8, 8)), scores)) for view, scores in seen]
    return fit_view_weights([shown], CLASSES, Rules())


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
    probable = view_probabilities(weights, scores, skull=0.0)
    assert max(probable, key=probable.get) == view
