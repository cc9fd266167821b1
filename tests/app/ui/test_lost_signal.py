"""The signal is lost: what came before can be looked through, and that it is lost stays said."""

import time

import pytest
from PySide6.QtCore import Qt

import app.ui.main_window as main_window
from app.ui.parts import ActionButton
from app.ui.view_strip import ViewStrip
from app.video import SourceError
from tests.app.ui.hand import press
from tests.app.ui.scans import numbered
from tests.app.video.numbered import number_in
from tests.fakes import FakeSource


class Lost:
    """A card that gave six pictures, all of them analysed, and no more; and the window on it."""

    def __init__(self, window, card, qtbot):
        self.window, self.card, self._qtbot = window, card, qtbot
        for number in range(6):
            self.show(number)
        qtbot.waitUntil(lambda: self.state == "no signal", timeout=20_000)
        window.show_frame()

    def show(self, number):
        """One more picture, kept, with what was found in it."""
        frame = self.card.show_pixels(numbered(number), time.monotonic())
        cine = self.window.station.viewing.session.cine

        def is_kept():
            kept = cine.get(frame.index)
            return kept is not None and kept.found is not None

        self._qtbot.waitUntil(is_kept, timeout=20_000)

    @property
    def state(self):
        return self.window.station.status().picture.value

    @property
    def number(self):
        self.window.show_frame()
        return number_in(self.window.station.shown.frame.pixels)

    @property
    def strip(self):
        self.window.reporting.show_status(self.window.station.status())
        return self.window.findChild(ViewStrip).state


@pytest.fixture
def lost(open_window, monkeypatch, qtbot):
    card = FakeSource()
    monkeypatch.setattr(main_window, "open_source", lambda url: card)
    window = open_window()
    window.station.open("card")
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    qtbot.waitUntil(lambda: window.station.ai.model is not None)
    return Lost(window, card, qtbot)


def test_the_last_picture_is_frozen_and_stands_without_the_card(lost):
    press(lost.window, Qt.Key.Key_Space)
    assert lost.state == "frozen"
    assert lost.window.station.viewing.lost_words == ()
    assert lost.number == 5


def test_the_button_can_be_pressed_as_well_as_the_key(lost):
    button = next(b for b in lost.window.findChildren(ActionButton) if b.action.id == "freeze")
    lost.window.reporting.show_status(lost.window.station.status())
    assert button.isEnabled()
    button.click()
    assert lost.state == "frozen"


def test_the_last_seconds_are_looked_through_with_their_masks(lost):
    press(lost.window, Qt.Key.Key_Space)
    press(lost.window, Qt.Key.Key_Left)
    press(lost.window, Qt.Key.Key_Left)
    assert lost.number == 3
    assert lost.window.station.shown.is_exact
    press(lost.window, Qt.Key.Key_Home)
    assert lost.number == 0


def test_that_there_is_no_signal_and_since_when_stays_said(lost):
    since = lost.window.station.status().lost_since
    assert lost.window.station.viewing.lost_words[0] == f"NO SIGNAL since {since}"
    press(lost.window, Qt.Key.Key_Space)
    press(lost.window, Qt.Key.Key_Left)
    assert lost.strip == f"NO SIGNAL since {since}"


def test_going_on_brings_the_card_back(lost):
    press(lost.window, Qt.Key.Key_Space)
    press(lost.window, Qt.Key.Key_Space)
    assert lost.state == "no signal"
    assert lost.window.station.viewing.lost_words != ()


def test_when_the_signal_returns_the_frozen_picture_stays_and_capture_goes_on(lost, qtbot):
    press(lost.window, Qt.Key.Key_Space)
    press(lost.window, Qt.Key.Key_Left)
    lost.show(6)
    assert lost.number == 4
    qtbot.waitUntil(lambda: lost.strip == "")
    press(lost.window, Qt.Key.Key_End)
    assert lost.number == 6
    lost.show(7)
    press(lost.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lost.number == 7)


def test_of_a_source_that_failed_for_good_the_last_seconds_are_there_too(lost, qtbot):
    lost.card.fail(SourceError("The card was pulled. Plug it in again."))
    qtbot.waitUntil(lambda: lost.window.message != "")
    press(lost.window, Qt.Key.Key_Space)
    press(lost.window, Qt.Key.Key_Home)
    assert lost.number == 0


def test_a_still_of_a_picture_from_before_is_kept(lost, qtbot):
    lost.window.station.set_whole_screen(True)
    press(lost.window, Qt.Key.Key_Space)
    press(lost.window, Qt.Key.Key_Left)
    with qtbot.waitSignal(lost.window.station.kept):
        press(lost.window, Qt.Key.Key_S)


def test_where_no_picture_ever_came_there_is_nothing_to_freeze(open_window, monkeypatch, qtbot):
    monkeypatch.setattr(main_window, "open_source", lambda url: FakeSource())
    window = open_window()
    window.station.open("card")
    qtbot.waitUntil(lambda: window.station.status().picture.value == "no signal", timeout=20_000)
    press(window, Qt.Key.Key_Space)
    assert window.station.status().picture.value == "no signal"
