"""In a small window, 1280 x 800, what stands at the right can be read whole, in both languages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.checklist import built_in
from app.exam import begin
from app.settings import Settings
from app.ui.actions import ACTIONS, BY_ID
from app.ui.checklist_rows import ItemRow
from app.ui.key_rows import KeyRow
from app.ui.language import use_language
from app.ui.parts import Elided, KeyCap
from app.ui.picture_panel import Segments
from app.ui.settings_page import SettingsPage
from app.ui.side_panel import SidePanel
from tests.app.ui.hand import press

LIST_PX = 261  # of all commands in such a window, beside the bar
ROW_PX = 277  # of the list in such a window, beside the bar that it is scrolled by


@pytest.fixture
def english(qapp):
    yield
    use_language("en")


@pytest.mark.parametrize("code", ["en", "ko"])
@pytest.mark.parametrize("item", built_in().items, ids=lambda item: item.id)
def test_a_name_on_the_checklist(dressed, qtbot, english, item, code):
    use_language(code)
    row = ItemRow(item)
    qtbot.addWidget(row)
    row.set_compact(True)
    row.show_item(begin(built_in()), item.by == "manual", False, code)
    row.setFixedWidth(ROW_PX)
    row.show()
    name = row.findChild(Elided)
    assert name.fontMetrics().horizontalAdvance(name.text()) <= name.width()


@pytest.mark.parametrize("code", ["en", "ko"])
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_a_name_and_its_keys_in_lists_of_commands(dressed, qtbot, english, action, code):
    use_language(code)
    row = KeyRow(action)
    qtbot.addWidget(row)
    row.setFixedWidth(LIST_PX)
    row.show()
    row.grab()  # laid out
    name, caps = row.findChild(Elided), [c for c in row.findChildren(KeyCap) if c.isVisible()]
    assert name.fontMetrics().horizontalAdvance(name.text()) <= name.width()
    assert [cap.text() for cap in caps] == list(action.keys)
    assert all(row.rect().contains(part.geometry()) for part in (name, *caps))


def test_a_row_with_many_keys_is_higher_and_low_again_where_there_is_room(dressed, qtbot):
    row = KeyRow(BY_ID["palette"])
    qtbot.addWidget(row)
    row.show()
    heights = []
    for width in (LIST_PX, 2 * LIST_PX):
        row.setFixedWidth(width)
        row.grab()
        heights.append(row.height())
    assert heights[0] > heights[1] >= 44


@pytest.mark.parametrize("code", ["en", "ko"])
def test_the_names_of_all_four_tabs(open_window, qtbot, english, code):
    window = open_window(settings=Settings(language=code))
    window.resize(1280, 800)
    window.station.open("phantom?seed=2")
    panel = window.findChild(SidePanel)
    tabs = [b for b in panel.findChildren(QPushButton) if b.property("role") == "tab"]

    def are_whole():
        spare = [tab.width() - tab.fontMetrics().horizontalAdvance(tab.text()) for tab in tabs]
        return all(tab.isVisible() for tab in tabs) and min(spare) >= 0

    qtbot.waitUntil(are_whole, timeout=20_000)
    assert len(tabs) == 4
    assert tabs[-1].geometry().right() <= panel.width()


@pytest.mark.parametrize("code", ["en", "ko"])
def test_the_choices_of_the_settings(open_window, english, code):
    window = open_window(settings=Settings(language=code))
    window.resize(1280, 800)
    press(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    page = window.findChild(SettingsPage)
    choices = page.findChildren(Segments)
    page.grab()  # laid out
    assert len(choices) == 3
    for choice in choices:
        assert choice.visibleRegion().boundingRect() == choice.rect()
        for button in choice.findChildren(QPushButton):
            assert button.width() >= button.minimumSizeHint().width()
