"""The window on a live card in the test's hand."""

import time
from threading import Event

from PySide6.QtCore import Qt

import app.ui.main_window as main_window
from app.video import SourceError
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import press, well


def is_blank(image):
    """Whether the well is of one colour."""
    one_colour = image.copy()
    one_colour.fill(image.pixelColor(0, 0))
    return image == one_colour


class Waiting(HeadAnalyzer):
    """Analyses its first frame at once, and all others when the test lets it."""

    def __init__(self, gate):
        super().__init__()
        self._gate, self._is_first = gate, True

    def analyze(self, frame):
        if not self._is_first:
            self._gate.wait()
        self._is_first = False
        return super().analyze(frame)


def test_freezing_holds_the_live_picture_and_capture_goes_on(live, card, qtbot):
    qtbot.waitUntil(lambda: live.station.shown.analysis is not None)
    press(live, Qt.Key.Key_Space)
    held = live.station.shown
    card.show(200, time.monotonic())
    qtbot.waitUntil(lambda: live.station.viewing.session.health.capture_hz > 0)
    live.show_frame()
    assert live.station.shown.frame is held.frame
    assert live.station.status().picture.value == "frozen"
    press(live, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: live.station.shown.frame is not held.frame)


def test_g_goes_back_to_live_and_freezes_nothing(live):
    press(live, Qt.Key.Key_Space)
    press(live, Qt.Key.Key_G)
    assert live.station.status().picture.value == "live"
    press(live, Qt.Key.Key_G)
    assert live.station.status().picture.value == "live"


def test_a_lost_signal_withdraws_view_and_overlay(live, qtbot):
    qtbot.waitUntil(lambda: live.station.status().picture.value == "no signal", timeout=3000)
    live.show_frame()
    assert live.station.view is None
    assert live.view_words == "No picture"


def test_a_failing_source_says_so_and_the_window_stays(live, card, qtbot):
    card.fail(SourceError("The card was pulled. Plug it in again."))
    qtbot.waitUntil(lambda: live.message == "The card was pulled. Plug it in again.")
    assert live.isVisible()


def test_a_source_without_a_picture_shows_nothing_of_the_former_one(live, qtbot):
    live.station.open("silent")
    qtbot.waitUntil(lambda: live.station.status().source == "Silent card")
    live.show_frame()
    assert is_blank(well(live))
    qtbot.waitUntil(lambda: live.station.status().picture.value == "no signal", timeout=3000)
    live.show_frame()
    assert not is_blank(well(live))  # the card that says so


def test_ai_is_not_called_late_once_there_is_no_signal(open_window, card, monkeypatch, qtbot):
    gate = Event()
    monkeypatch.setattr(main_window, "open_source", lambda url: card)
    window = open_window(lambda: Waiting(gate))
    window.station.open("card")
    card.show(100, time.monotonic())
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None)

    def is_late():
        card.show(200, time.monotonic())
        return window.station.status().ai.value == "late"

    qtbot.waitUntil(is_late)
    qtbot.waitUntil(lambda: window.station.status().picture.value == "no signal")
    qtbot.waitUntil(lambda: window.station.status().ai.value == "on")
    gate.set()


def test_keys_do_nothing_that_their_buttons_refuse(live, qtbot):
    qtbot.waitUntil(lambda: live.station.status().picture.value == "no signal", timeout=3000)
    press(live, Qt.Key.Key_M)
    press(live, Qt.Key.Key_S)
    assert live.station.status().picture.value == "no signal"
    assert not live.station.settings.pictures_folder.exists()


def test_a_card_that_failed_is_not_said_to_be_tried_again(live, card, qtbot):
    card.fail(SourceError("The card was pulled. Plug it in again."))
    qtbot.waitUntil(lambda: live.station.viewing.lost_words != (), timeout=3000)
    assert live.station.viewing.lost_words[-1] == "Open the source again."
