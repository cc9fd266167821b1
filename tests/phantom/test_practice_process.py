"""The practice scene in a process of its own: the same pictures, and what each costs."""

import time

import numpy as np
import pytest

from phantom.figure import figure_of
from phantom.practice import PracticeScene, PracticeSettings
from phantom.practice_process import PracticeProcess

PATIENCE_S = 50.0  # of a busy computer
SETTINGS = PracticeSettings(age_days=90, seed=2)


@pytest.fixture(scope="module")
def scene():
    return PracticeScene(SETTINGS)


@pytest.fixture(scope="module")
def process():
    process = PracticeProcess(SETTINGS)
    yield process
    process.close()


def test_it_tells_what_there_is_of_the_scene(process, scene):
    assert process.stops == scene.stops
    figure = figure_of(scene.fetus, scene.belly)
    np.testing.assert_array_equal(process.figure.distance, figure.distance)
    np.testing.assert_array_equal(process.figure.sight.brightness, figure.sight.brightness)


def test_it_draws_what_the_scene_shows_and_says_what_it_cost(process, scene):
    begun_s = time.monotonic()
    process.ask(scene.stops[0].probe, 3.0)
    drawn = process.receive(PATIENCE_S)
    took_s = time.monotonic() - begun_s
    assert drawn.pixels.tobytes() == scene.picture(scene.stops[0].probe, 3.0).tobytes()
    assert 0 < drawn.effort_s < 2 * took_s


def test_nothing_is_received_before_it_was_asked_for(process):
    assert process.receive(0.0) is None
