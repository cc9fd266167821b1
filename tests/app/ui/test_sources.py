"""Sources opened in the window: by name, by hand, one after the other."""

from threading import Event

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

import app.ui.main_window as main_window
from tests.app.ui.hand import named, press
from tests.fakes import FakeSource


class Hanging(FakeSource):
    """Closes when the test lets it."""

    def __init__(self, name):
        super().__init__(name)
        self.gate = Event()

    def close(self):
        self.gate.wait()
        super().close()


def test_a_window_without_a_source_asks_for_one(open_window):
    window = open_window()
    assert window.station.viewing is None
    assert window.shows_welcome


def test_a_source_that_cannot_be_opened_is_one_sentence(qtbot, open_window):
    window = open_window()
    window.station.open("/nowhere/clip.mp4")
    qtbot.waitUntil(lambda: window.message != "")
    assert window.shows_welcome
    press(window, Qt.Key.Key_Escape)
    assert window.message == ""


def test_a_source_that_hangs_at_closing_does_not_hold_the_next_one(open_window, monkeypatch, qtbot):
    hanging = Hanging("Hanging card")
    cards = {"hanging": hanging, "card": FakeSource()}
    monkeypatch.setattr(main_window, "open_source", cards.__getitem__)
    window = open_window()
    window.station.open("hanging")
    qtbot.waitUntil(lambda: window.station.status().source == "Hanging card")
    window.station.open("card")
    qtbot.waitUntil(lambda: window.station.status().source == cards["card"].name)
    assert not hanging.is_closed
    hanging.gate.set()


def test_a_failure_to_open_is_not_told_once_another_source_was_asked_for(live, qtbot):
    live.station.open("gone")
    live.station.open("silent")
    qtbot.waitUntil(lambda: live.station.status().source == "Silent card")
    assert live.message == ""


def test_a_file_whose_name_is_hidden_is_not_remembered(open_window, monkeypatch, tmp_path, qtbot):
    path = tmp_path / "kim_soojin.dcm"
    path.touch()
    monkeypatch.setattr(main_window, "open_source", lambda url: FakeSource("DICOM loop"))
    window = open_window()
    window.station.open(str(path))
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    assert window.station.settings.recent == ()


def test_a_dropped_file_is_opened(open_window, clip, qtbot):
    window = open_window()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(clip))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, mime, left, none)
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    assert window.station.settings.recent == (str(clip),)


def test_the_practice_loop_says_that_it_is_one(open_window, clip, qtbot):
    window = open_window(practice=str(clip))
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.station.status().is_practice)
    assert window.station.settings.recent == ()


def test_another_source_takes_the_place_of_the_first(replay, clip, qtbot):
    first = replay.station.viewing
    replay.station.open(str(clip))
    qtbot.waitUntil(lambda: replay.station.viewing is not first)
    qtbot.waitUntil(lambda: replay.station.shown.analysis is not None)


def test_another_source_is_chosen_over_the_picture_and_esc_goes_back(replay, qtbot):
    press(replay, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    replay.show_frame()
    assert replay.shows_welcome
    replay.findChild(QLineEdit).setFocus()
    press(replay, Qt.Key.Key_Escape)
    replay.show_frame()
    assert not replay.shows_welcome
    press(replay, Qt.Key.Key_Space)
    assert not replay.station.viewing.playback.playing


def test_an_address_is_typed_and_opened(live, qtbot):
    press(live, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    field = live.findChild(QLineEdit)
    QTest.keyClicks(field, "silent")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: live.station.status().source == "Silent card")
    assert field.text() == ""


def test_n_alone_does_nothing(replay):
    press(replay, Qt.Key.Key_N)
    replay.show_frame()
    assert not replay.shows_welcome


def test_without_a_capture_card_the_welcome_says_so(open_window):
    window = open_window()
    named(window, "Capture card").click()
    assert window.message == "No capture card was found. Connect one, then press again."
