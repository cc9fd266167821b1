"""A model and something for it to look at."""

from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

from inference import Analyzer, load_analyzer
from tests.app.small_models import save_eager_model
from tests.app.video.numbered import numbered_picture, write_clip


@pytest.fixture(scope="session")
def eager_model(tmp_path_factory) -> Path:
    return save_eager_model(tmp_path_factory.mktemp("models"))


@pytest.fixture
def analyzer(eager_model) -> Analyzer:
    return load_analyzer(eager_model, "onnx")


@pytest.fixture
def console() -> Console:
    return Console(quiet=True)


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> Path:
    """Twelve numbered frames at uneven times."""
    times = [0, 40, 80, 120, 200, 240, 280, 300, 340, 400, 440, 480]
    return write_clip(tmp_path_factory.mktemp("clips") / "clip.mp4", frames=12, times=times)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three images of different sizes, the second with an odd one."""
    made = tmp_path / "study.v2"
    made.mkdir()
    for number, (height, width) in {1: (48, 64), 2: (45, 63), 10: (96, 96)}.items():
        Image.fromarray(numbered_picture(number, height, width)).save(made / f"image{number}.png")
    return made
