"""The sheet of keys: every command of the table, over the window until a key sends it away."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.actions import ACTIONS, BY_ID, Action, When
from app.ui.bindings import MOST_KEYS
from app.ui.language import noted, say, tr
from app.ui.parts import SEMIBOLD, KeyCap, scrolling, words

ROW_PX = 18
BAR_PX = 10  # of the bar that it is scrolled by, in a low window
PRACTICE = "probe_"  # what ids of the practice probe begin with
OF_WINDOW = (
    *("source", "open", "picture_tab", "health_tab", "full_screen", "dim"),
    *("palette", "settings", "keys", "close_top", "quit"),
)
OF_EXAM = (
    *("checklist_tab", "item_up", "item_down", "confirm", "not_obtainable", "take_back", "undo"),
    *(
        "new_exam",
        "report",
        "view_head",
        "view_neck",
        "view_thorax",
        "view_abdomen",
        "view_extremity",
    ),
    *("view_spine", "view_none", "view_model"),
)
OF_OVERLAY = (
    *("hide", "overlay", "less_fill", "more_fill", "outline", "hatch", "labels", "preset"),
    *("colours", "lines", "fan"),
)
OF_PATIENT = (*("patient_window", "patient_picture", "patient_live", "patient_black", "handout"),)


class KeySheet(QFrame):
    """Columns of commands with their keys. It takes no focus: the keys go on working below it.

    In a window that is too low for all it scrolls by the wheel.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._names: list[tuple[QLabel, Action]] = []
        self.setProperty("role", "sheet")
        self.setAutoFillBackground(True)
        say("Sheet of keys", on=self, part="accessibleName")
        self._listing = QWidget()
        row = QHBoxLayout(self._listing)
        row.setContentsMargins(16, 8, 16, 4)
        row.setSpacing(24)
        for column in columns():
            stack = QVBoxLayout()
            stack.setSpacing(2)
            for title, actions in column.items():
                stack.addWidget(words(title, 15, SEMIBOLD))
                stack.addLayout(self._listed(actions))
                stack.addSpacing(4)
            stack.addStretch(1)
            row.addLayout(stack)
        self._scroll = scrolling(self._listing)
        self._scroll.viewport().setAutoFillBackground(False)
        around = QHBoxLayout(self)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self._scroll)
        self.hide()

    def _listed(self, actions: list[Action]) -> QGridLayout:
        """Words at the left, every key of the action at the right."""
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(16)
        for row, action in enumerate(actions):
            name = words(size=14, colour=theme.TEXT2)
            name.setFixedHeight(ROW_PX)
            self._names.append((name, action))
            grid.addWidget(name, row, 0)
            caps = QHBoxLayout()
            caps.setSpacing(4)
            caps.addStretch(1)
            for place in range(MOST_KEYS):
                caps.addWidget(KeyCap(action, place, ROW_PX))
            grid.addLayout(caps, row, 1, Qt.AlignmentFlag.AlignRight)
        return grid

    def show_in_middle(self) -> None:
        """In the middle of its window, above everything."""
        for label, action in self._names:
            label.setText(_short(action))
        if (layout := self._listing.layout()) is not None:
            layout.activate()  # it was hidden while words and keys changed
        frame = QRect(QPoint(), self._listing.sizeHint() + QSize(2 + BAR_PX, 2))
        frame.setSize(frame.size().boundedTo(self._window.size()))
        frame.moveCenter(self._window.rect().center())
        self.setGeometry(frame)
        self.raise_()
        self.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()


def columns() -> Iterator[dict[str, list[Action]]]:
    """Titles and what stands below them, column by column; every action once."""
    practice = [action for action in ACTIONS if action.id.startswith(PRACTICE)]
    replay = [action for action in ACTIONS if action.when is When.REPLAY]
    named = {*OF_WINDOW, *OF_OVERLAY, *OF_EXAM, *OF_PATIENT} | {
        action.id for action in (*practice, *replay)
    }
    picture = [action for action in ACTIONS if action.id not in named]
    yield {
        noted("Picture and AI"): picture,
        noted("Overlay"): [BY_ID[name] for name in OF_OVERLAY],
        noted("For the patient"): [BY_ID[name] for name in OF_PATIENT],
    }
    yield {
        noted("Checklist"): [BY_ID[name] for name in OF_EXAM],
        noted("Window"): [BY_ID[name] for name in OF_WINDOW],
    }
    yield {
        noted("Replay, and frozen"): replay,
        noted("Practice"): practice,
    }


def _short(action: Action) -> str:
    """Its words; those of practice stand below that title."""
    text = tr(action.words)
    if not action.id.startswith(PRACTICE):
        return text
    text = text.partition(": ")[2]
    return text[0].upper() + text[1:]
