"""Threads that compute stand back from the picture, and so does every thread they start."""

import contextlib
import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from app.live import standing_back
from app.live.analysis import AnalysisWorker
from app.live.mailbox import Delivery
from app.live.priority import LAST, STEPS_BACK
from inference.analyzer import SHIPPED_MODEL, load_analyzer
from inference.types import Frame
from tests.app.live.analyzers import Recorder

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has a niceness of each thread"
)


class Noting(Recorder):
    """Notes how nice the thread is that asks it."""

    niceness = None

    def analyze(self, frame):
        self.niceness = niceness_here()
        return super().analyze(frame)


def niceness_here():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def niceness_by_thread():
    """Of every thread of this process, those of C libraries too: field 19 of /proc's stat."""
    niceness = {}
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            fields = (task / "stat").read_text().rpartition(")")[2].split()
            niceness[int(task.name)] = int(fields[16])
    return niceness


def in_a_thread(call):
    """What the call gives in a thread of its own, and how nice every thread was then."""
    results = []
    thread = threading.Thread(target=lambda: results.append((call(), niceness_by_thread())))
    thread.start()
    thread.join()
    return results[0]


def behind(niceness):
    return min(niceness + STEPS_BACK, LAST)


def test_a_call_that_stands_back_leaves_the_other_threads_where_they_are():
    before = niceness_here()
    in_thread, _ = in_a_thread(standing_back(niceness_here))
    assert in_thread == behind(before)
    assert niceness_here() == before


def test_the_last_place_is_not_passed():
    back = standing_back(niceness_here)
    for _ in range(5):
        back = standing_back(back)
    assert in_a_thread(back)[0] == LAST


def test_the_analysis_stands_back():
    analyzer = Noting()
    worker = AnalysisWorker(analyzer, on_failure=lambda _: None)
    worker.start()
    worker.frames.put(Delivery(Frame(0, 0.0, np.zeros((4, 4, 3), np.uint8)), 0))
    worker.analyses.take()
    worker.close()
    assert analyzer.niceness == behind(niceness_here())


def test_the_threads_of_an_engine_that_is_loaded_so_stand_back_too():
    before = set(niceness_by_thread())
    analyzer, niceness = in_a_thread(standing_back(lambda: load_analyzer(SHIPPED_MODEL, "onnx")))
    started = {thread: nice for thread, nice in niceness.items() if thread not in before}
    assert analyzer.info.engine == "ONNX Runtime"
    assert set(started.values()) == {behind(niceness_here())}
    assert len(started) >= len(os.sched_getaffinity(0))  # its caller is one of them
