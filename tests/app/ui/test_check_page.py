"""The sheet of the room beside the picture, running and finished, in the narrowest panel."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from app.doctor.cards import judge_source
from app.doctor.sheet import Check, Result, sheet_of, unknown
from app.ui.check_page import CheckPage, CheckRow
from app.ui.language import use_language
from inference.told import told
from tests.app.ui.test_language import english_in

PASSED = Check(told("Disk left"), Result.PASSED, told("{room:.0f} GB", room=69))
FAILED = judge_source(
    30.0, 480, "Cam Link 4K", "v4l2:/dev/video0?size=1920x1080&rate=60&format=mjpeg"
)
UNKNOWN = unknown(told("Source"), told("Open a capture card, and check again."))
ROWS = (PASSED, UNKNOWN, FAILED)


@pytest.fixture
def page(qtbot, dressed):
    page = CheckPage()
    qtbot.addWidget(page)
    page.setFixedSize(320, 752)
    page.show()
    return page


@pytest.fixture
def finished(page):
    page.show_sheet(sheet_of(ROWS), ROWS)
    return page


@pytest.fixture
def korean(qapp):
    use_language("ko")
    yield
    use_language("en")


def texts(page):
    return [label.text() for label in page.findChildren(QLabel) if label.text()]


def save(page):
    return next(b for b in page.findChildren(QPushButton) if b.text())


def test_a_running_check_shows_what_is_known_and_when_it_can_be_saved(page):
    page.show_sheet(None, (PASSED,))
    assert "69 GB" in texts(page)
    assert "It can be saved as a page when everything is checked." in texts(page)
    assert not save(page).isEnabled()


def test_what_failed_stands_at_the_top_of_a_finished_one(finished):
    results = [label for label in texts(finished) if label in ("passed", "failed", "not measured")]
    assert results == ["failed", "passed", "not measured"]
    assert "This room is not ready. 1 passed, 1 failed, 1 not measured." in texts(finished)
    assert save(finished).isEnabled()


def test_no_row_is_wider_than_the_panel_however_long_an_address_is(finished, qtbot):
    scroll = finished.findChild(QScrollArea)
    qtbot.waitUntil(lambda: scroll.widget().width() == scroll.viewport().width())
    width = scroll.viewport().width()
    assert all(row.geometry().right() < width for row in finished.findChildren(CheckRow))


def test_a_check_that_broke_off_is_not_said_to_go_on(page):
    page.show_sheet(None, (PASSED,))
    page.show_stopped("The room could not be checked.")
    assert "The room could not be checked." in texts(page)
    assert not any(text.startswith("Checking.") for text in texts(page))
    assert "69 GB" in texts(page)


def test_a_finished_one_in_korean_has_no_english_word(korean, page):
    page.show_sheet(sheet_of(ROWS), ROWS)
    address = {"Cam", "x1080", "Link", "video0", "rate", "format", "mjpeg", "dev", "size", "v4l2"}
    assert english_in(texts(page)) - address == set()
