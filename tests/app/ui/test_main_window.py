"""The window at work on a real session of a real clip."""

from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

import app.ui.view_strip as view_strip
from app.settings import LabelMode, OverlayMode
from app.ui.actions import ACTIONS
from app.ui.key_sheet import KeySheet
from app.ui.overlay_style import OverlayStyle
from inference.yolact.checkpoint import ModelError
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import button, exact_index, press, well


def no_model():
    raise ModelError("The model file is not there. Choose another model.")


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
    with_overlay = well(replay)
    QTest.keyPress(replay.windowHandle(), Qt.Key.Key_H)
    without = well(replay)
    QTest.keyRelease(replay.windowHandle(), Qt.Key.Key_H)
    assert without != with_overlay
    assert well(replay) == with_overlay


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
