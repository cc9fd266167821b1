"""What can be pressed, dragged or typed into has a name, on every page, in both languages."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLineEdit, QScrollBar

from app.settings import Settings
from app.ui.language import use_language
from app.ui.timeline import Timeline
from app.ui.viewport import Viewport
from tests.app.ui.hand import press

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
CONTROLS = (QAbstractButton, QAbstractSlider, QLineEdit, Timeline, Viewport)
NOT_TRANSLATED = {"English", "Letter", "A4", "ONNX Runtime", "float32", "test-model 2026"}
WAYS = {  # the keys that lead to a page
    "this picture": [(Key.Key_W,)],
    "health": [(Key.Key_D,)],
    "tray": [(Key.Key_A,)],
    "views": [(Key.Key_V,)],
    "keys": [(Key.Key_F1,)],
    "commands": [(Key.Key_Slash,)],
    "measuring": [(Key.Key_M,)],
    "hand-out": [(Key.Key_P,), (Key.Key_I,), (Key.Key_E,)],
    "settings": [(Key.Key_Comma, CTRL)],
    "rooms": [(Key.Key_P, CTRL | SHIFT)],
    "another source": [(Key.Key_N, CTRL)],
    "reasons": [(Key.Key_Down,), (Key.Key_N,)],
}


@pytest.fixture(params=["en", "ko"])
def pages(request, open_window, clip, qtbot):
    """By page, what a screen reader would say of each control on it and around it."""
    window = open_window(settings=Settings(language=request.param))
    window.resize(1280, 800)
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=60_000)
    yield {page: names_after(window, way) for page, way in WAYS.items()}
    use_language("en")


def names_after(window, way):
    press(window, Key.Key_Escape)
    for step in way:
        press(window, *step)
    window.show_frame()
    shown = (part for kind in CONTROLS for part in window.findChildren(kind) if part.isVisible())
    return [
        part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
        for part in shown
        if not isinstance(part, QScrollBar)
    ]


def is_english(name):
    has_words = re.search("[A-Za-z]{4,}", name) and not re.search("[가-힣]", name)
    return has_words and name not in NOT_TRANSLATED and not name.endswith("clip.mp4")


def test_every_control_of_every_page_has_a_name(pages):
    assert min(map(len, pages.values())) > 10
    assert [page for page, said in pages.items() if not all(said)] == []


@pytest.mark.parametrize("pages", ["ko"], indirect=True)
def test_in_korean_no_name_is_english(pages):
    assert {name for said in pages.values() for name in said if is_english(name)} == set()
