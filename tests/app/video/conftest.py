"""Clips, and where the real recordings lie."""

import os
from pathlib import Path

import pytest

from tests.app.video.numbered import write_clip

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> Path:
    """60 numbered frames at 30 a second, H.264 with B-frames in MP4."""
    return write_clip(tmp_path_factory.mktemp("clips") / "clip.mp4")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real recordings: FETALENS_DATA, or `shared/data` beside the repository."""
    folder = Path(os.environ.get("FETALENS_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("real recordings are not there: set FETALENS_DATA")
    return folder
