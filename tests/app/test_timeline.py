"""What a timeline says of the frames that were analysed, and of those that were not."""

import pytest

from app.live import Seen
from app.timeline import Stretch, next_start, track_of
from inference.anatomy import load_anatomy

ANATOMY = load_anatomy()
CRANIUM, HEART = ANATOMY.structure("cranium"), ANATOMY.structure("heart")


def seen(time_s, view=None, *structures):
    return Seen(round(time_s * 10), time_s, view, sum(1 << s.index for s in structures))


def test_nothing_was_seen_of_what_nobody_has_analysed():
    assert track_of([], 0.1).analysed == ()


def test_frames_of_one_view_that_follow_each_other_are_one_block():
    track = track_of([seen(0.0, "head"), seen(0.1, "head"), seen(0.2), seen(0.3, "thorax")], 0.1)
    ((first, head), (second, thorax)) = track.views
    assert (head.id, thorax.id) == ("head", "thorax")
    assert (first.start_s, first.end_s) == pytest.approx((0.0, 0.2))
    assert (second.start_s, second.end_s) == pytest.approx((0.3, 0.4))


def test_a_gap_without_analysis_parts_blocks_of_the_same_view():
    track = track_of([seen(0.0, "head"), seen(5.0, "head")], 0.1)
    assert [s for s, _ in track.views] == [Stretch(0.0, 0.1), Stretch(5.0, 5.1)]
    assert track.analysed == (Stretch(0.0, 0.1), Stretch(5.0, 5.1))


def test_every_structure_that_was_found_has_a_lane_in_the_order_of_the_anatomy():
    track = track_of([seen(0.0, "thorax", HEART), seen(0.2, "head", CRANIUM, HEART)], 0.1)
    assert [structure.id for structure, _ in track.lanes] == ["cranium", "heart"]
    cranium, heart = (stretches for _, stretches in track.lanes)
    assert [(s.start_s, s.end_s) for s in cranium] == [pytest.approx((0.2, 0.3))]
    assert [(s.start_s, s.end_s) for s in heart] == [pytest.approx((0.0, 0.3))]


def test_time_that_goes_back_joins_nothing():
    track = track_of([seen(1.0, "head"), seen(0.2, "head")], 0.1)
    assert len(track.views) == 2


def test_a_single_frame_is_as_long_as_a_frame():
    assert track_of([seen(0.0, "head")], 0.04).analysed == (Stretch(0.0, 0.04),)


def test_the_next_and_the_previous_start_are_not_the_one_where_one_stands():
    starts = [0.0, 2.0, 5.0]
    assert next_start(starts, 2.0, forward=True) == 5.0
    assert next_start(starts, 2.0, forward=False) == 0.0
    assert next_start(starts, 3.0, forward=False) == 2.0
    assert next_start(starts, 5.0, forward=True) is None


def test_starts_of_a_chosen_structure_are_its_own():
    track = track_of([seen(0.0, "thorax", HEART), seen(0.2, "head", CRANIUM)], 0.1)
    assert track.structure_starts() == [0.0, 0.2]
    assert track.structure_starts(CRANIUM) == [0.2]
