"""The sheet of keys: every command of the table, over the window until a key sends it away."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.actions import ACTIONS, BY_ID, Action, When
from app.ui.parts import SEMIBOLD, key_cap, words

PRACTICE = "probe_"  # what ids of the practice probe begin with
OF_WINDOW = (
    *("source", "open", "picture_tab", "health_tab", "full_screen"),
    *("dim", "keys", "close_top", "quit"),
)
OF_OVERLAY = (
    *("hide", "overlay", "less_fill", "more_fill", "outline", "hatch", "labels", "preset"),
    "fan",
)


class KeySheet(QFrame):
    """Columns of commands with their keys. It takes no focus: the keys go on working below it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("role", "sheet")
        self.setAutoFillBackground(True)
        self.setAccessibleName("Sheet of keys")
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 16, 32, 12)
        row.setSpacing(40)
        for column in columns():
            stack = QVBoxLayout()
            stack.setSpacing(6)
            for title, actions in column.items():
                stack.addWidget(words(title, 16, SEMIBOLD, theme.TEXT2))
                stack.addLayout(_listed(actions))
                stack.addSpacing(10)
            stack.addStretch(1)
            row.addLayout(stack)
        self.hide()

    def show_in_middle(self) -> None:
        """In the middle of its window, above everything."""
        self.adjustSize()
        frame = self.rect()
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
    named = {*OF_WINDOW, *OF_OVERLAY} | {action.id for action in (*practice, *replay)}
    picture = [action for action in ACTIONS if action.id not in named]
    yield {
        "Picture and AI": picture,
        "Window": [BY_ID[name] for name in OF_WINDOW],
    }
    yield {"Overlay": [BY_ID[name] for name in OF_OVERLAY], "Replay": replay}
    if practice:
        yield {"Practice": practice}


def _listed(actions: list[Action]) -> QGridLayout:
    """Words at the left, every key of the action at the right."""
    grid = QGridLayout()
    grid.setVerticalSpacing(2)
    grid.setHorizontalSpacing(20)
    for row, action in enumerate(actions):
        text = action.words.removeprefix("Practice: ")
        grid.addWidget(words(text[0].upper() + text[1:], 15), row, 0)
        caps = QHBoxLayout()
        caps.setSpacing(6)
        caps.addStretch(1)
        for key in action.keys:
            caps.addWidget(key_cap(action, key))
        grid.addLayout(caps, row, 1, Qt.AlignmentFlag.AlignRight)
    return grid
