"""Rates are measured, over what really happened."""

import time

import pytest

from app.live.rates import WINDOW_S, RateMeter


@pytest.fixture
def clock(monkeypatch):
    """The monotonic clock in the test's hand, in seconds."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def tick_every(meter, clock, interval_s, times):
    for _ in range(times):
        meter.tick()
        clock[0] += interval_s


def test_nothing_has_no_rate():
    assert RateMeter().hz == 0.0


def test_events_count_by_the_second(clock):
    meter = RateMeter()
    tick_every(meter, clock, interval_s=0.1, times=15)
    assert meter.hz == pytest.approx(10, rel=0.1)


def test_what_happened_before_the_window_is_forgotten(clock):
    meter = RateMeter()
    tick_every(meter, clock, interval_s=0.01, times=100)
    clock[0] += WINDOW_S + 0.1
    assert meter.hz == 0.0
