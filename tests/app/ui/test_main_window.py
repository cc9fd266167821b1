"""The window at work: a real session of a real clip, and a card in the test's hand."""

import time
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

import app.ui.main_window as main_window
import app.ui.view_strip as view_strip
from app.settings import LabelMode, OverlayMode
from app.ui.actions import ACTIONS
from app.ui.key_sheet import KeySheet
from app.ui.overlay_style import OverlayStyle
from app.video import SourceError
from inference.yolact.checkpoint import ModelError
from tests.app.ui.conftest import HeadAnalyzer
from tests.fakes import FakeSource


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.windowHandle(), key, modifiers)


def exact_index(window):
    """The frame on the screen, if the overlay is its own."""
    shown = window.station.shown
    return shown.frame.index if shown.is_exact else None


def picture(window):
    """What is on the well, pixel by pixel."""
    return window.grab(window.covering.picture_area()).toImage()


def is_blank(image):
    """Whether the well is of one colour."""
    one_colour = image.copy()
    one_colour.fill(image.pixelColor(0, 0))
    return image == one_colour


def button(window, text):
    return next(b for b in window.findChildren(QPushButton) if b.text() == text)


def named(window, name):
    return next(b for b in window.findChildren(QPushButton) if b.accessibleName() == name)


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


class Hanging(FakeSource):
    """Closes when the test lets it."""

    def __init__(self, name):
        super().__init__(name)
        self.gate = Event()

    def close(self):
        self.gate.wait()
        super().close()


@pytest.fixture
def card():
    return FakeSource()


@pytest.fixture
def live(qtbot, open_window, card, monkeypatch):
    """A window on a live card that has shown one picture; beside it is one that shows none."""
    cards = {"card": card, "silent": FakeSource("Silent card")}
    monkeypatch.setattr(main_window, "open_source", cards.__getitem__)
    window = open_window()
    window.station.open("card")
    card.show(100, time.monotonic())
    qtbot.waitUntil(lambda: window.station.shown.frame is not None)
    return window


def no_model():
    raise ModelError("The model file is not there. Choose another model.")


def test_a_window_without_a_source_asks_for_one(open_window):
    window = open_window()
    assert window.station.viewing is None
    assert window.shows_welcome


def test_a_clip_plays_with_the_overlay_of_each_frame(replay):
    shown = replay.station.shown
    assert shown.analysis.frame is shown.frame
    assert not replay.shows_welcome


def test_the_view_stands_in_the_strip(replay, qtbot):
    qtbot.waitUntil(lambda: replay.view_words == "Head")


def test_no_standard_view_is_said_calmly(qtbot, open_window, clip):
    window = open_window(lambda: HeadAnalyzer([], view=None))
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.view_words == "No standard view")


def test_the_picture_lives_while_the_model_is_loading(qtbot, open_window, clip):
    gate = Event()
    window = open_window(lambda: gate.wait() and HeadAnalyzer())
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.station.shown.frame is not None)
    assert window.station.status().ai.value == "starting"
    gate.set()
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None)
    assert window.station.status().ai.value == "on"


def test_a_model_that_cannot_be_loaded_leaves_the_picture(qtbot, open_window, clip):
    window = open_window(no_model)
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.station.shown.frame is not None)
    qtbot.waitUntil(lambda: window.message.startswith("AI off: The model file is not there."))
    assert window.station.status().ai.value == "off"


def test_a_source_that_cannot_be_opened_is_one_sentence(qtbot, open_window):
    window = open_window()
    window.station.open("/nowhere/clip.mp4")
    qtbot.waitUntil(lambda: window.message != "")
    assert window.shows_welcome
    press(window, Qt.Key.Key_Escape)
    assert window.message == ""


def test_space_pauses_and_plays_a_clip(replay, qtbot):
    press(replay, Qt.Key.Key_Space)
    assert not replay.station.viewing.playback.playing
    press(replay, Qt.Key.Key_F)
    assert replay.station.viewing.playback.playing


def test_arrow_keys_step_one_frame_and_each_is_analysed(replay, qtbot):
    press(replay, Qt.Key.Key_Home)
    press(replay, Qt.Key.Key_Space)
    before = replay.station.viewing.playback.frame_index
    press(replay, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: exact_index(replay) == before + 1)
    press(replay, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: exact_index(replay) == before)


def test_end_and_home_go_to_the_ends(replay, qtbot):
    press(replay, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: replay.station.viewing.playback.frame_index == 59)
    press(replay, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: replay.station.viewing.playback.frame_index == 0)


def test_comma_and_point_change_the_speed_and_zero_restores_it(replay):
    press(replay, Qt.Key.Key_Comma)
    slower = replay.station.viewing.playback.rate
    press(replay, Qt.Key.Key_Period)
    press(replay, Qt.Key.Key_Period)
    faster = replay.station.viewing.playback.rate
    press(replay, Qt.Key.Key_0)
    assert (slower, faster, replay.station.viewing.playback.rate) == (0.5, 2.0, 1.0)


def test_q_sets_the_start_and_the_end_of_a_part_and_clears_it(replay, qtbot):
    viewing = replay.station.viewing
    press(replay, Qt.Key.Key_Space)
    viewing.seek(0.5)
    qtbot.waitUntil(lambda: viewing.playback.frame_index == 15)
    press(replay, Qt.Key.Key_Q)
    press(replay, Qt.Key.Key_Q)  # the end must lie behind it
    assert viewing.playback.part_s == (viewing.playback.position_s, None)
    viewing.seek(1.0)
    qtbot.waitUntil(lambda: viewing.playback.frame_index == 30)
    press(replay, Qt.Key.Key_Q)
    assert viewing.playback.part_s == pytest.approx((0.5, 1.0))
    press(replay, Qt.Key.Key_Q)
    assert viewing.playback.part_s is None


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
    assert is_blank(picture(live))
    qtbot.waitUntil(lambda: live.station.status().picture.value == "no signal", timeout=3000)
    live.show_frame()
    assert not is_blank(picture(live))  # the card that says so


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


