"""Clips, and where the real recordings lie."""

from pathlib import Path

import pytest

from tests.app.video.numbered import write_clip


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> Path:
    """60 numbered frames at 30 a second, H.264 with B-frames in MP4."""
    return write_clip(tmp_path_factory.mktemp("clips") / "clip.mp4")
