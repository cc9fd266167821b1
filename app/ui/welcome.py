"""The ways to get a picture, large. On the well before there is one, or when asked for."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.actions import BY_ID, Action
from app.ui.language import noted, say, tr
from app.ui.parts import SEMIBOLD, Icon, key_cap, quiet_button, words
from app.video import Device
from app.video.practice import PRACTICE

ADDRESS = QSize(460, 40)


class Welcome(QFrame):
    """Asks for a source."""

    open_requested = Signal()
    capture_requested = Signal()
    source_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "well")
        capture = _large("monitor", noted("Capture card"), noted("Live, from the scanner"))
        capture.clicked.connect(self.capture_requested)
        file = _large(
            "folder-open", noted("Open file"), noted("Clip, DICOM or picture"), BY_ID["open"]
        )
        file.clicked.connect(self.open_requested)
        practice = _large("flask", noted("Practice"), noted("A phantom, not a patient"))
        practice.clicked.connect(lambda: self.source_requested.emit(PRACTICE))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        for button in (capture, file, practice):
            row.addWidget(button)
        row.addStretch(1)
        self._address = QLineEdit()
        self._address.setFont(theme.font(16))
        self._address.setFixedSize(ADDRESS)
        say("rtsp://  udp://  tcp://  or screen:x,y,width,height", self._address, "placeholderText")
        say("Address of a stream", self._address, "accessibleName")
        self._address.returnPressed.connect(self._open_address)
        self._listed: list[QWidget] = []
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        column.addStretch(2)
        self._title = words(size=24, weight=SEMIBOLD)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addLayout(row)
        column.addSpacing(16)
        column.addWidget(self._address, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        self._hint = words(size=16, colour=theme.TEXT3)
        column.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addLayout(self._recent)
        column.addStretch(3)
        scroll = QScrollArea()  # for a small window
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.show_way_back(False)

    def show_way_back(self, on: bool) -> None:
        """Whether a picture goes on behind, to which one can return."""
        self._title.setText(tr("Another picture") if on else tr("No picture yet"))
        self._hint.setText(
            tr("Esc goes back to the picture.")
            if on
            else tr("Dropping a file anywhere in the window works too.")
        )

    def show_recent(self, sources: Sequence[str]) -> None:
        for former in self._listed:
            self._recent.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._listed = [words("Opened before", 14, colour=theme.TEXT3)] if sources else []
        for source in sources:
            button = quiet_button(_short(source), "recent")
            button.setFont(theme.font(16))
            button.setFixedHeight(38)
            button.setToolTip(source)
            button.clicked.connect(
                lambda _=False, source=source: self.source_requested.emit(source)
            )
            self._listed.append(button)
        for part in self._listed:
            self._recent.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)

    def _open_address(self) -> None:
        address = self._address.text().strip()
        self._address.clear()  # it may hold a password
        if address:
            self.source_requested.emit(address)

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
    say(title, button, "accessibleName")
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
    below = words(note, 15, colour=theme.TEXT2)
    column.addWidget(below, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    for child in button.findChildren(QWidget):
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return button


def _short(source: str) -> str:
    """The file's name and its folder's."""
    path = Path(source)
    return f"{path.parent.name}/{path.name}" if path.parent.name else source
