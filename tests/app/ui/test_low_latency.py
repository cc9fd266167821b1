"""The newest picture with the last masks, through the window: carried, ageing, and in words.

Frames are dated a little ahead, so that a slow machine does not make them old before their time.
"""

import time
from threading import Event

import numpy as np
import pytest

import app.ui.main_window as main_window
from app.settings import OverlayMode, OverlaySettings, Settings
from app.ui.view_strip import ViewStrip
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.pictures import frame, speckled
from tests.fakes import FakeSource

AHEAD_S = 600.0


class OnlyTheFirst(HeadAnalyzer):
    """Analyses its first frame at once, and no other until the test lets it."""

    def __init__(self, gate):
        super().__init__()
        self._gate, self._is_first = gate, True

    def analyze(self, frame):
        if not self._is_first:
            self._gate.wait()
        self._is_first = False
        return super().analyze(frame)


@pytest.fixture
def card():
    return FakeSource()


@pytest.fixture
def live(qtbot, open_window, card, monkeypatch):
    """A window in low latency mode that has just shown a frame with its own overlay."""
    monkeypatch.setattr(main_window, "open_source", {"card": card}.__getitem__)
    gate = Event()
    low = Settings(overlay=OverlaySettings(mode=OverlayMode.LOW_LATENCY))
    window = open_window(lambda: OnlyTheFirst(gate), low)
    window.station.open("card")
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    qtbot.waitUntil(lambda: window.station.ai.model is not None)
    card.show_pixels(speckled().pixels, time.monotonic() + AHEAD_S)
    qtbot.waitUntil(lambda: window.station.shown.is_exact)
    yield window
    gate.set()


def show(qtbot, window, card, pixels, time_s):
    """Another picture, and wait until it is on the screen."""
    newest = card.show_pixels(pixels, time_s)
    qtbot.waitUntil(lambda: window.station.shown.frame is newest)
    return window.station.shown


def test_the_newest_picture_carries_the_last_masks(qtbot, live, card):
    own = live.station.shown.analysis
    later_s = own.frame.time_s + 0.03
    shown = show(qtbot, live, card, speckled(shift_px=6).pixels, later_s)
    moves = shown.overlay.detections.boxes - own.detections.boxes
    np.testing.assert_allclose(moves, np.tile((6, 0, 6, 0), (4, 1)), atol=1.0)
    assert shown.analysis is own


def test_the_age_of_carried_masks_stands_in_the_strip(qtbot, live, card):
    own = live.station.shown.analysis
    show(qtbot, live, card, speckled(shift_px=6).pixels, own.frame.time_s + 0.03)
    strip = live.findChild(ViewStrip)
    qtbot.waitUntil(lambda: strip.state.startswith("age"))


def test_frozen_goes_back_to_the_frame_that_was_analysed(qtbot, live, card):
    own = live.station.shown.analysis
    show(qtbot, live, card, speckled(shift_px=6).pixels, own.frame.time_s + 0.03)
    live.station.viewing.toggle_freeze()
    qtbot.waitUntil(lambda: live.station.shown.is_exact)
    assert live.station.shown.overlay is own


def test_over_a_cut_the_masks_stay_and_are_paler(qtbot, live, card):
    own = live.station.shown.analysis
    shown = show(qtbot, live, card, frame().pixels, own.frame.time_s + 0.03)
    assert shown.overlay is own
    assert shown.freshness.value < 1.0
