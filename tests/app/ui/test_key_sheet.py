"""The sheet of keys names every command, fits the smallest window and goes as it came."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.ui.actions import ACTIONS
from app.ui.key_sheet import KeySheet, columns
from tests.app.ui.hand import press
from tests.app.ui.test_theme import assert_dark, luminance_of


@pytest.fixture
def sheet(open_window):
    """Over the smallest window."""
    window = open_window()
    window.resize(window.minimumSize())
    press(window, Qt.Key.Key_F1)
    return window.findChild(KeySheet)


def test_every_action_stands_on_the_sheet_once():
    listed = [action.id for column in columns() for group in column.values() for action in group]
    assert sorted(listed) == sorted(action.id for action in ACTIONS)


def test_every_key_of_every_action_is_shown(sheet):
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {key for action in ACTIONS for key in action.keys} <= texts


def test_the_sheet_fits_into_the_smallest_window(sheet):
    assert sheet.window().rect().contains(sheet.geometry())


def test_the_sheet_is_dark(sheet):
    assert_dark(luminance_of(sheet.window().grab().toImage()))


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Escape])
def test_the_sheet_goes_by_its_own_key_and_by_esc(sheet, key):
    assert sheet.isVisible()
    press(sheet.window(), key)
    assert not sheet.isVisible()


def test_a_question_mark_asks_for_the_sheet_too(open_window):
    window = open_window()
    press(window, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    assert window.findChild(KeySheet).isVisible()


def test_keys_go_on_working_below_the_sheet(replay):
    press(replay, Qt.Key.Key_F1)
    press(replay, Qt.Key.Key_Space)
    assert not replay.station.viewing.playback.playing
