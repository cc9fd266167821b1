"""When a live frame was taken, whatever moment it arrives."""

import pytest

from app.video.live_clock import LATE_IN_A_ROW, LiveClock


def dates(clock, arrivals):
    """Each arrival is (timestamp, now)."""
    return [clock.date(timestamp_s, now_s) for timestamp_s, now_s in arrivals]


def test_frames_are_dated_by_their_timestamps_not_by_their_arrival():
    clock = LiveClock()
    jittery = [(0.0, 100.0), (0.1, 100.13), (0.2, 100.2), (0.3, 100.34)]
    assert dates(clock, jittery) == pytest.approx([100.0, 100.1, 100.2, 100.3], abs=1e-3)


def test_a_slow_first_frame_does_not_delay_the_others():
    clock = LiveClock()
    clock.date(0.0, 100.4)
    assert clock.date(1.0, 101.0) == pytest.approx(101.0)


def test_a_frame_held_back_until_the_stream_died_is_not_live():
    clock = LiveClock()
    clock.date(0.0, 100.0)
    assert clock.date(0.1, 101.0) is None


def test_a_stream_that_resumes_is_live_again():
    clock = LiveClock()
    clock.date(0.0, 100.0)
    paused = [(0.1 * n, 105.0 + 0.1 * n) for n in range(1, LATE_IN_A_ROW + 2)]
    assert dates(clock, paused) == [None] * LATE_IN_A_ROW + [pytest.approx(105.4)]


def test_timestamps_that_start_again_are_followed():
    clock = LiveClock()
    clock.date(5000.0, 100.0)
    restarted = [(0.1 * n, 101.0 + 0.1 * n) for n in range(1, LATE_IN_A_ROW + 2)]
    assert dates(clock, restarted)[-1] == pytest.approx(101.4)


def test_time_never_goes_backwards_or_stands_still():
    clock = LiveClock()
    first, second, third = dates(clock, [(0.0, 100.4), (0.1, 100.1), (0.1, 100.1)])
    assert first < second < third


def test_two_clocks_that_run_apart_stay_together():
    clock = LiveClock()
    slow = [(n * 0.9995, 100.0 + n) for n in range(3600)]
    last = dates(clock, slow)[-1]
    assert last == pytest.approx(100.0 + 3599, abs=0.01)


def test_a_frame_without_a_timestamp_was_taken_now():
    assert LiveClock().date(None, 100.0) == 100.0
