"""Views called by weights that were learnt of all scores."""

import pytest

from inference.rules import Rules
from inference.view_weights import NO_VIEW, SEEN, Clues, view_probabilities
from inference.views import ViewRules
from tests.inference.test_views import ANATOMY, LANDMARKS, STRUCTURES, called, findings

WEIGHTS = {
    "head": {"skull": 8.0, "spine": -4.0},
    "extremity": {"thigh": 6.0, "calf": 6.0},
    NO_VIEW: {"bias": 3.0},
}


@pytest.fixture
def views():
    return ViewRules(ANATOMY, Rules(view_weights=WEIGHTS), STRUCTURES | LANDMARKS)


def test_probabilities_of_all_views_and_none_add_up_to_one():
    probable = view_probabilities(WEIGHTS, Clues({"thigh": 0.4}, 0.0, {}))
    assert probable.keys() == WEIGHTS.keys()
    assert sum(probable.values()) == pytest.approx(1.0)


def test_what_scores_next_to_nothing_is_not_there():
    nothing = view_probabilities(WEIGHTS, Clues({}, 0.0, {}))
    assert view_probabilities(WEIGHTS, Clues({"thigh": SEEN - 0.01}, 0.0, {})) == nothing


def test_limbs_that_are_doubtful_by_themselves_make_an_extremity_together(views):
    prediction = views.call(findings(("thigh", 0.35), ("calf", 0.3)))
    assert called(prediction) == "extremity"
    assert [structure.id for structure in prediction.because] == ["thigh", "calf"]


def test_nothing_seen_is_no_view(views):
    prediction = views.call(findings())
    assert called(prediction) == "none"
    assert prediction.confidence > 0.8


def test_what_speaks_against_a_view_takes_it_away(views):
    assert called(views.call(findings(("cranium", 0.8)))) == "head"
    assert called(views.call(findings(("cranium", 0.8), ("spine", 0.9)))) == "none"


def test_a_view_needs_an_essential_structure_of_its_own():
    rules = Rules(view_weights={"head": {"midline_falx": 9.0}, NO_VIEW: {"bias": 1.0}})
    views = ViewRules(ANATOMY, rules, STRUCTURES | LANDMARKS)
    assert called(views.call(findings(("midline_falx", 0.9)))) == "none"


def test_it_takes_less_to_stay_than_to_come(views):
    edge = findings(("cranium", 0.37))
    head = next(view for view in ANATOMY.views if view.id == "head")
    assert called(views.call(edge)) == "none"
    assert called(views.call(edge, current=head)) == "head"
    assert views.evidence(head, edge) is None
    assert views.evidence(head, edge, is_current=True) is not None
