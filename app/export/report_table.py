"""The checklist on the page of a report: groups in two columns, a row for each item."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.exam import ItemStatus
from app.export.page import GREY, INK, MM, RULE, Ink, set_text
from app.report import MODEL, OPERATOR, Entry, Report
from app.ui.exam_words import REASONS, STATUSES
from app.ui.glyphs import paint_sign
from app.ui.language import noted
from app.ui.speech import Speech

GAP_MM = 8.0  # between the columns
SIGN_MM, INDENT_MM = 3.1, 4.6
STATE_MM, WHO_MM, TIME_MM = 21.0, 12.5, 12.5  # widths of what stands at the right of a row
PAD_MM = 0.3  # above and below a row
GROUP_GAP_MM = 1.6
MOST_ITEMS = 28  # of a group that stand together
WHO = {OPERATOR: noted("operator"), MODEL: noted("model")}
MANUAL = noted("manual")
REASON = noted("reason: {reason}")

GROUP = Ink(2.9, QFont.Weight.Bold)
NAME, STATE, TIME = Ink(2.7), Ink(2.7), Ink(2.7, align=Qt.AlignmentFlag.AlignRight)
OPEN_STATE = Ink(2.7, colour=GREY)
WEAK = Ink(2.4, colour=GREY)


@dataclass(frozen=True, slots=True)
class Part:
    """Items of one group that stand together below its name."""

    entries: tuple[Entry, ...]
    height: float


class Table:
    """Measures and paints rows in columns of a width."""

    def __init__(self, report: Report, speech: Speech, width: float) -> None:
        """width: of both columns and the gap between them"""
        self._speech = speech
        self.step = (width + GAP_MM * MM) / 2
        self._width = self.step - GAP_MM * MM
        self._parts = [self._part(entries) for entries in _groups(report.entries)]

    def stretches(self, room: float, page: float) -> Iterator[tuple[list[list[Part]], float]]:
        """Columns and their height, as many as it takes.

        room  there is on the first page, page on all others
        """
        left = self._parts
        while left:
            height = min(self._even(left), room)
            columns, rest = _filled(left, height)
            if len(rest) == len(left) and room >= page:  # higher than a page: cut off, never lost
                columns, rest = [[left[0]], []], left[1:]
            left, room = rest, page
            yield columns, max((_height(column) for column in columns), default=0.0)

    def paint(self, columns: Sequence[Sequence[Part]], painter: QPainter, box: QRectF) -> None:
        for place, column in enumerate(columns):
            x, y = box.x() + place * self.step, box.y()
            for part in column:
                self._set_part(painter, part.entries, x, y)
                y += part.height

    def _even(self, parts: Sequence[Part]) -> float:
        """The least height of two columns that hold all of them."""
        height = max(_height(parts) / 2, max(part.height for part in parts))
        while _filled(parts, height)[1]:
            height += MM
        return height

    def _part(self, entries: tuple[Entry, ...]) -> Part:
        return Part(entries, self._set_part(None, entries, 0.0, 0.0))

    def _set_part(
        self, painter: QPainter | None, entries: tuple[Entry, ...], x: float, y: float
    ) -> float:
        """Set it, or only measure. Returns its height."""
        top, name = y, self._speech.term(entries[0].group.titles)
        y += set_text(painter, name, GROUP, QRectF(x, y, self._width, 0)) + PAD_MM * MM
        for entry in entries:
            if painter is not None:
                painter.fillRect(QRectF(x, y, self._width, 0.15 * MM), QColor(RULE))
            y += PAD_MM * MM
            y += self._set_row(painter, entry, QRectF(x, y, self._width, 0)) + PAD_MM * MM
        return y - top + GROUP_GAP_MM * MM

    def _set_row(self, painter: QPainter | None, entry: Entry, row: QRectF) -> float:
        status, speech = entry.state.status, self._speech
        state_x = row.right() - (STATE_MM + WHO_MM + TIME_MM) * MM
        who_x = state_x + STATE_MM * MM
        name_x = row.x() + INDENT_MM * MM
        place = QRectF(name_x, row.y(), state_x - name_x - MM, 0)
        height = self._set_name(painter, entry, place)
        ink = OPEN_STATE if status is ItemStatus.NOT_SEEN else STATE
        words = speech.of(STATUSES[status][0])
        state = QRectF(state_x, row.y(), STATE_MM * MM, 0)
        line = set_text(painter, words, ink, state)
        if entry.by is not None:
            set_text(painter, speech.of(WHO[entry.by]), STATE, state.translated(STATE_MM * MM, 0))
        if entry.at is not None:
            time = QRectF(who_x, row.y(), row.right() - who_x, 0)
            set_text(painter, f"{entry.at:%H:%M:%S}", TIME, time)
        if entry.state.word is not None and entry.state.word.reason is not None:
            reason = speech.of(REASON).format(reason=speech.of(REASONS[entry.state.word.reason]))
            below = QRectF(state_x, row.y() + line, row.right() - state_x, 0)
            line += set_text(painter, reason, WEAK, below)
        if painter is not None:
            sign = QRectF(row.x(), row.y() + 0.35 * MM, SIGN_MM * MM, SIGN_MM * MM)
            paint_sign(painter, sign, status, QColor(INK), QColor("white"))
        return max(height, line, SIGN_MM * MM)

    def _set_name(self, painter: QPainter | None, entry: Entry, place: QRectF) -> float:
        """The item; and that no model sees it, beside the name or else below it."""
        name, manual = self._speech.term(entry.item.titles), self._speech.of(MANUAL)
        height = set_text(painter, name, NAME, place)
        if not entry.is_manual:
            return height
        start = QFontMetricsF(NAME.font).horizontalAdvance(name) + 1.5 * MM
        if start + QFontMetricsF(WEAK.font).horizontalAdvance(manual) <= place.width():
            drop = (NAME.size - WEAK.size) * MM
            set_text(painter, manual, WEAK, place.adjusted(start, drop, 0, 0))
            return height
        return height + set_text(painter, manual, WEAK, place.translated(0, height))


def _groups(entries: Sequence[Entry]) -> Iterator[tuple[Entry, ...]]:
    """Items of one group; of a very large one so many as a column surely holds."""
    start = 0
    for place in range(1, len(entries) + 1):
        is_last = place == len(entries)
        is_other = is_last or entries[place].group is not entries[start].group
        if is_other or place - start == MOST_ITEMS:
            yield tuple(entries[start:place])
            start = place


def _filled(parts: Sequence[Part], height: float) -> tuple[list[list[Part]], list[Part]]:
    """Two columns of this height at most, and what had no room."""
    columns: list[list[Part]] = [[], []]
    left = list(parts)
    for column in columns:
        while left and _height(column) + left[0].height <= height:
            column.append(left.pop(0))
    return columns, left


def _height(parts: Sequence[Part]) -> float:
    return sum(part.height for part in parts)
