"""The analysis thread: newest frame, no backlog, history only where it holds."""

from threading import Event

import numpy as np
import pytest

from app.live.analysis import AnalysisWorker
from app.live.mailbox import Delivery
from inference.types import Frame
from tests.app.live.analyzers import Failing, Recorder, Slow


@pytest.fixture
def work():
    """Starts workers, and closes them after the test."""
    workers = []

    def start(analyzer, on_failure=lambda _: None):
        worker = AnalysisWorker(analyzer, on_failure)
        workers.append(worker)
        worker.start()
        return worker

    yield start
    for worker in workers:
        worker.close()


def delivery(index, run=0, time_s=None):
    pixels = np.zeros((4, 4, 3), np.uint8)
    return Delivery(Frame(index, index / 10 if time_s is None else time_s, pixels), run)


def analysed(worker, *deliveries):
    """Gives the frames one by one, each when the one before is done; the indices that came out."""
    indices = []
    for item in deliveries:
        worker.frames.put(item)
        indices.append(worker.analyses.take().item.frame.index)
    return indices


def test_every_analysis_holds_its_frame(work):
    worker = work(Recorder())
    assert analysed(worker, delivery(0), delivery(1)) == [0, 1]


def test_an_analyzer_starts_without_history(work):
    recorder = Recorder()
    analysed(work(recorder), delivery(0), delivery(1))
    assert recorder.story == ["reset", 0, 1]


def test_a_new_run_makes_the_analyzer_forget(work):
    recorder = Recorder()
    analysed(work(recorder), delivery(0), delivery(9, run=1), delivery(10, run=1))
    assert recorder.story == ["reset", 0, "reset", 9, 10]


def test_time_going_backwards_makes_the_analyzer_forget(work):
    recorder = Recorder()
    analysed(work(recorder), delivery(0, time_s=5.0), delivery(1, time_s=4.0))
    assert recorder.story == ["reset", 0, "reset", 1]


def test_frames_that_come_too_fast_are_skipped_and_counted(work):
    slow = Slow()
    worker = work(slow)
    worker.frames.put(delivery(0))
    slow.has_begun.wait()
    for index in range(1, 100):
        worker.frames.put(delivery(index))
    slow.gate.set()
    last = next(found for found in iter(worker.analyses.take, None) if found.item.frame.index)
    assert last.item.frame.index == 99
    assert slow.story == ["reset", 0, 99]
    assert worker.frames.replaced == 98


def test_a_failing_analyzer_is_let_go_with_one_sentence(work):
    failing, told, sentences = Failing(), Event(), []
    worker = work(failing, on_failure=lambda text: (sentences.append(text), told.set()))
    worker.frames.put(delivery(0))
    told.wait()
    worker.frames.put(delivery(1))
    worker.set_analyzer(Recorder())
    worker.analyses.take()
    assert failing.story == ["reset", 0]
    assert sentences == ["The analysis stopped; the picture goes on. Turn AI on (X) to restart it."]


def test_an_analyzer_that_comes_later_gets_the_frame_that_stands_still(work):
    worker = work(None)
    worker.frames.put(delivery(7))
    worker.set_analyzer(Recorder())
    assert worker.analyses.take().item.frame.index == 7


def test_what_an_analyzer_finds_after_it_was_let_go_is_not_told(work):
    slow = Slow()
    worker = work(slow)
    worker.frames.put(delivery(0))
    slow.has_begun.wait()
    following = Slow()
    worker.set_analyzer(following)
    slow.gate.set()
    following.has_begun.wait()
    assert worker.analyses.poll() is None
    following.gate.set()


def test_without_an_analyzer_frames_pass_and_none_counts_as_skipped(work):
    worker = work(Recorder())
    analysed(worker, delivery(0))
    worker.set_analyzer(None)
    worker.frames.put(delivery(1))
    worker.close()
    assert worker.analyses.poll() is None
    assert worker.frames.replaced == 0


def test_closing_waits_for_the_analysis_at_hand(work):
    slow = Slow()
    worker = work(slow)
    worker.frames.put(delivery(0))
    slow.has_begun.wait()
    slow.gate.set()
    worker.close()
    assert slow.story == ["reset", 0]
