"""A window that plays a clip, and what is found in it."""

import pytest

from app.settings import PatientSettings, Settings
from tests.app.ui.explained import FanAnalyzer


@pytest.fixture
def show(qtbot, open_window, clip, tmp_path):
    """A window that plays the clip, and what is found in it."""

    def start(analyzer=FanAnalyzer, **patient):
        settings = Settings(pictures_folder=tmp_path / "stills", patient=PatientSettings(**patient))
        window = open_window(analyzer, settings)
        window.station.open(str(clip))
        qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
        return window

    return start


@pytest.fixture
def window(show):
    return show()
