"""What scores say of a view is learnt from what an analyzer finds in labelled images."""

import numpy as np
import pytest

from inference.anatomy import load_anatomy
from inference.rules import Rules
from inference.types import Detections
from inference.view_weights import NO_VIEW, view_probabilities
from inference.views import Findings
from training.dataset import LabelledImage
from training.sets import LabelledSet
from training.view_fit import fit_view_weights

CLASSES = ("stomach", "abdominal_circumference", "spine")
ABDOMEN, SPINE, NOTHING = 200, 100, 10  # grey levels that stand for what is in a picture


class Finder:
    """Finds by the grey of a picture."""

    rules = Rules()

    def find(self, frame):
        grey = int(frame.pixels[0, 0, 0])
        scores = {
            ABDOMEN: {"abdominal_circumference": 0.5, "stomach": 0.6},
            SPINE: {"spine": 0.6, "stomach": 0.2},
            NOTHING: {"abdominal_circumference": 0.3},
        }[grey]
        return Findings(Detections.none((8, 8)), scores)


def images(view, grey, count):
    pixels = np.full((8, 8), grey, np.uint8)
    return [LabelledImage(f"{view}{i}", "set", pixels, view, (), frozenset()) for i in range(count)]


@pytest.fixture(scope="module")
def weights():
    shown = [
        *images("abdomen", ABDOMEN, 6),
        *images("spine", SPINE, 3),
        *images("none", NOTHING, 2),
    ]
    return fit_view_weights(Finder(), CLASSES, [LabelledSet("here", 1.0, shown)])


def test_views_that_no_image_shows_are_not_called(weights):
    assert set(weights) == {"abdomen", "spine", NO_VIEW}
    assert {view.id for view in load_anatomy().views} > set(weights) - {NO_VIEW}


@pytest.mark.parametrize(
    ("scores", "view"),
    [
        ({"abdominal_circumference": 0.5, "stomach": 0.6}, "abdomen"),
        ({"spine": 0.6, "stomach": 0.2}, "spine"),
        ({"abdominal_circumference": 0.3}, NO_VIEW),
    ],
)
def test_what_was_labelled_is_called(weights, scores, view):
    probable = view_probabilities(weights, scores, skull=0.0)
    assert max(probable, key=probable.get) == view
