"""An examination step by step: what counts as seen, and whose word stands."""

from dataclasses import replace

import pytest

from app.checklist import built_in
from app.exam import (
    NO_VIEW,
    ItemStatus,
    Moment,
    Reason,
    begin,
    confirmed,
    interrupted,
    left_to_model,
    not_obtainable,
    overridden,
    taken_back,
    undone,
    with_analysis,
)
from app.quality import Criterion, Judgement, Quality
from tests.app.ui.pictures import ANATOMY, HEAD, analysis_of, frame

GOOD = Quality(ANATOMY.view("head"), (Judgement(Criterion.SIZE, True),))
POOR = Quality(ANATOMY.view("head"), (Judgement(Criterion.SIZE, False),))
SEEN, NOT_SEEN = ItemStatus.MODEL_SEEN, ItemStatus.NOT_SEEN


@pytest.fixture
def exam():
    return begin(built_in())


def at(time_s, shapes=HEAD, view="head"):
    return analysis_of(shapes, view, on=frame(round(time_s * 10), time_s))


def after(exam, *times_s, quality=GOOD, shapes=HEAD):
    for time_s in times_s:
        exam = with_analysis(exam, at(time_s, shapes), quality)
    return exam


def test_at_first_nothing_has_been_seen(exam):
    assert exam.count(NOT_SEEN) == len(built_in().items)


def test_half_a_second_of_good_pictures_is_seen(exam):
    exam = after(exam, 0.0, 0.2, 0.4)
    assert exam.status("skull") is NOT_SEEN
    assert after(exam, 0.6).status("skull") is SEEN


def test_the_first_time_and_the_best_score_are_kept(exam):
    exam = after(exam, 0.0, 0.25, 0.5)
    better = [shape._replace(score=0.95) for shape in HEAD]
    skull = after(after(exam, 0.75, shapes=better), 1.0).items["skull"]
    assert skull.first == Moment(0.5, 5, pytest.approx(0.9))
    assert skull.best == Moment(0.75, 8, pytest.approx(0.95))


def test_one_poor_picture_in_between_begins_anew(exam):
    exam = after(exam, 0.0, 0.2)
    exam = after(exam, 0.4, quality=POOR)
    assert after(exam, 0.6, 0.8).status("skull") is NOT_SEEN


def test_one_picture_without_the_structure_begins_anew_for_that_item_alone(exam):
    exam = after(exam, 0.0, 0.2)
    exam = after(exam, 0.4, shapes=HEAD[:2])
    exam = after(exam, 0.6)
    assert exam.status("choroid_plexuses") is NOT_SEEN
    assert exam.status("skull") is SEEN


def test_both_choroid_plexuses_are_two(exam):
    exam = after(exam, 0.0, 0.25, 0.5, shapes=HEAD[:3])
    assert exam.status("choroid_plexuses") is NOT_SEEN


def test_a_gap_hides_what_was_between(exam):
    assert after(exam, 0.0, 0.2, 0.9, 1.1).status("skull") is NOT_SEEN


def test_two_analyses_a_second_are_enough_but_two_in_all_are_not(exam):
    exam = after(exam, 0.0, 0.55)
    assert exam.status("skull") is NOT_SEEN
    assert after(exam, 1.1).status("skull") is SEEN


def test_time_that_goes_back_begins_anew(exam):
    assert after(exam, 5.0, 5.25, 0.0, 0.25).status("skull") is NOT_SEEN


def test_a_sighting_says_of_which_source_it_is(exam):
    for time_s in (0.0, 0.3, 0.6):
        exam = with_analysis(exam, at(time_s), GOOD, source=3)
    assert exam.items["skull"].first.source == 3


def test_the_same_frame_analysed_again_is_no_evidence(exam):
    assert after(exam, *[1.0] * 20).status("skull") is NOT_SEEN


def test_another_source_begins_anew(exam):
    exam = interrupted(after(exam, 0.0, 0.25))
    assert after(exam, 0.5).status("skull") is NOT_SEEN


def test_no_view_shows_no_item(exam):
    for time_s in (0.0, 0.25, 0.5):
        exam = with_analysis(exam, at(time_s, view=None), None)
    assert (exam.count(SEEN), exam.view) == (0, None)


def test_the_model_never_confirms(exam):
    exam = after(exam, *[n / 5 for n in range(100)])
    assert exam.count(ItemStatus.CONFIRMED) == 0


def test_the_model_takes_no_word_back(exam):
    exam = confirmed(exam, "skull")
    exam = not_obtainable(exam, "choroid_plexuses", Reason.POSITION)
    exam = after(exam, 0.0, 0.25, 0.5)
    assert exam.status("skull") is ItemStatus.CONFIRMED
    assert exam.status("choroid_plexuses") is ItemStatus.NOT_OBTAINABLE


def test_what_the_model_saw_comes_back_with_the_word_taken_back(exam):
    exam = confirmed(after(exam, 0.0, 0.25, 0.5), "skull")
    assert taken_back(exam, "skull").status("skull") is SEEN


def test_a_manual_item_is_confirmed_like_any_other(exam):
    exam = confirmed(exam, "bladder", Moment(3.0, 30))
    assert exam.items["bladder"].word.at.frame_index == 30


def test_words_are_undone_one_by_one_and_then_no_further(exam):
    first = confirmed(exam, "skull")
    second = not_obtainable(first, "skull", Reason.HABITUS)
    third = taken_back(second, "skull")
    assert undone(third).items["skull"].word.reason is Reason.HABITUS
    assert undone(undone(third)).status("skull") is ItemStatus.CONFIRMED
    assert undone(undone(undone(third))).status("skull") is NOT_SEEN
    assert undone(exam) is exam


def test_undoing_a_word_keeps_what_was_seen_since(exam):
    exam = after(confirmed(exam, "bladder"), 0.0, 0.25, 0.5)
    assert undone(exam).status("skull") is SEEN


def test_taking_back_nothing_is_nothing_to_undo(exam):
    assert taken_back(exam, "skull") is exam


def test_the_operator_overrides_the_view_and_both_are_kept(exam):
    exam = overridden(after(exam, 0.0), "thorax", Moment(0.0, 0))
    assert exam.view is ANATOMY.view("thorax")
    assert (exam.overrides[0].model, exam.overrides[0].operator) == ("head", "thorax")
    exam = after(exam, 0.2)
    assert (exam.model, exam.view.id) == ("head", "thorax")
    assert left_to_model(exam).view.id == "head"


def test_no_view_may_be_set_by_the_operator_too(exam):
    assert overridden(after(exam, 0.0), NO_VIEW).view is None


def test_an_examination_is_a_value(exam):
    assert replace(exam) == exam
    assert after(exam, 0.0, 0.25, 0.5).count(SEEN) > exam.count(SEEN)