def test_a_note_covers_no_sentence_that_stays(replay):
    replay.show_message("The disk is full.")
    replay.station.kept.emit("Still kept in Pictures")
    assert replay.message == "The disk is full."


def test_a_note_leaves_by_itself_and_ends_no_full_screen(open_window, monkeypatch, qtbot):
    monkeypatch.setattr(view_strip, "NOTE_MS", 50)
    window = open_window()
    press(window, Qt.Key.Key_F11)
    window.station.kept.emit("Still kept in Pictures")
    assert window.message == "Still kept in Pictures"
    qtbot.waitUntil(lambda: window.message == "")
    assert window.isFullScreen()


def test_hide_lasts_as_long_as_the_key(replay, qtbot):
    still = OverlayStyle(labels=LabelMode.NONE)  # labels glide, masks do not
    replay.station.drawing.set_style(still)
    press(replay, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: exact_index(replay) == replay.station.viewing.playback.frame_index)
    with_overlay = picture(replay)
    QTest.keyPress(replay.windowHandle(), Qt.Key.Key_H)
    without = picture(replay)
    QTest.keyRelease(replay.windowHandle(), Qt.Key.Key_H)
    assert without != with_overlay
    assert picture(replay) == with_overlay


def test_shift_that_a_layout_needs_for_a_symbol_does_not_matter(replay):
    press(replay, Qt.Key.Key_Comma)
    press(replay, Qt.Key.Key_0, Qt.KeyboardModifier.ShiftModifier)
    assert replay.station.viewing.playback.rate == 1.0
    press(replay, Qt.Key.Key_Question)
    assert replay.findChild(KeySheet).isVisible()


def test_a_korean_keyboard_works_too(replay):
    letter = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "ㅌ")
    QCoreApplication.sendEvent(replay.windowHandle(), letter)
    assert replay.station.status().ai.value == "paused"


def test_pausing_ai_leaves_the_bare_picture(replay, qtbot):
    press(replay, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: replay.station.shown.analysis is None)
    assert replay.station.status().ai_note == "by you"
    press(replay, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: replay.station.shown.analysis is not None)


def test_keys_change_how_the_overlay_is_drawn(replay):
    station = replay.station
    press(replay, Qt.Key.Key_BracketRight)
    assert station.drawing.style.fill == pytest.approx(0.20)
    press(replay, Qt.Key.Key_Backslash)
    assert station.drawing.style.outline_only
    press(replay, Qt.Key.Key_K)
    assert station.drawing.style.hatch
    press(replay, Qt.Key.Key_L)
    assert station.drawing.style.labels.value == "short"
    press(replay, Qt.Key.Key_T)
    assert station.drawing.style.preset.value == "teach"
    press(replay, Qt.Key.Key_T)
    assert station.drawing.style.preset.value == "patient"
    press(replay, Qt.Key.Key_T)
    assert station.drawing.style.preset.value == "scan"
    press(replay, Qt.Key.Key_Y)
    assert station.drawing.mode is OverlayMode.LOW_LATENCY


def test_changes_of_the_operator_are_in_the_settings(replay):
    press(replay, Qt.Key.Key_T)
    press(replay, Qt.Key.Key_Y)
    overlay = replay.settings_now().overlay
    assert (overlay.fill, overlay.mode) == (0.30, OverlayMode.LOW_LATENCY)


def test_s_keeps_a_pair_of_pictures(replay, qtbot):
    replay.station.set_whole_screen(True)
    with qtbot.waitSignal(replay.station.kept):
        press(replay, Qt.Key.Key_S)
    folder = replay.station.settings.pictures_folder
    assert len(list(folder.glob("*.png"))) == 2


def test_a_picture_without_a_fan_is_not_kept_unasked(replay, qtbot):
    press(replay, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: replay.message.startswith("No fan was found in this picture"))
    assert not replay.station.settings.pictures_folder.exists()


def test_the_whole_screen_is_asked_for_anew_with_each_source(replay, clip, qtbot):
    button(replay, "Whole screen").click()
    assert replay.station.whole_screen
    first = replay.station.viewing
    replay.station.open(str(clip))
    qtbot.waitUntil(lambda: replay.station.viewing is not first)
    assert not replay.station.whole_screen
    assert button(replay, "Fan only").isChecked()


def test_a_still_has_no_overlay_that_is_hidden(replay, qtbot):
    replay.station.set_whole_screen(True)
    press(replay, Qt.Key.Key_O)
    with qtbot.waitSignal(replay.station.kept):
        press(replay, Qt.Key.Key_S)
    folder = replay.station.settings.pictures_folder
    assert len(list(folder.glob("*.png"))) == 1


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


def test_a_key_of_a_tab_folds_the_panel_and_brings_it_back(replay):
    press(replay, Qt.Key.Key_C)
    assert not replay.shows_panel
    press(replay, Qt.Key.Key_D)
    assert replay.shows_panel


def test_the_panel_folds_in_a_narrow_window_and_comes_by_its_key(replay):
    replay.resize(1024, 640)
    assert not replay.shows_panel
    press(replay, Qt.Key.Key_D)
    assert replay.shows_panel


def test_every_action_of_the_table_does_something(replay):
    assert {action.id for action in ACTIONS if not action.held} <= replay.commanding.ids


def test_no_key_is_bound_twice():
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
