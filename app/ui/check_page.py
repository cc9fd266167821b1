"""The sheet of the room beside the picture: row after row, and a button that saves it to print."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.doctor.sheet import Check, Result, Sheet
from app.ui import theme
from app.ui.language import in_words, noted, say, tr
from app.ui.parts import SEMIBOLD, Icon, scrolling, tint, words
from app.ui.side_page import SidePage

SCROLL_GAP_PX = 8  # between the words and the scroll bar
NARROW = "\u200b"  # a place to break at that takes no room
BREAKS = re.compile(r"(?<=[/\\&?])(?=\w{2})")  # in addresses and paths, which have no spaces

ICONS = {
    Result.PASSED: ("check", theme.TEXT),
    Result.FAILED: ("warning", theme.WARN),
    Result.NOT_CHECKED: ("minus", theme.TEXT3),
}
RESULTS = {
    Result.PASSED: noted("passed"),
    Result.FAILED: noted("failed"),
    Result.NOT_CHECKED: noted("not measured"),
}


class CheckPage(SidePage):
    """Shows the rows that are known, and says when someone wants them as a page."""

    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__(noted("Check of this room"))
        self._summary = words(size=16, weight=SEMIBOLD)
        self._summary.setWordWrap(True)
        self._summary.setMinimumHeight(44)
        self._said = words(size=15, colour=theme.TEXT2)
        self._said.setWordWrap(True)
        self._said.setMinimumHeight(44)
        self._save = QPushButton()
        say("Save as a page to print", on=self._save)
        self._save.setFont(theme.font(16))
        self._save.setMinimumHeight(44)
        self._save.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._save.clicked.connect(self.save_asked)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, SCROLL_GAP_PX, 0)
        column.setSpacing(0)
        self._listed: list[CheckRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        column.addLayout(self._rows)
        column.addStretch(1)
        scroll = scrolling(listed)
        scroll.viewport().setAutoFillBackground(False)
        self.body.addWidget(self._summary)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self._said)
        self.body.addWidget(self._save)
        self.show_sheet(None, ())

    def show_sheet(self, sheet: Sheet | None, checks: tuple[Check, ...]) -> None:
        """The rows so far; once all of them are known the sheet, what failed at its top."""
        if sheet is not None:
            checks = tuple(sorted(checks, key=lambda c: c.result is not Result.FAILED))
        for former in self._listed:
            self._rows.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._listed = [CheckRow(check) for check in checks]
        for row in self._listed:
            self._rows.addWidget(row)
        self._save.setEnabled(sheet is not None)
        if sheet is None:
            self._summary.setText(tr("Checking. The picture goes on; the overlay may be late."))
            self._said.setText(tr("It can be saved as a page when everything is checked."))
            return
        self._said.clear()
        verdict = tr("This room is ready.") if sheet.is_passed else tr("This room is not ready.")
        self._summary.setText(f"{verdict} {in_words(sheet.summary)}.")

    def show_stopped(self, sentence: str) -> None:
        """The check could not go on; what was found stays."""
        self._summary.setText(sentence)
        self._said.clear()

    def show_said(self, sentence: str) -> None:
        self._said.setText(sentence)


class CheckRow(QWidget):
    """Sign and name, result in words; below what was found, and what to do."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        icon, colour = ICONS[check.result]
        sign = Icon(20)
        sign.show_icon(icon, colour)
        name, result = words(size=16), words(size=15, colour=theme.TEXT2)
        name.setText(in_words(check.name))
        name.setWordWrap(True)
        result.setText(tr(RESULTS[check.result]))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(name, 0, 1)
        grid.addWidget(result, 0, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        is_failed = check.result is Result.FAILED
        for row, (text, colour) in enumerate(
            (
                (check.found, theme.TEXT2),
                (check.advice, theme.WARN_TEXT if is_failed else theme.TEXT2),
            )
        ):
            if not text:
                continue
            line = words(size=15)
            line.setText(BREAKS.sub(NARROW, in_words(text)))
            line.setWordWrap(True)
            tint(line, colour)
            grid.addWidget(line, row + 1, 1, 1, 2)
