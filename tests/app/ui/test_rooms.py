"""A room's profile is saved and chosen beside the picture; a bad one changes nothing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from app.profiles import Profile, read_profile, write_profile
from app.settings import OverlayMode, OverlaySettings, Settings
from app.ui.key_rows import KeyRow
from app.ui.rooms_page import RoomsPage
from app.ui.settings_page import SettingsPage
from tests.app.ui.hand import button, named, press
from tests.app.ui.test_hands import cap

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FAN = {"640x480-00003c7e7e7e0000-ff00000000000001": ((10, 20), (300, 20), (150, 400))}
OTHER = Profile(
    name="Other room",
    keys={"freeze": ("F10",)},
    fans=FAN,
    overlay=OverlaySettings(mode=OverlayMode.LOW_LATENCY, fill=0.44),
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where profiles are saved."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "fetalens" / "profiles"


@pytest.fixture
def window(folder, open_window):
    write_profile(OTHER, folder / "Other room.toml")
    window = open_window()
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    return window


def page(window):
    return window.findChild(RoomsPage)


def said(window):
    return {label.text() for label in page(window).findChildren(QLabel) if label.text()}


def save_as(window, name):
    field = page(window).findChild(QLineEdit)
    field.setText(name)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose_file(dialog, path):
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_a_press_on_a_profile_sets_everything(window):
    button(window, "Other room").click()
    assert window.station.drawing.style.fill == 0.44
    assert window.station.drawing.mode is OverlayMode.LOW_LATENCY
    assert cap(window, "freeze") == "F10"
    assert window.station.fans.written() == FAN
    assert "“Other room” is used." in said(window)


def test_what_is_set_now_is_saved_under_a_name(window, folder):
    window.station.drawing.set_style(replace(window.station.drawing.style, hatch=True))
    save_as(window, "Room 3")
    assert read_profile(folder / "Room 3.toml").overlay.hatch
    assert button(window, "Room 3").isChecked()


def test_a_file_on_the_screen_is_not_kept_and_that_is_said(window, folder, clip, qtbot):
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.station.viewing is not None, timeout=20_000)
    save_as(window, "Room 3")
    assert read_profile(folder / "Room 3.toml").source is None
    assert any("It keeps no source" in text for text in said(window))


def test_a_profile_without_a_name_is_not_saved(window, folder):
    save_as(window, "")
    assert any(text.startswith("Give the profile a name") for text in said(window))
    assert [path.name for path in folder.iterdir()] == ["Other room.toml"]


def test_a_profile_that_binds_a_key_twice_changes_nothing(folder, open_window):
    write_profile(OTHER.model_copy(update={"keys": {"freeze": ("S",)}}), folder / "Twice.toml")
    window = open_window()
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    button(window, "Twice").click()
    assert any(text.startswith("S is bound twice") for text in said(window))
    assert window.station.drawing.style.fill == OverlaySettings().fill
    assert cap(window, "freeze") == "Space"
    assert not window.station.fans.corrected


def test_a_profile_whose_model_is_gone_changes_nothing(folder, open_window, tmp_path):
    model = tmp_path / "gone.safetensors"
    write_profile(OTHER.model_copy(update={"model": model}), folder / "Gone.toml")
    window = open_window()
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    button(window, "Gone").click()
    assert any("gone.safetensors" in text for text in said(window))
    assert window.station.drawing.style.fill == OverlaySettings().fill


def test_a_profile_of_another_version_is_told(folder, open_window):
    folder.mkdir(parents=True)
    (folder / "New.toml").write_text('version = 2\nname = "New"\n', "utf-8")
    window = open_window()
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    button(window, "New").click()
    assert any("is a profile of version 2" in text for text in said(window))


def test_a_profile_goes_out_as_one_file_and_comes_in_again(window, folder, tmp_path, qtbot):
    button(window, "Other room").click()
    button(window, "Export").click()
    choose_file(window.findChild(QFileDialog), tmp_path / "given.toml")
    given = read_profile(tmp_path / "given.toml")
    assert given.model_copy(update={"source": None}) == OTHER
    button(window, "Import").click()
    choose_file(window.findChildren(QFileDialog)[-1], tmp_path / "given.toml")
    assert (folder / "Other room 2.toml").exists()
    qtbot.waitUntil(lambda: button(window, "Other room 2").isVisible())


def test_fans_of_this_room_stay_when_a_profile_is_used(folder, open_window):
    write_profile(OTHER, folder / "Other room.toml")
    mine = {"800x600-00003c7e7e7e0000-0000000000000000": ((1, 2), (300, 20), (150, 400))}
    window = open_window(settings=Settings(fans=mine))
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    button(window, "Other room").click()
    assert window.settings_now().fans == mine | FAN


def test_the_settings_lead_to_the_profiles(folder, open_window):
    window = open_window()
    press(window, Qt.Key.Key_Comma, CTRL)
    way_there, *_binders = window.findChild(SettingsPage).findChildren(KeyRow)
    way_there.click()
    assert page(window).isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not page(window).isVisible()


def delete_button(window, name):
    return named(window, f"Delete “{name}”")


class TestDeleting:
    def test_a_press_deletes_without_asking_and_ctrl_z_brings_it_back(
        self, window, folder, qapp, qtbot
    ):
        before = (folder / "Other room.toml").read_bytes()
        delete_button(window, "Other room").click()
        assert list(folder.iterdir()) == []
        assert qapp.activeModalWidget() is None
        assert "“Other room” was deleted. Ctrl+Z here brings it back." in said(window)
        press(window, Qt.Key.Key_Z, CTRL)
        assert (folder / "Other room.toml").read_bytes() == before
        assert "“Other room” is back." in said(window)
        qtbot.waitUntil(lambda: button(window, "Other room").isVisible())

    def test_the_key_deletes_the_one_in_use(self, window, folder):
        button(window, "Other room").click()
        press(window, Qt.Key.Key_Delete, SHIFT)
        assert list(folder.iterdir()) == []
        assert window.station.drawing.style.fill == 0.44  # what it had set stays
        press(window, Qt.Key.Key_Z, CTRL)
        assert button(window, "Other room").isChecked()

    def test_the_key_deletes_the_one_that_the_keyboard_stands_on(self, window, folder, qtbot):
        save_as(window, "Room 3")
        qtbot.waitUntil(lambda: button(window, "Other room").isVisible())
        button(window, "Other room").setFocus()
        press(window, Qt.Key.Key_Delete, SHIFT)
        assert [path.name for path in folder.iterdir()] == ["Room 3.toml"]

    def test_the_key_deletes_nothing_unseen(self, window, folder):
        button(window, "Other room").click()
        press(window, Qt.Key.Key_Escape)
        press(window, Qt.Key.Key_Delete, SHIFT)
        assert page(window).isVisible()
        assert (folder / "Other room.toml").exists()

    def test_where_none_is_chosen_the_way_is_said(self, window, folder):
        press(window, Qt.Key.Key_Delete, SHIFT)
        assert "Press Delete beside a profile, or go to it with Tab." in said(window)
        assert (folder / "Other room.toml").exists()

    def test_several_come_back_one_by_one(self, window, folder):
        save_as(window, "Room 3")
        delete_button(window, "Room 3").click()
        delete_button(window, "Other room").click()
        press(window, Qt.Key.Key_Z, CTRL)
        assert [path.name for path in folder.iterdir()] == ["Other room.toml"]
        press(window, Qt.Key.Key_Z, CTRL)
        assert (folder / "Room 3.toml").exists()

    def test_one_that_was_saved_under_its_name_since_stays(self, window, folder):
        before = (folder / "Other room.toml").read_bytes()
        delete_button(window, "Other room").click()
        save_as(window, "Other room")
        window.setFocus()
        press(window, Qt.Key.Key_Z, CTRL)
        assert (folder / "Other room 2.toml").read_bytes() == before
        assert (folder / "Other room.toml").read_bytes() != before

    def test_one_that_cannot_be_read_can_be_deleted_too(self, folder, open_window):
        folder.mkdir(parents=True)
        (folder / "New.toml").write_text("version = 2", "utf-8")
        window = open_window()
        press(window, Qt.Key.Key_P, CTRL | SHIFT)
        delete_button(window, "New").click()
        press(window, Qt.Key.Key_Z, CTRL)
        assert (folder / "New.toml").read_text("utf-8") == "version = 2"

    def test_one_that_is_gone_already_is_said(self, window, folder):
        (folder / "Other room.toml").unlink()
        delete_button(window, "Other room").click()
        assert any(text.startswith("“Other room” could not be deleted") for text in said(window))

    def test_with_the_page_closed_ctrl_z_is_the_examination_s(self, window, folder):
        delete_button(window, "Other room").click()
        press(window, Qt.Key.Key_Escape)
        press(window, Qt.Key.Key_Z, CTRL)
        assert not (folder / "Other room.toml").exists()
