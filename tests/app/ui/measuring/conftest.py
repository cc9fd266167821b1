"""A window on a card that shows a depth scale."""

import pytest

import app.ui.main_window as main_window
from tests.app.ui.measured import Card


@pytest.fixture
def card():
    return Card()


@pytest.fixture
def live(qtbot, open_window, card, monkeypatch):
    """A window on a live card."""
    monkeypatch.setattr(main_window, "open_source", lambda url: card)
    window = open_window()
    window.station.open("card")
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    return window
