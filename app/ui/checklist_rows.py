"""Rows of the checklist: the head of a group, an item, and what stands below the chosen one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.checklist import Group, Item
from app.exam import ExamState, ItemStatus, Reason
from app.ui import theme
from app.ui.actions import BY_ID
from app.ui.exam_words import REASONS, note_of, status_words
from app.ui.glyphs import Dots, Glyph
from app.ui.language import say, term, tr
from app.ui.parts import SEMIBOLD, ActionButton, Elided, Icon, tint, words

GROUP_PX, ITEM_PX, LEAST_PX = 44, 48, 40
SIDE_PX = 8  # rows reach so far beyond the panel's texts
HAND_PX = 16


class GroupHead(QPushButton):
    """Name of a group; closed with a sign for each item, open with how many are confirmed."""

    def __init__(self, group: Group) -> None:
        super().__init__()
        self._group = group
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(GROUP_PX)
        self._arrow = Icon(16)
        self._name = Elided()
        self._name.setFont(theme.font(17, SEMIBOLD))
        self._count = words(size=14, colour=theme.TEXT2)
        self._dots = Dots(len(group.items))
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE_PX, 0, SIDE_PX, 0)
        row.setSpacing(8)
        row.addWidget(self._arrow)
        row.addWidget(self._name, 1)
        row.addWidget(self._count)
        row.addWidget(self._dots)
        _let_through(self)

    def set_compact(self, compact: bool) -> None:
        self.setFixedHeight(LEAST_PX - 2 if compact else GROUP_PX)

    def show_group(self, exam: ExamState, is_open: bool, language: str) -> None:
        statuses = [exam.status(item.id) for item in self._group.items]
        name = term(self._group.titles, language)
        done = tr("{done} of {total}").format(
            done=statuses.count(ItemStatus.CONFIRMED), total=len(statuses)
        )
        self._arrow.show_icon("caret-down" if is_open else "caret-right", theme.TEXT2)
        self._name.setText(name)
        self._count.setText(done)
        self._count.setVisible(is_open)
        self._dots.setVisible(not is_open)
        self._dots.show_statuses(statuses)
        self.setAccessibleName(tr("{group}, {done} confirmed").format(group=name, done=done))


class ItemRow(QPushButton):
    """Sign, name and state of one item. A press on the sign confirms, elsewhere it chooses."""

    confirm_requested = Signal()

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item
        self.setProperty("role", "row")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._glyph = Glyph()
        self._name = Elided()
        self._hand = Icon(HAND_PX)
        self._hand.show_icon("hand", theme.TEXT3)
        self._state = words(size=14, colour=theme.TEXT2)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SIDE_PX, 0, SIDE_PX, 0)
        for part in (self._glyph, self._name, self._hand, self._state):
            row.addWidget(part, 1 if part is self._name else 0)
        self.set_compact(False)
        _let_through(self)

    def set_compact(self, compact: bool) -> None:
        self._is_compact = compact
        self._name.setFont(theme.font(16 if compact else 17, theme.MEDIUM))
        self._row.setSpacing(8 if compact else 10)
        self.setFixedHeight(LEAST_PX if compact else ITEM_PX)

    def show_item(self, exam: ExamState, is_manual: bool, is_chosen: bool, language: str) -> None:
        status = exam.status(self._item.id)
        name, state = term(self._item.titles, language), status_words(status, is_manual, False)
        waits = is_manual and status is ItemStatus.NOT_SEEN
        self._glyph.show_status(status)
        self._name.setText(name)
        self._state.setText(status_words(status, is_manual, self._is_compact))
        tint(self._state, theme.TEXT2 if status is not ItemStatus.NOT_SEEN else theme.TEXT3)
        self._hand.setVisible(waits)
        self.setChecked(is_chosen)
        self.setToolTip(name)
        self.setAccessibleName(f"{name}, {state}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        reach = self._glyph.geometry().right() + SIDE_PX
        if event.button() is Qt.MouseButton.LeftButton and 0 <= event.position().x() <= reach:
            self.confirm_requested.emit()


class Detail(QWidget):
    """Below the chosen row: what the model contributes, and what a person may say; or reasons."""

    asked = Signal(str)  # the id of an action
    reason_chosen = Signal(object)  # Reason

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._note = words(size=14, colour=theme.TEXT2)
        self._note.setWordWrap(True)
        self._buttons = {
            name: ActionButton(BY_ID[name], size=15)
            for name in ("confirm", "not_obtainable", "take_back")
        }
        self._says, self._asks = QWidget(), QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._says)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        for name, button in self._buttons.items():
            button.show_icon(False)
            button.setFixedHeight(LEAST_PX)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
            self._row.addWidget(button)
        asks = QGridLayout(self._asks)
        asks.setContentsMargins(0, 0, 0, 0)
        asks.setSpacing(8)
        for place, (reason, text) in enumerate(REASONS.items()):
            asks.addWidget(self._reason(reason, text), place // 3, place % 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE_PX, 6, SIDE_PX, 10)
        column.setSpacing(8)
        for part in (self._note, self._says, self._asks):
            column.addWidget(part)

    def set_compact(self, compact: bool) -> None:
        """In a narrow panel the buttons stand one below the other."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if compact else across)

    def show_detail(
        self, item: Item, exam: ExamState, is_manual: bool, asks: bool, language: str
    ) -> None:
        """What can be said of this item; or, when asked, why it cannot be had."""
        has_word = exam.items[item.id].word is not None
        self._note.setText(
            tr("Why not? Another route, such as transvaginal, may show it.")
            if asks
            else note_of(item, exam, is_manual, language)
        )
        is_confirmed = exam.status(item.id) is ItemStatus.CONFIRMED
        self._buttons["confirm"].setVisible(not is_confirmed)
        self._buttons["not_obtainable"].setVisible(not has_word)
        self._buttons["take_back"].setVisible(has_word)
        self._says.setVisible(not asks)
        self._asks.setVisible(asks)

    def _reason(self, reason: Reason, text: str) -> QPushButton:
        button = QPushButton()
        say(text, on=button)
        button.setFont(theme.font(15))
        button.setFixedHeight(ITEM_PX)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.reason_chosen.emit(reason))
        return button


def _let_through(button: QPushButton) -> None:
    """Its parts leave the mouse to it."""
    for child in button.findChildren(QWidget):
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
