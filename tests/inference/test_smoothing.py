import numpy as np
import pytest

from inference.anatomy import load_anatomy
from inference.rules import Rules
from inference.smoothing import Steadier
from inference.types import Detections
from inference.views import Findings, ViewRules

ANATOMY = load_anatomy()
HEAD_BOX, FAR_BOX = (50, 40, 180, 140), (190, 40, 290, 140)
SQUARE = np.ones((1, 1), np.uint8)


@pytest.fixture
def steadier():
    rules = Rules(scores={}, skull_fill=0.0)
    known = frozenset(structure.id for structure in ANATOMY.structures)
    return Steadier(ANATOMY, rules, ViewRules(ANATOMY, rules, known))


def frame(*found):
    """Findings of (structure id, score[, box]) in a frame; masks are blank squares."""
    entries = sorted(found, key=lambda entry: -entry[1])
    boxes = [entry[2] if len(entry) > 2 else HEAD_BOX for entry in entries]
    detections = Detections(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array([ANATOMY.structure(entry[0]).index for entry in entries], np.int64),
        np.array([entry[1] for entry in entries], np.float32),
        tuple(np.ones((100, 130), np.uint8) for _ in entries),
        (200, 300),
    )
    return Findings(detections, {entry[0]: entry[1] for entry in reversed(entries)})


def names(detections):
    return [ANATOMY.structures[label].id for label in detections.labels]


def play(steadier, *frames, step_s=0.04):
    """What is shown and called of each frame: [(structure ids, view id or "none")]."""
    shown = [steadier.next(found, i * step_s) for i, found in enumerate(frames)]
    return [(names(found), view.view.id if view.view else "none") for found, view in shown]


@pytest.fixture
def weighing():
    """Calls the spine from traces of one, an extremity from hands and feet. Hands never show."""
    weights = {
        "spine": {"spine": 10.0},
        "extremity": {"hand": 10.0, "foot": 10.0},
        "none": {"bias": 1.0},
    }
    rules = Rules(scores={}, withheld=("hand",), view_weights=weights)
    return Steadier(ANATOMY, rules, ViewRules(ANATOMY, rules, frozenset()))


NOTHING = frame()
HEAD = frame(("cranium", 0.9))
FOOT = frame(("foot", 0.9))
SPINE = frame(("spine", 0.9))


def test_a_first_frame_is_judged_by_itself(steadier):
    assert play(steadier, HEAD) == [(["cranium"], "head")]


def test_what_appears_later_shows_from_its_second_frame_on(steadier):
    assert play(steadier, NOTHING, HEAD, HEAD) == [
        ([], "none"),
        ([], "none"),
        (["cranium"], "head"),
    ]


def test_what_flashes_up_once_never_shows(steadier):
    shown = play(steadier, NOTHING, HEAD, NOTHING, HEAD, NOTHING)
    assert shown == [([], "none")] * 5


def test_what_jumps_is_something_new(steadier):
    there = frame(("cranium", 0.9), ("midline_falx", 0.9))
    elsewhere = frame(("cranium", 0.9), ("midline_falx", 0.9, FAR_BOX))
    assert play(steadier, there, elsewhere, elsewhere) == [
        (["cranium", "midline_falx"], "head"),
        (["cranium"], "head"),
        (["cranium", "midline_falx"], "head"),
    ]


def test_what_shows_stays_a_little_below_the_score_at_which_it_came(steadier):
    fading = [frame(("cranium", 0.9), ("midline_falx", score)) for score in (0.6, 0.45, 0.35, 0.45)]
    shown = [found for found, _ in play(steadier, *fading)]
    assert shown == [["cranium", "midline_falx"]] * 2 + [["cranium"]] * 2


def test_two_of_a_kind_are_told_apart(steadier):
    both = frame(("cranium", 0.9), ("choroid_plexus", 0.9), ("choroid_plexus", 0.8, FAR_BOX))
    swapped = frame(("cranium", 0.9), ("choroid_plexus", 0.9, FAR_BOX), ("choroid_plexus", 0.8))
    shown = [found.count("choroid_plexus") for found, _ in play(steadier, both, swapped)]
    assert shown == [2, 2]


def test_the_view_changes_with_the_second_frame_that_says_so(steadier):
    views = [view for _, view in play(steadier, HEAD, FOOT, FOOT, NOTHING, NOTHING)]
    assert views == ["head", "head", "extremity", "extremity", "none"]


