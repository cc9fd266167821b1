"""The practice phantom as a source: its urls, its frames, its process, and the probe between two
threads."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from app.video import SeekableSource, SignalLost, SourceError, VideoSource, open_source
from app.video.practice import (
    IDLE_S,
    PERIOD_S,
    ProbeControl,
    is_practice,
    period_s,
    practice_url,
)
from phantom.practice import examination_over
from phantom.steering import REST_S, TRAVEL_S, ProbePose, Stop

REPOSITORY = Path(__file__).parents[3]
URL = "phantom?age=13+0&position=prone&head=left&seed=4"
STOPS = (Stop("head", ProbePose(20)), Stop("thorax", ProbePose(-5)))
HAND = ProbePose(3, 4, tilt=0.2)


class Clock:
    """A clock in the test's hand, in seconds."""

    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def control(clock):
    return ProbeControl(partial(examination_over, STOPS), clock)


@pytest.fixture(scope="module")
def at_work():
    """A source, and the process that draws for it."""
    source, child = opened(URL)
    yield source, child
    source.close()


@pytest.fixture
def source(at_work):
    return at_work[0]


def opened(url):
    others = set(active_children())
    source = open_source(url)
    (child,) = set(active_children()) - others
    return source, child


def next_frame(source):
    """However long a busy computer takes for it."""
    while True:
        with suppress(SignalLost):
            return source.read()


def read_on(source, began):
    while source.read():
        began.set()


def test_the_practice_phantom_opens_like_any_live_source(source):
    assert source.name == "Practice phantom"
    assert isinstance(source, VideoSource)
    assert not isinstance(source, SeekableSource)


def test_frames_come_dated_in_order_and_not_faster_than_live(source):
    frames = [next_frame(source) for _ in range(4)]
    steps = np.diff([frame.time_s for frame in frames])
    assert [frame.pixels.shape for frame in frames] == [(480, 640, 3)] * 4
    assert np.diff([frame.index for frame in frames]).tolist() == [1, 1, 1]
    assert steps.min() > 0.99 * PERIOD_S


def test_a_frame_bears_the_time_at_which_it_was_begun(source):
    before_s = time.monotonic()
    frame = next_frame(source)
    assert before_s < frame.time_s < time.monotonic()


@pytest.mark.parametrize(("effort_s", "expected_s"), [(0.01, 1 / 25), (0.02, 1 / 25), (0.1, 0.2)])
def test_drawing_takes_half_of_a_core_at_most(effort_s, expected_s):
    assert period_s(effort_s) == expected_s


def test_a_frame_shows_where_the_hand_has_put_the_probe(source):
    resting = source.probe.now().probe
    touching = frame_at(source, resting)
    lifted = [frame_at(source, resting.moved(press=-1)) for _ in range(4)][-1]
    source.probe.let_go()
    assert lifted.pixels.mean() < touching.pixels.mean() / 3


def test_a_frame_tells_its_pixel_size_which_follows_the_zoom(source):
    resting = source.probe.now().probe
    wide, near = (frame_at(source, resting.moved(zoom=zoom)) for zoom in (0, 0.5))
    source.probe.let_go()
    (before,), (after,) = wide.pixel_sizes, near.pixel_sizes
    assert before.area == (0, 0, wide.width, wide.height)
    assert before.x_mm == before.y_mm > after.x_mm > 0


def frame_at(source, probe):
    """A frame with the probe put there just before."""
    source.probe.steer(probe)
    return next_frame(source)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot suspend a process by a signal")
def test_a_picture_that_takes_long_is_said_to_be_late_and_comes_with_its_own_time(at_work):
    source, child = at_work
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(SignalLost, match="slow"):
        source.read()
    resumed_s = time.monotonic()
    os.kill(child.pid, signal.SIGCONT)
    assert next_frame(source).time_s < resumed_s


def test_closing_ends_the_process_and_a_read_in_another_thread():
    source, child = opened("phantom")
    began = Event()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_on, source, began)
        began.wait()
        source.close()
        with pytest.raises(SourceError, match="practice phantom"):
            reading.result()
    assert child not in active_children()


def test_a_process_that_was_killed_is_one_sentence_that_says_what_to_do():
    source, child = opened("phantom")
    child.kill()
    with pytest.raises(SourceError, match=r"stopped.*Open it again\.$") as ended:
        next_frame(source)
    source.close()
    assert not isinstance(ended.value, SignalLost)


def test_settings_stand_in_the_url(source):
    settings = source.settings
    assert (settings.age_days, settings.position, settings.head, settings.seed) == (
        91,
        "prone",
        "left",
        4,
    )


def test_settings_make_the_url_that_opens_them():
    assert practice_url(91, "prone", "left", 4) == URL


@pytest.mark.parametrize(
    "query", ["age=10+0", "age=old", "position=standing", "head=up", "seed=x", "seed=-1", "size=9"]
)
def test_settings_that_cannot_be_are_one_sentence_that_says_what_to_write(query):
    with pytest.raises(SourceError, match=r"practice phantom.*\.") as refused:
        open_source(f"phantom?{query}")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["phantom", "PHANTOM", "phantom:", "phantom?age=12+0", "phantom:?seed=1"]
)
def test_these_urls_mean_the_practice_phantom(url):
    assert is_practice(url)


@pytest.mark.parametrize("url", ["./phantom", "phantom.mp4", "/data/phantom", "phantoms", ""])
def test_a_file_is_no_practice_phantom(url):
    assert not is_practice(url)


def test_an_examination_runs_while_nobody_steers(control, clock):
    clock.now_s += TRAVEL_S + REST_S + TRAVEL_S + 1
    held = control.now()
    assert (held.view, held.resumes_in_s) == ("thorax", None)
    assert held.probe.along_mm == pytest.approx(-5)


def test_a_hand_takes_over_at_once_and_holds(control, clock):
    control.steer(HAND)
    clock.now_s += IDLE_S - 1
    held = control.now()
    assert held.probe == HAND
    assert held.view == ""
    assert held.resumes_in_s == pytest.approx(1)


def test_each_move_of_the_hand_puts_off_the_examination(control, clock):
    control.steer(HAND)
    clock.now_s += IDLE_S - 1
    control.steer(HAND.moved(along_mm=1))
    clock.now_s += IDLE_S - 1
    assert control.now().probe == HAND.moved(along_mm=1)


def test_a_hand_that_rests_lets_the_examination_go_on_from_there(control, clock):
    control.steer(HAND)
    clock.now_s += IDLE_S
    assert control.now().probe == HAND
    clock.now_s += TRAVEL_S + 1
    held = control.now()
    assert held.view == "head"
    assert held.probe.along_mm == pytest.approx(20)


def test_the_examination_goes_on_when_it_is_told_to(control, clock):
    control.steer(HAND)
    control.let_go()
    assert control.now().view == "head"
    clock.now_s += TRAVEL_S + 1
    assert control.now().probe.along_mm == pytest.approx(20)


def test_letting_go_of_what_nobody_holds_changes_nothing(control, clock):
    clock.now_s += TRAVEL_S + REST_S + TRAVEL_S + 1
    before = control.now()
    control.let_go()
    assert control.now() == before


def test_a_hand_cannot_put_the_probe_beside_the_belly(control):
    control.steer(ProbePose(along_mm=900))
    assert control.now().probe == ProbePose(along_mm=900).within_reach()


def test_the_program_starts_without_the_phantom():
    look = (
        "import sys, app.main, app.ui.main_window, app.video;"
        "sys.exit(any(name.split('.')[0] == 'phantom' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", look], cwd=REPOSITORY, check=False).returncode == 0
