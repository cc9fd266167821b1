"""What stands on the well before there is a picture: three large ways to get one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.actions import BY_ID, Action
from app.ui.parts import SEMIBOLD, Icon, key_cap, words
from app.video import Device


class Welcome(QFrame):
    """Asks for a source."""

    open_requested = Signal()
    capture_requested = Signal()
    source_requested = Signal(str)

    def __init__(self, practice: str | None, parent: QWidget | None = None) -> None:
        """practice: the source of the bundled loop, None if there is none."""
        super().__init__(parent)
        self.setProperty("role", "well")
        capture = _large("monitor", "Capture card", "Live, from the scanner")
        capture.clicked.connect(self.capture_requested)
        file = _large("folder-open", "Open file", "Clip, DICOM or picture", BY_ID["open"])
        file.clicked.connect(self.open_requested)
        buttons = [capture, file]
        if practice is not None:
            loop = _large("flask", "Practice loop", "A phantom, not a patient")
            loop.clicked.connect(lambda: self.source_requested.emit(practice))
            buttons.append(loop)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._listed: list[QWidget] = []
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(2)
        title = words("No picture yet", 24, SEMIBOLD)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(24)
        column.addLayout(row)
        column.addSpacing(24)
        hint = words("Dropping a file anywhere in the window works too.", 16, colour=theme.TEXT3)
        column.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addLayout(self._recent)
        column.addStretch(3)

    def show_recent(self, sources: Sequence[str]) -> None:
        for former in self._listed:
            former.deleteLater()
        self._listed = [words("Opened before", 14, colour=theme.TEXT3)] if sources else []
        for source in sources:
            button = QPushButton(_short(source))
            button.setProperty("role", "recent")
            button.setFont(theme.font(16))
            button.setFixedHeight(38)
            button.setToolTip(source)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(
                lambda _=False, source=source: self.source_requested.emit(source)
            )
            self._listed.append(button)
        for part in self._listed:
            self._recent.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_devices(self, devices: Sequence[Device]) -> None:
        """A menu of what can be captured from."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for device in devices:
            menu.addAction(device.name, partial(self.source_requested.emit, device.url))
        menu.popup(self.mapToGlobal(self.rect().center()))


def _large(icon: str, title: str, note: str, action: Action | None = None) -> QPushButton:
    button = QPushButton()
    button.setFixedSize(QSize(224, 148))
    button.setAccessibleName(title)
    picture = Icon(32)
    picture.show_icon(icon)
    column = QVBoxLayout(button)
    column.setContentsMargins(12, 20, 12, 16)
    column.setSpacing(6)
    head: list[QLabel] = [words(title, 20, QFont.Weight.DemiBold)]
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addStretch(1)
    if action is not None:
        head.append(key_cap(action))
    for part in head:
        line.addWidget(part)
    line.addStretch(1)
    column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addLayout(line)
    below = words(note, 15)
    below.setProperty("role", "note")
    column.addWidget(below, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    for child in button.findChildren(QWidget):
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return button


def _short(source: str) -> str:
    """The file's name and its folder's."""
    path = Path(source)
    return f"{path.parent.name}/{path.name}" if path.parent.name else source
