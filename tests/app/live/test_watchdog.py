"""A silent source is noticed within a second."""

import time

from app.live.watchdog import SignalWatch


def test_a_frame_taken_just_now_means_that_the_signal_is_there():
    watch = SignalWatch()
    watch.seen(time.monotonic())
    assert watch.lost_since_s is None


def test_silence_is_dated_to_the_last_frame():
    watch = SignalWatch()
    last_s = time.monotonic() - 1.0
    watch.seen(last_s)
    assert watch.lost_since_s == last_s


def test_a_source_that_gives_nothing_at_all_is_not_lost_at_once():
    assert SignalWatch().lost_since_s is None
