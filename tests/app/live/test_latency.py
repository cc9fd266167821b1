"""Delays and gaps of live pictures, as Health tells them."""

import pytest

from app.live.gaps import GapCounter
from app.live.latency import KEPT, Latencies


def test_few_pictures_tell_nothing():
    latencies = Latencies()
    for _ in range(19):
        latencies.add(0.02)
    assert latencies.percentiles is None


def test_the_percentiles_are_of_the_delays():
    latencies = Latencies()
    for ms in range(1, 101):
        latencies.add(ms / 1000)
    assert latencies.percentiles == pytest.approx((50.5, 95.05, 99.01))


def test_only_the_last_pictures_count():
    latencies = Latencies()
    for delay_s in [1.0] * 50 + [0.01] * KEPT:
        latencies.add(delay_s)
    assert latencies.percentiles == pytest.approx((10, 10, 10))


def test_another_source_begins_anew():
    latencies = Latencies()
    for _ in range(30):
        latencies.add(0.02)
    latencies.clear()
    assert latencies.percentiles is None


def gaps_of(times_s):
    counter = GapCounter()
    for time_s in times_s:
        counter.seen(time_s)
    return counter.missed


EVEN = [number / 50 for number in range(100)]


def test_an_even_source_leaves_nothing_out():
    assert gaps_of(EVEN) == 0


def test_frames_that_a_source_left_out_are_counted():
    assert gaps_of(EVEN[:60] + EVEN[62:80] + EVEN[81:]) == 3


def test_a_frame_that_comes_late_is_not_left_out():
    assert gaps_of([*EVEN[:60], EVEN[60] + 0.008, *EVEN[61:]]) == 0


def test_a_lost_signal_and_time_that_goes_back_are_no_gaps():
    assert gaps_of([*EVEN, 7.0, 7.02, 1.0, 1.02]) == 0
