"""Pedals are bound beside the picture, commands are found by typing, caps show what is bound."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from app.settings import Settings, load_settings, save_settings
from app.ui.handout_page import HandoutPage
from app.ui.key_rows import KeyRow
from app.ui.palette import Palette
from app.ui.parts import ActionButton
from app.ui.settings_page import SettingsPage
from tests.app.ui.hand import press

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def settings_open(replay):
    press(replay, Qt.Key.Key_Comma, CTRL)
    return replay


@pytest.fixture
def palette_open(replay):
    press(replay, Qt.Key.Key_K, CTRL)
    return replay


def key_row(page, action_id):
    return next(row for row in page.findChildren(KeyRow) if row.action.id == action_id)


def bind(window, action_id, key):
    key_row(window.findChild(SettingsPage), action_id).click()
    press(window, key)


def said(window):
    return {label.text() for label in window.findChild(SettingsPage).findChildren(QLabel)}


def cap(window, action_id):
    """What stands on the cap of the button in the action bar."""
    buttons = [b for b in window.findChildren(ActionButton) if b.action.id == action_id]
    return buttons[0].accessibleName().rpartition("key ")[2]


def is_playing(window):
    return window.station.viewing.playback.playing


def test_a_pedal_is_bound_and_works_at_once(settings_open):
    bind(settings_open, "freeze", Qt.Key.Key_F10)
    assert "“Freeze” is done by F10, Space, F." in said(settings_open)
    press(settings_open, Qt.Key.Key_F10)
    assert not is_playing(settings_open)


def test_while_a_row_waits_the_key_does_nothing_else(settings_open):
    key_row(settings_open.findChild(SettingsPage), "freeze").click()
    assert any(text == "Press the key or pedal now" for text in said(settings_open))
    press(settings_open, Qt.Key.Key_X)
    assert settings_open.station.status().ai.value == "on"


def test_a_key_that_is_taken_is_refused_and_the_row_waits_on(settings_open):
    bind(settings_open, "freeze", Qt.Key.Key_S)
    assert "S already does “Keep still”. Press another key." in said(settings_open)
    press(settings_open, Qt.Key.Key_F10)
    assert cap(settings_open, "freeze") == "F10"


def test_esc_leaves_the_keys_and_then_the_page(settings_open):
    bind(settings_open, "freeze", Qt.Key.Key_Escape)
    page = settings_open.findChild(SettingsPage)
    assert page.isVisible()
    press(settings_open, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert cap(settings_open, "freeze") == "Space"


def test_del_brings_the_keys_that_ship(settings_open):
    bind(settings_open, "freeze", Qt.Key.Key_F10)
    bind(settings_open, "freeze", Qt.Key.Key_Delete)
    assert cap(settings_open, "freeze") == "Space"


def test_a_modifier_alone_is_no_key(settings_open):
    bind(settings_open, "freeze", Qt.Key.Key_Control)
    press(settings_open, Qt.Key.Key_F10, CTRL)
    assert cap(settings_open, "freeze") == "Ctrl+F10"


def test_caps_and_sheet_show_the_new_key(settings_open):
    bind(settings_open, "still", Qt.Key.Key_F10)
    press(settings_open, Qt.Key.Key_F1)
    assert cap(settings_open, "still") == "F10"
    caps = [label.text() for label in settings_open.findChildren(QLabel) if label.isVisible()]
    assert caps.count("F10") >= 2  # bar and sheet


def test_bound_keys_are_in_the_settings_and_come_back(settings_open, open_window, tmp_path):
    bind(settings_open, "freeze", Qt.Key.Key_F10)
    path = tmp_path / "settings.toml"
    save_settings(settings_open.settings_now(), path)
    again = open_window(settings=load_settings(path))
    assert cap(again, "freeze") == "F10"


def test_settings_that_bind_a_key_twice_are_said_and_left_alone(open_window):
    keys = {"freeze": ("S",)}
    window = open_window(settings=Settings(keys=keys))
    assert window.message.startswith("S is bound twice, to “Freeze” and to “Keep still”.")
    assert cap(window, "freeze") == "Space"
    assert window.settings_now().keys == keys


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("B", "Patient window black"),
        ("I", "Show this picture to the patient"),
        ("P", "Patient window on, off"),
        ("E", "Hand-out page"),
        ("Enter", "Confirm item"),
        ("Del", "Discard kept picture"),
        ("Left", "One frame back"),
    ],
)
def test_only_the_binding_that_clashes_is_left_out(open_window, key, action):
    window = open_window(settings=Settings(keys={"freeze": (key,), "still": ("F10",)}))
    assert key in window.message
    assert "“Freeze”" in window.message
    assert f"“{action}”" in window.message
    assert cap(window, "freeze") == "Space"
    assert cap(window, "still") == "F10"


def test_the_action_that_a_key_ships_with_still_has_it(open_window):
    window = open_window(settings=Settings(keys={"freeze": ("E",)}))
    press(window, Qt.Key.Key_E)
    assert window.findChild(HandoutPage).isVisible()


def test_the_settings_cover_no_picture(settings_open):
    area = settings_open.covering.picture_area()
    page = settings_open.findChild(SettingsPage)
    assert page.mapTo(settings_open, page.rect().topLeft()).x() >= area.right()


def test_a_command_is_found_by_its_words_and_done_by_enter(palette_open):
    field = palette_open.focusWidget()
    QTest.keyClicks(field, "only outl")
    press(palette_open, Qt.Key.Key_Return)
    assert palette_open.station.drawing.style.outline_only
    assert not palette_open.findChild(Palette).isVisible()


def test_arrows_choose_among_the_commands_found(palette_open):
    QTest.keyClicks(palette_open.focusWidget(), "fill")
    press(palette_open, Qt.Key.Key_Down)
    before = palette_open.station.drawing.style.fill
    press(palette_open, Qt.Key.Key_Return)
    assert palette_open.station.drawing.style.fill > before


def test_typing_runs_no_commands_and_esc_gives_the_keys_back(palette_open):
    QTest.keyClicks(palette_open.focusWidget(), "x")
    assert palette_open.station.status().ai.value == "on"
    press(palette_open, Qt.Key.Key_Escape)
    assert not isinstance(palette_open.focusWidget(), QLineEdit)
    press(palette_open, Qt.Key.Key_X)
    assert palette_open.station.status().ai.value == "paused"


def test_words_that_no_command_has_are_said_to_be_so(palette_open):
    QTest.keyClicks(palette_open.focusWidget(), "fly")
    press(palette_open, Qt.Key.Key_Return)
    page = palette_open.findChild(Palette)
    assert page.isVisible()
    assert "No command has these words." in {
        label.text() for label in page.findChildren(QLabel) if label.isVisible()
    }


def test_the_palette_comes_in_a_narrow_window_and_goes_again(replay):
    replay.resize(1024, 640)
    press(replay, Qt.Key.Key_Slash)
    assert replay.shows_panel
    press(replay, Qt.Key.Key_Escape)
    assert not replay.shows_panel
