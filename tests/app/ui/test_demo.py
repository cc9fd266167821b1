"""The demo films the real window, every frame with its own overlay."""

import av
import numpy as np
import pytest
from PIL import Image

from app.settings import Settings
from app.ui.demo import SIZE, record_demo
from app.ui.main_window import MainWindow
from app.video import SourceError
from inference.yolact.checkpoint import ModelError
from tests.app.ui.conftest import HeadAnalyzer, destroy
from tests.app.video.numbered import write_clip


@pytest.fixture
def make_window(dressed):
    """Windows that are not started; gone after the test."""
    windows = []

    def make(load_analyzer=HeadAnalyzer):
        windows.append(MainWindow(Settings(), load_analyzer))
        return windows[-1]

    yield make
    for window in windows:
        destroy(window)


@pytest.fixture
def loop(tmp_path):
    return str(write_clip(tmp_path / "loop.mp4", frames=6, size=(360, 480)))


def frames_of(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_the_film_has_every_frame_of_the_loop_in_the_window_s_size(make_window, loop, tmp_path):
    record_demo(make_window(), loop, tmp_path)
    frames = frames_of(tmp_path / "demo.mp4")
    assert len(frames) == 6
    assert frames[0].shape == (SIZE[1], SIZE[0], 3)


def test_two_films_of_a_loop_are_the_same(make_window, loop, tmp_path):
    record_demo(make_window(), loop, tmp_path / "one")
    record_demo(make_window(), loop, tmp_path / "other")
    films = [frames_of(tmp_path / name / "demo.mp4") for name in ("one", "other")]
    assert all(np.array_equal(one, other) for one, other in zip(*films, strict=True))


def test_the_picture_shows_the_window(make_window, loop, tmp_path):
    record_demo(make_window(), loop, tmp_path)
    with Image.open(tmp_path / "demo.png") as picture:
        assert picture.size == SIZE


def test_a_loop_that_is_not_there_is_one_sentence(make_window, tmp_path):
    with pytest.raises(SourceError):
        record_demo(make_window(), str(tmp_path / "none.mp4"), tmp_path)


def test_a_model_that_is_not_there_is_one_sentence(make_window, loop, tmp_path):
    def no_model():
        raise ModelError("The model file is not there.")

    with pytest.raises(ModelError, match="not there"):
        record_demo(make_window(no_model), loop, tmp_path)
