"""What the sessions of these tests are made of."""

import pytest

from app.live import Session
from app.video.file import open_video
from tests.app.video.numbered import write_clip
from tests.fakes import FakeSource


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    """60 numbered frames, 30 a second: two seconds."""
    return write_clip(tmp_path_factory.mktemp("clips") / "clip.mp4")


@pytest.fixture
def card():
    return FakeSource()


@pytest.fixture
def open_session(qtbot):
    """Makes sessions, started, and closes them after the test."""
    sessions = []

    def start(source, analyzer=None):
        session = Session(source, analyzer)
        sessions.append(session)
        session.start()
        return session

    yield start
    for session in sessions:
        session.close()


@pytest.fixture
def replay(clip, open_session):
    """A session that plays the numbered clip."""

    def start(analyzer=None):
        return open_session(open_video(clip), analyzer)

    return start
