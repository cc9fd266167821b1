"""The latency run in a real window, and how it is judged."""

import pytest

from app.doctor.latency import run_latency
from app.doctor.latency_rows import LatencyRun, latency_checks
from app.doctor.sheet import Result
from app.live.latency import Percentiles
from app.offscreen import offscreen_application
from tests.app.ui.conftest import HeadAnalyzer

FAST, SLOW = Percentiles(9, 30, 40), Percentiles(90, 300, 400)


def results(run):
    return [check.result for check in latency_checks(run)]


def test_fast_pictures_pass_and_slow_ones_fail():
    assert results(LatencyRun(FAST, FAST, "")) == [Result.PASSED, Result.PASSED]
    assert results(LatencyRun(SLOW, SLOW, "")) == [Result.FAILED, Result.FAILED]


def test_what_was_not_read_back_is_not_said_to_have_passed():
    painted, seen = latency_checks(LatencyRun(FAST, None, "There is no screen."))
    assert painted.result is Result.PASSED
    assert (seen.result, seen.advice) == (Result.NOT_CHECKED, "There is no screen.")


@pytest.mark.timeout(120)
def test_without_a_screen_only_arrival_to_painting_is_measured(qapp):
    offscreen_application()
    run = run_latency(HeadAnalyzer, seconds=3, source=None)
    assert run.painted is not None
    assert run.seen is None
    assert run.why.startswith("There is no screen that can be read back")
