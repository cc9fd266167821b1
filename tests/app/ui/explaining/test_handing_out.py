"""The hand-out page of what a patient was shown, until another examination begins."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.settings import Paper, load_settings, save_settings
from tests.app.ui.explained import (
    buttons_that_show,
    is_dark,
    page,
    picture,
    save_button,
    tick,
    words_of,
)
from tests.app.ui.hand import button, press

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_page_is_written_from_what_was_shown(window, qtbot, tmp_path):
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_E)
    press(window, Qt.Key.Key_Return)
    kept = tmp_path / "stills"
    qtbot.waitUntil(lambda: len(list(kept.glob("hand-out *.pdf"))) == 1, timeout=20_000)


def test_how_the_page_is_made_is_in_the_settings_and_comes_back(window, tmp_path):
    press(window, Qt.Key.Key_E)
    button(page(window), "Letter").click()
    tick(window, "한국어 below it on the page").click()
    field = page(window).findChild(QLineEdit)
    field.setText("A clinic, 1 Street")
    field.editingFinished.emit()
    path = tmp_path / "settings.toml"
    save_settings(window.settings_now(), path)
    kept = load_settings(path).patient
    assert (kept.paper, kept.second_language, kept.clinic) == (
        Paper.LETTER,
        "ko",
        "A clinic, 1 Street",
    )


def test_a_picture_is_taken_off_the_page(window):
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_E)
    tick(window, "Head").click()
    assert [choice.on_page for choice in window.explaining.choices] == [False]
    assert not save_button(window).isEnabled()


def test_a_press_on_a_chosen_picture_shows_it_again(window, qtbot):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    first = picture(window)
    qtbot.waitUntil(lambda: window.station.shown.frame is not first.frame)
    press(window, Qt.Key.Key_I)
    assert picture(window) is not first
    press(window, Qt.Key.Key_E)
    buttons_that_show(window)[0].click()
    assert picture(window) is first


def test_without_a_picture_there_is_no_page_to_save(window):
    press(window, Qt.Key.Key_E)
    assert not save_button(window).isEnabled()


def test_one_frame_is_chosen_once(window, qtbot):
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.station.shown.is_exact)
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_I)
    assert len(window.explaining.choices) == 1


def test_a_folder_that_cannot_be_written_is_said_on_the_page(window, qtbot, tmp_path):
    (tmp_path / "stills").write_text("a file where a folder should be")
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_E)
    press(window, Qt.Key.Key_Return)
    said = "The page could not be kept"
    qtbot.waitUntil(lambda: said in words_of(page(window)), timeout=20_000)


def begin_anew(window):
    press(window, Qt.Key.Key_N, CTRL | SHIFT)


def undo(window):
    press(window, Qt.Key.Key_Z, CTRL)


class TestANewExamination:
    @pytest.fixture
    def shown(self, window):
        """The patient has seen one picture, and the page is not to have it."""
        press(window, Qt.Key.Key_P)
        press(window, Qt.Key.Key_I)
        press(window, Qt.Key.Key_E)
        tick(window, "Head").click()
        press(window, Qt.Key.Key_Escape)
        return window

    def test_forgets_the_pictures(self, shown):
        begin_anew(shown)
        assert shown.explaining.choices == ()
        assert shown.explaining.sending.scene is None
        assert is_dark(shown)

    def test_taken_back_brings_them_and_what_was_said_of_them(self, shown):
        chosen = shown.explaining.choices
        begin_anew(shown)
        undo(shown)
        assert shown.explaining.choices == chosen
        assert [choice.on_page for choice in chosen] == [False]

    def test_taken_back_shows_the_patient_nothing_by_itself(self, shown):
        begin_anew(shown)
        undo(shown)
        assert shown.explaining.sending.scene is None
        assert is_dark(shown)

    def test_taken_back_lets_them_be_shown_and_printed_again(self, shown):
        picture_before = shown.explaining.choices[0].picture
        begin_anew(shown)
        undo(shown)
        press(shown, Qt.Key.Key_E)
        tick(shown, "Head").click()
        assert save_button(shown).isEnabled()
        buttons_that_show(shown)[0].click()
        assert picture(shown) is picture_before

    def test_begun_twice_is_taken_back_too(self, shown):
        chosen = shown.explaining.choices
        begin_anew(shown)
        begin_anew(shown)
        undo(shown)
        assert shown.explaining.choices == chosen

    def test_with_words_said_they_come_back_together(self, shown):
        shown.examining.confirm("skull")
        chosen = shown.explaining.choices
        begin_anew(shown)
        undo(shown)
        assert shown.explaining.choices == chosen
        assert len(shown.examining.listing.exam.said) == 1

    def test_in_which_pictures_were_shown_is_not_thrown_away(self, shown):
        begin_anew(shown)
        press(shown, Qt.Key.Key_I)
        chosen = shown.explaining.choices
        undo(shown)
        assert shown.explaining.choices == chosen
        assert len(chosen) == 1