def test_a_view_is_not_held_longer_against_changing_contradictions(steadier):
    views = [view for _, view in play(steadier, HEAD, FOOT, NOTHING, FOOT, NOTHING)]
    assert views == ["head", "head", "head", "extremity", "extremity"]


def test_a_view_does_not_outlive_its_structures_though_traces_of_them_still_call_it(weighing):
    trace = frame(("spine", 0.25))
    assert play(weighing, SPINE, *[trace] * 6) == [
        (["spine"], "spine"),
        ([], "spine"),
        ([], "spine"),
        *[([], "none")] * 4,
    ]


def test_what_is_good_enough_to_stay_but_was_lost_holds_no_view(weighing):
    weak = frame(("spine", 0.45))
    assert play(weighing, SPINE, weak)[-1] == (["spine"], "spine")
    weighing.reset()
    assert play(weighing, SPINE, frame(("spine", 0.25)), *[weak] * 3)[-1] == ([], "none")


def test_traces_alone_bring_no_view(weighing):
    assert play(weighing, NOTHING, *[frame(("spine", 0.25))] * 6) == [([], "none")] * 7


def test_a_structure_that_is_missed_now_and_then_keeps_its_view(weighing):
    trace = frame(("spine", 0.25))
    shown = play(weighing, SPINE, trace, trace, SPINE, trace, trace, SPINE)
    assert [view for _, view in shown] == ["spine"] * 7


def test_a_limb_that_is_half_taken_for_another_holds_its_view(weighing):
    doubtful = frame(("foot", 0.3), ("hand", 0.3))
    assert play(weighing, FOOT, *[doubtful] * 6)[-1] == ([], "extremity")


def test_a_first_frame_of_a_clip_with_mere_traces_has_no_view(weighing):
    assert play(weighing, frame(("spine", 0.25))) == [([], "none")]


def test_what_is_withheld_still_holds_its_view(weighing):
    assert play(weighing, *[frame(("hand", 0.9))] * 6) == [([], "extremity")] * 6


def test_a_held_view_shows_nothing_that_the_frame_does_not_bear_out(steadier):
    leftover = frame(("midline_falx", 0.9))
    both = frame(("cranium", 0.9), ("midline_falx", 0.9))
    shown = play(steadier, both, leftover)
    assert shown == [(["cranium", "midline_falx"], "head"), ([], "head")]


def test_what_does_not_belong_to_the_view_is_not_shown(steadier):
    neck = frame(("cranium", 0.99), ("nasal_bone", 0.9), ("palate", 0.8), ("heart", 0.9))
    assert play(steadier, neck) == [(["nasal_bone", "palate"], "neck")]


@pytest.mark.parametrize("time_s", [0.6, -0.1, 0.0])
def test_a_gap_a_step_back_and_a_repeated_frame_start_afresh(steadier, time_s):
    steadier.next(NOTHING, 0.0)
    found, view = steadier.next(HEAD, time_s)
    assert names(found) == ["cranium"]
    assert view.view is ANATOMY.view("head")


def test_reset_forgets(steadier):
    steadier.next(NOTHING, 0.0)
    steadier.reset()
    found, _ = steadier.next(HEAD, 0.04)
    assert names(found) == ["cranium"]


def test_a_frame_alone_leaves_no_trace(steadier):
    steadier.next(NOTHING, 0.0)
    alone, _ = steadier.by_itself(HEAD)
    found, _ = steadier.next(HEAD, 0.04)
    assert names(alone) == ["cranium"]
    assert names(found) == []


def test_what_is_shown_is_the_frames_own_and_never_averaged(steadier):
    steadier.next(HEAD, 0.0)
    moved = frame(("cranium", 0.77, (60, 50, 190, 150)))
    found, _ = steadier.next(moved, 0.04)
    np.testing.assert_array_equal(found.boxes, moved.detections.boxes)
    np.testing.assert_array_equal(found.scores, moved.detections.scores)
    assert found.masks[0] is moved.detections.masks[0]


def test_the_same_frames_give_the_same_answers(steadier):
    clip = [HEAD, FOOT, HEAD, HEAD, NOTHING, FOOT, FOOT, HEAD]
    first = play(steadier, *clip)
    steadier.reset()
    assert play(steadier, *clip) == first
