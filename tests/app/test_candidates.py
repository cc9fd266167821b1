"""Which pictures of a view are kept: a few, and the best."""

from datetime import datetime

import numpy as np
import pytest

import app.candidates as candidates
from app.candidates import Candidate, Candidates
from app.exam import Moment
from app.live.cine_frame import compressed
from app.operator_views import OperatorViews
from inference.types import Frame
from tests.app.ui.pictures import ANATOMY, HEAD, analysis_of

HEAD_VIEW, THORAX = ANATOMY.view("head"), ANATOMY.view("thorax")
TAKEN = datetime(2026, 11, 28, 9, 0, 0)


def scored(score):
    return analysis_of([shape._replace(score=score) for shape in HEAD])


def consider(kept, time_s, score=0.9, view=HEAD_VIEW, exam=0, source=1, **options):
    at = Moment(time_s, round(time_s * 10), source=source)
    kept.consider(Candidate(exam, view, scored(score), at, TAKEN), **options)


def score_of(analysis):
    return Candidate(0, HEAD_VIEW, analysis, Moment(1.0, 10, source=1), TAKEN).score


def times(kept, exam=0):
    return [candidate.at.time_s for candidate in kept.of(exam)]


def test_of_pictures_near_to_one_another_the_best_is_kept():
    kept = Candidates()
    consider(kept, 1.0, 0.7)
    consider(kept, 1.5, 0.9)
    consider(kept, 2.0, 0.8)
    assert times(kept) == [1.5]


def test_of_a_view_two_are_kept_and_a_better_one_takes_the_weakest_ones_place():
    kept = Candidates()
    consider(kept, 1.0, 0.7)
    consider(kept, 11.0, 0.8)
    consider(kept, 21.0, 0.6)
    consider(kept, 31.0, 0.9)
    assert times(kept) == [11.0, 31.0]


def test_each_view_has_its_own():
    kept = Candidates()
    consider(kept, 1.0)
    consider(kept, 1.2, view=THORAX)
    assert [candidate.view.id for candidate in kept.of(0)] == ["head", "thorax"]


def test_the_same_time_of_another_source_is_another_picture():
    kept = Candidates()
    consider(kept, 1.0, 0.9)
    consider(kept, 1.0, 0.8, source=2)
    assert len(kept.of(0)) == 2


def test_nothing_is_replaced_while_a_person_chooses():
    kept = Candidates()
    consider(kept, 1.0, 0.7)
    consider(kept, 1.5, 0.9, may_replace=False)
    consider(kept, 11.0, 0.9, may_replace=False)
    assert times(kept) == [1.0, 11.0]


def test_what_was_discarded_comes_back_to_its_place():
    kept = Candidates()
    consider(kept, 1.0)
    consider(kept, 11.0)
    kept.discard(kept.of(0)[0])
    assert times(kept) == [11.0]
    assert kept.undo(0).at.time_s == 1.0
    assert times(kept) == [1.0, 11.0]
    assert kept.undo(0) is None


def test_of_another_examination_nothing_is_seen_and_at_last_forgotten():
    kept = Candidates()
    consider(kept, 1.0, exam=0)
    assert kept.of(1) == ()
    kept.discard(kept.of(0)[0])
    assert kept.undo(1) is None
    kept.forget([1, 2])
    assert kept.undo(0) is None


def test_the_oldest_pictures_lose_their_clips_to_the_bound(monkeypatch):
    kept = Candidates()
    consider(kept, 1.0)
    consider(kept, 11.0)
    clip = [compressed(Frame(i, i / 10, np.zeros((48, 64, 3), np.uint8)), i / 10) for i in range(9)]
    monkeypatch.setattr(candidates, "MOST_BYTES", sum(frame.nbytes for frame in clip))
    for candidate in kept.of(0):
        kept.clip(candidate, clip, is_whole=True, views_set=OperatorViews())
    assert [len(candidate.clip) for candidate in kept.of(0)] == [0, 9]


def test_more_structures_of_the_view_are_better():
    whole, part = analysis_of(HEAD), analysis_of(HEAD[:2])
    assert score_of(whole) > score_of(part)
    assert score_of(part) == pytest.approx(1.8)
