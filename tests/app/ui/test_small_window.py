"""The smallest window, which a screen of 1920 x 1080 at 200 % has room for, in both languages."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from app.settings import Settings
from app.ui.action_bar import ActionBar
from app.ui.key_sheet import KeySheet
from app.ui.language import use_language
from app.ui.parts import Chip, Elided, KeyCap
from app.ui.playback_bar import PlaybackBar
from app.ui.side_panel import SidePanel
from app.ui.status import AiState, PictureState, Status
from app.ui.top_bar import TopBar
from app.ui.view_strip import ViewStrip
from app.ui.viewport import Viewport
from app.ui.well import Well
from tests.app.ui.hand import press

NO_MODIFIER, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SCREEN = (960, 520)  # of 960 x 540, below the window's own frame
LATE = Status(
    picture=PictureState.LIVE,
    picture_note="25/s",
    ai=AiState.LATE,
    ai_note="age 180 ms, overlay hidden",
    is_practice=True,
)


@pytest.fixture(params=["en", "ko"])
def small(request, open_window):
    window = open_window(settings=Settings(language=request.param))
    window.resize(*SCREEN)
    assert window.size().toTuple() == SCREEN
    yield window
    use_language("en")


def settle(window):
    """All is laid out: bars, then what lies in them, then what lies in that."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        window.grab()


def cut(root):
    """Texts in sight below a widget that are not whole; those that may end in dots aside."""
    labels = [label for label in root.findChildren(QLabel) if label.isVisible() and label.text()]
    return [
        label.text()
        for label in labels
        if not isinstance(label, Elided) and not label.wordWrap() and not is_whole(label, root)
    ]


def is_whole(label, root):
    place = QRect(label.mapTo(root, QPoint(0, 0)), label.size())
    return root.rect().contains(place) and label.width() >= label.sizeHint().width()


def test_the_panel_is_folded_and_the_picture_keeps_its_place(small):
    settle(small)
    assert not small.shows_panel
    assert small.findChild(Well).height() >= 300


def test_before_a_picture_every_button_and_word_is_whole(small):
    settle(small)
    for part in (small.findChild(TopBar), small.findChild(ActionBar)):
        assert cut(part) == []


@pytest.mark.parametrize("has_panel", [False, True])
def test_states_strip_and_buttons_are_whole_beside_the_panel_too(small, has_panel):
    if has_panel:
        press(small, Qt.Key.Key_W)
    settle(small)
    top, strip = small.findChild(TopBar), small.findChild(ViewStrip)
    top.show_status(LATE)
    strip.show_no_view("View not assessed", "AI is late, the picture is live")
    strip.show_state("timer", "AI late", "age 180 ms, overlay hidden", "warn")
    settle(small)
    for part in (top, strip, small.findChild(ActionBar)):
        assert cut(part) == [], part
    assert {chip.isVisible() for chip in top.findChildren(Chip)} == {True}
    assert strip.findChild(Chip).isVisible()


def test_the_bar_of_replay_leaves_room_for_the_picture(small):
    bar = small.findChild(PlaybackBar)
    press(small, Qt.Key.Key_W)
    small.findChild(Well).setCurrentWidget(small.findChild(Viewport))
    bar.show()
    settle(small)
    inside = bar.rect()
    buttons = [b for b in bar.findChildren(QPushButton) if b.isVisible()]
    assert all(inside.contains(button.geometry()) for button in buttons)
    apart = sorted((b.geometry() for b in buttons), key=QRect.left)
    assert all(one.right() < other.left() for one, other in zip(apart, apart[1:], strict=False))
    assert bar.geometry().bottom() < small.findChild(ActionBar).geometry().top()
    assert small.findChild(Viewport).height() >= 160


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_C, NO_MODIFIER),
        (Qt.Key.Key_W, NO_MODIFIER),
        (Qt.Key.Key_D, NO_MODIFIER),
        (Qt.Key.Key_A, NO_MODIFIER),
        (Qt.Key.Key_E, NO_MODIFIER),
        (Qt.Key.Key_Slash, NO_MODIFIER),
        (Qt.Key.Key_Comma, CTRL),
        (Qt.Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_no_page_of_the_panel_reaches_below_the_window(small, key, modifiers):
    press(small, key, modifiers)
    settle(small)
    panel = small.findChild(SidePanel)
    assert panel.isVisible()
    assert small.rect().contains(QRect(panel.mapTo(small, QPoint(0, 0)), panel.size()))
    for page in panel.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if page.isVisible():
            assert page.minimumSizeHint().height() <= page.height()


def test_the_sheet_of_keys_scrolls(small):
    press(small, Qt.Key.Key_F1)
    settle(small)
    sheet = small.findChild(KeySheet)
    assert small.rect().contains(sheet.geometry())
    last = [cap for cap in sheet.findChildren(KeyCap) if cap.text()][-1]
    assert last.visibleRegion().isEmpty()
    bar = sheet.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not last.visibleRegion().isEmpty()
