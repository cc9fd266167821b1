"""The room is checked beside the picture, and the sheet is kept as a page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from app.ui.check_page import CheckPage
from inference.analyzer import SHIPPED_MODEL
from tests.app.ui.hand import button, press

pytestmark = [
    pytest.mark.skipif(not SHIPPED_MODEL.exists(), reason="needs the shipped weights"),
    pytest.mark.timeout(240),  # every engine is loaded, on a machine that may be busy
]


def said(window):
    page = window.findChild(CheckPage)
    return [label.text() for label in page.findChildren(QLabel) if label.text()]


def test_the_check_runs_beside_the_picture_and_is_saved_as_a_page(replay, qtbot, tmp_path):
    press(replay, Qt.Key.Key_D)
    button(replay, "Check this room").click()
    assert replay.findChild(CheckPage).isVisible()
    assert "Checking. The picture goes on; the overlay may be late." in said(replay)
    save = button(replay, "Save as a page to print")
    assert not save.isEnabled()
    qtbot.waitUntil(save.isEnabled, timeout=200_000)
    assert any(text.startswith("This room is") for text in said(replay))
    assert "Open a capture card, and check again." in said(replay)
    save.click()
    dialog = replay.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "room.html"))
    dialog.close()
    assert "Codecs" in (tmp_path / "room.html").read_text("utf-8")
    assert not list(tmp_path.glob("*.part"))


def test_a_window_that_closes_does_not_wait_for_the_whole_check(replay):
    press(replay, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    replay.close()
    assert replay.station.viewing is None
