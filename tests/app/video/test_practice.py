"""The practice phantom as a source: its urls, its frames, and the probe between two threads."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.video import SeekableSource, SourceError, VideoSource, open_source
from app.video.practice import (
    IDLE_S,
    PERIOD_S,
    ProbeControl,
    is_practice,
    open_practice,
    practice_url,
)
from phantom.steering import REST_S, TRAVEL_S, Examination, ProbePose, Stop

REPOSITORY = Path(__file__).parents[3]
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
    def examination(start):
        return Examination(start or STOPS[0].probe, STOPS)

    return ProbeControl(examination, clock)


@pytest.fixture(scope="module")
def source():
    return open_practice("phantom")


def test_the_practice_phantom_opens_like_any_live_source():
    source = open_source("phantom")
    assert source.name == "Practice phantom"
    assert isinstance(source, VideoSource)
    assert not isinstance(source, SeekableSource)
    source.close()


def test_frames_come_dated_in_order_and_not_faster_than_live(source):
    frames = [source.read() for _ in range(4)]
    steps = np.diff([frame.time_s for frame in frames])
    assert [frame.pixels.shape for frame in frames] == [(480, 640, 3)] * 4
    assert np.diff([frame.index for frame in frames]).tolist() == [1, 1, 1]
    assert steps.mean() > 0.8 * PERIOD_S
    assert (steps > 0).all()


def test_a_frame_shows_where_the_hand_has_put_the_probe(source):
    resting = source.probe.now().probe
    touching = read_at(source, resting)
    lifted = [read_at(source, resting.moved(press=-1)) for _ in range(4)][-1]
    source.probe.let_go()
    assert lifted.pixels.mean() < touching.pixels.mean() / 3


def read_at(source, probe):
    """A frame with the probe put there just before."""
    source.probe.steer(probe)
    return source.read()


def test_settings_stand_in_the_url():
    settings = open_practice("phantom?age=13+0&position=prone&head=left&seed=4").settings
    assert (settings.age_days, settings.position, settings.head, settings.seed) == (
        91,
        "prone",
        "left",
        4,
    )


def test_a_url_made_of_settings_opens_them_again():
    url = practice_url(82, "right", "left", 7)
    settings = open_practice(url).settings
    assert (settings.age, settings.position, settings.head, settings.seed) == (
        "11+5",
        "right",
        "left",
        7,
    )


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
