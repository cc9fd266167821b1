"""Room profiles beside the picture: choose one, save what is set now, take one in, give it out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.language import noted, say, tr
from app.ui.parts import SEMIBOLD, quiet_button, scrolling, tint, words
from app.ui.side_page import SidePage

ROW_PX = 44


class RoomsPage(SidePage):
    """Lists the saved profiles by name, and says what the operator asks of them."""

    chosen = Signal(str)  # its name
    save_asked = Signal(str)  # under this name
    export_asked = Signal()
    import_asked = Signal()
    delete_asked = Signal(str)  # its name

    def __init__(self) -> None:
        super().__init__(noted("Room profiles"), scrolls=True)
        about = words(
            "Source, model, keys, fans and overlay of a room. Press a profile to use it.",
            15,
            colour=theme.TEXT2,
        )
        about.setWordWrap(True)
        self._names = QVBoxLayout()
        self._names.setSpacing(0)
        self._none = words("No profile is saved yet.", 16, colour=theme.TEXT2)
        self._none.setFixedHeight(ROW_PX)
        self._rows: dict[str, QWidget] = {}
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._none)
        column.addLayout(self._names)
        column.addStretch(1)
        scroll = scrolling(listed)
        scroll.viewport().setAutoFillBackground(False)
        self._said = words(size=15)
        self._said.setWordWrap(True)
        self._said.setMinimumHeight(84)  # words come and go, what is below stays
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._name = QLineEdit()
        self._name.setFont(theme.font(16))
        self._name.setMinimumHeight(40)
        self._name.setMaxLength(40)
        say("Name of this room", on=self._name, part="placeholderText")
        say("Name of this room", on=self._name, part="accessibleName")
        self._name.returnPressed.connect(self._ask_to_save)
        save, export, take = (
            _button(text) for text in (noted("Save"), noted("Export"), noted("Import"))
        )
        save.clicked.connect(self._ask_to_save)
        export.clicked.connect(self.export_asked)
        take.clicked.connect(self.import_asked)
        self.body.addWidget(about)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self._said)
        self.body.addWidget(words("Save what is set now", 16, SEMIBOLD, theme.TEXT2))
        self.body.addLayout(_line(self._name, save))
        self.body.addWidget(words("As a file for another room", 16, SEMIBOLD, theme.TEXT2))
        self.body.addLayout(_line(export, take))

    @property
    def typed(self) -> str:
        return self._name.text()

    @property
    def focused(self) -> str:
        """The name of the profile on whose row the keyboard stands; empty: on none."""
        focus = self.window().focusWidget()
        return next((n for n, row in self._rows.items() if focus and row.isAncestorOf(focus)), "")

    def show_names(self, names: Sequence[str], used: str) -> None:
        """Which profiles are saved, and which of them was chosen last."""
        for row in self._rows.values():
            self._names.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {name: self._row(name, name == used) for name in names}
        self._none.setVisible(not names)

    def show_said(self, sentence: str, is_refusal: bool = False) -> None:
        self._said.setText(sentence)
        tint(self._said, theme.WARN_TEXT if is_refusal else theme.TEXT2)

    def _row(self, name: str, is_used: bool) -> QWidget:
        use = QPushButton(name)
        use.setProperty("role", "row")
        use.setCheckable(True)
        use.setChecked(is_used)
        use.setFont(theme.font(16))
        use.setToolTip(name)  # a long one is cut off, so that Delete has its place
        use.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        use.setFixedHeight(ROW_PX)
        use.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        use.setStyleSheet("text-align: left; padding-left: 8px;")
        use.clicked.connect(lambda _=False: self.chosen.emit(name))
        delete = quiet_button(noted("Delete"), "quiet")
        delete.setFont(theme.font(15))
        delete.setFixedHeight(ROW_PX)
        delete.setAccessibleName(tr("Delete “{name}”").format(name=name))
        delete.clicked.connect(lambda: self.delete_asked.emit(name))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(use, 1)
        line.addWidget(delete)
        self._names.addWidget(row)
        return row

    def _ask_to_save(self) -> None:
        self.save_asked.emit(self._name.text())


def _button(text: str) -> QPushButton:
    button = QPushButton()
    say(text, on=button)
    button.setFont(theme.font(16))
    button.setMinimumHeight(40)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _line(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part, 1)
    return line
