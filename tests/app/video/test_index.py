"""The order of frames, worked out from packets small enough to check by hand."""

from fractions import Fraction

import pytest

from app.video.index import (
    PacketFacts,
    StartPoint,
    has_true_times,
    index_by_order,
    index_by_time,
)

TENTH = Fraction(1, 10)


def packet(pts, dts=None, is_key=False, is_shown=True):
    return PacketFacts(pts, dts, 1, is_key, is_shown)


# Shown as I P B | B I: the last B is stored after the second key frame, and leans on the first.
OPEN_GROUP = [packet(0, is_key=True), packet(2), packet(1), packet(4, is_key=True), packet(3)]


def test_frames_stand_in_the_order_they_are_shown():
    index = index_by_time(OPEN_GROUP, TENTH)
    assert index.packets == [0, 2, 1, 4, 3]
    assert index.times_s == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])
    assert index.duration_s == pytest.approx(0.5)


def test_a_frame_shown_before_its_key_frame_is_decoded_from_the_one_before():
    index = index_by_time(OPEN_GROUP, TENTH)
    assert index.start_for(3) == StartPoint(packet=0, frame=0)
    assert index.start_for(4) == StartPoint(packet=3, frame=4)


def test_a_frame_that_the_edit_list_cuts_away_is_not_counted():
    index = index_by_time([packet(0, is_key=True, is_shown=False), packet(1), packet(2)], TENTH)
    assert index.packets == [1, 2]
    assert index.times_s == pytest.approx([0.0, 0.1])
    assert index.start_for(1) == StartPoint(packet=0, frame=0)


@pytest.mark.parametrize(
    "times", [[0, None, 2], [0, 1, 1], [*range(100, 200), *range(100)]], ids=str
)
def test_missing_double_and_restarting_times_are_not_true(times):
    assert not has_true_times([packet(time) for time in times])


def test_times_in_disorder_within_a_group_are_true():
    assert has_true_times(OPEN_GROUP)


def test_without_true_times_the_decode_times_are_the_clock():
    facts = [packet(9, dts=0, is_key=True), packet(9, dts=2), packet(9, dts=4)]
    index = index_by_order(facts, [0, 2, 1], TENTH, rate_hz=50)
    assert index.packets == [0, 2, 1]
    assert index.times_s == pytest.approx([0.0, 0.2, 0.4])


def test_without_any_times_frames_come_at_the_rate():
    index = index_by_order([packet(None), packet(None)], [0, 1], TENTH, rate_hz=50)
    assert index.times_s == pytest.approx([0.0, 0.02])
    assert index.duration_s == pytest.approx(0.04)
