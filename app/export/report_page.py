"""The report of an examination as a PDF, for the file: one page, or more where it must."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.export.page import BOX, CORNER_MM, GREY, MM, PAGE, RULE, Ink, pdf_of, set_text, size_of
from app.export.report_file import RESEARCH_USE
from app.export.report_pictures import Gallery
from app.export.report_table import Table
from app.export.report_words import (
    AUDIT,
    TITLE,
    caution_of,
    models_of,
    notes_of,
    origins_of,
    summary_of,
    times_of,
)
from app.report import Report
from app.ui.speech import Speech

MARGIN_MM = 15.0
FOOT_MM = 12.0
GAP_MM = 3.0
# Pictures in a row and their height, in mm: the largest that leave it one page, or else the last.
PICTURES = ((4, 31.0), (5, 25.0), (6, 20.0), (6, 16.5), (6, 20.0))

HEADING = Ink(6.5, QFont.Weight.Bold)
TEXT, WEAK = Ink(2.8), Ink(2.9, colour=GREY)
STRONG = Ink(3.6, QFont.Weight.DemiBold)
CAUTION = Ink(2.8, QFont.Weight.DemiBold)
SMALL = Ink(2.5, colour=GREY)


def report_pdf(report: Report, audit: str, speech: Speech) -> bytes:
    """The PDF's bytes, its letters embedded. audit: SHA-256 of the file beside it."""
    sheet = _Sheet(report, audit, speech, size_of(report.paper))
    paints = [
        partial(sheet.paint, page=page, number=number)
        for number, page in enumerate(sheet.pages, start=1)
    ]
    return pdf_of(report.paper, speech.of(TITLE), paints)


@dataclass(slots=True)
class _Page:
    """What is painted on it, each in its place, and how far down it is full."""

    y: float
    paints: list[Callable[[QPainter], object]] = field(default_factory=list)


class _Sheet:
    """Lays a report out on pages and paints them."""

    def __init__(self, report: Report, audit: str, speech: Speech, size: QSizeF) -> None:
        self._report, self._audit, self._speech = report, audit, speech
        margin = MARGIN_MM * MM
        self._inner = QRectF(margin, margin, size.width() - 2 * margin, size.height() - 2 * margin)
        self._bottom = self._inner.bottom() - FOOT_MM * MM
        self.pages: list[_Page] = []
        for pictures in PICTURES:
            self._lay_out(pictures)
            if len(self.pages) == 1:
                break

    def paint(self, painter: QPainter, page: _Page, number: int) -> None:
        for paint in page.paints:
            paint(painter)
        inner, speech = self._inner, self._speech
        top = inner.bottom() - 9.0 * MM
        painter.fillRect(QRectF(inner.x(), top, inner.width(), 0.2 * MM), QColor(RULE))
        place = QRectF(inner.x(), top + 1.5 * MM, inner.width(), 0)
        line = set_text(painter, speech.of(RESEARCH_USE), SMALL, place)
        audit = speech.of(AUDIT).format(hash=self._audit)
        set_text(painter, audit, SMALL, place.translated(0, line))
        count = speech.of(PAGE).format(page=number, pages=len(self.pages))
        right = Ink(SMALL.size, colour=GREY, align=Qt.AlignmentFlag.AlignRight)
        set_text(painter, count, right, place)

    def _lay_out(self, picture_size: tuple[int, float]) -> None:
        report, speech = self._report, self._speech
        self.pages = [_Page(self._inner.top())]
        self._put_head()
        self._put_box([(caution_of(report, speech), CAUTION)])
        said, *others = summary_of(report, speech)
        self._put_texts([(said, STRONG), *((words, TEXT) for words in others)])
        self._put_table()
        self._put_texts([(words, TEXT) for words in notes_of(report, speech)])
        self._put_texts([(words, SMALL) for words in models_of(report, speech)])
        gallery = Gallery(report, speech, self._inner.width(), picture_size)
        for row, height in gallery.rows():
            self._put(height, partial(gallery.paint, row))

    def _put(self, height: float, paint: Callable[[QPainter, QRectF], object]) -> None:
        """Below what is there, or on a new page if it has no room."""
        page, inner = self.pages[-1], self._inner
        if page.paints and page.y + height > self._bottom:
            page = _Page(inner.top())
            self.pages.append(page)
        box = QRectF(inner.x(), page.y, inner.width(), height)
        page.paints.append(lambda painter: paint(painter, box))
        page.y += height

    def _put_head(self) -> None:
        report, speech, inner = self._report, self._speech, self._inner

        def head(painter: QPainter | None, box: QRectF) -> float:
            y = set_text(painter, speech.of(TITLE), HEADING, box) + 0.5 * MM
            for words in (times_of(report, speech), origins_of(report, speech)):
                y += set_text(painter, words, WEAK, box.translated(0, y)) + 0.3 * MM
            return y + GAP_MM * MM

        self._put(head(None, inner), head)

    def _put_box(self, texts: list[tuple[str, Ink]]) -> None:
        """Words on a ground of their own."""
        pad = 2.2 * MM

        def boxed(painter: QPainter | None, box: QRectF) -> float:
            room = box.adjusted(1.4 * pad, pad, -1.4 * pad, 0)
            return _set(texts, painter, room) + 2 * pad

        def paint(painter: QPainter, box: QRectF) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(BOX))
            ground = box.adjusted(0, 0, 0, -GAP_MM * MM)
            painter.drawRoundedRect(ground, CORNER_MM * MM, CORNER_MM * MM)
            boxed(painter, box)

        self._put(boxed(None, self._inner) + GAP_MM * MM, paint)

    def _put_texts(self, texts: list[tuple[str, Ink]]) -> None:
        """Each may stand on a page of its own."""
        for place, (words, ink) in enumerate(texts, start=1):
            gap = GAP_MM * MM if place == len(texts) else 0.4 * MM
            height = set_text(None, words, ink, self._inner) + gap
            self._put(height, partial(_set, [(words, ink)]))

    def _put_table(self) -> None:
        table = Table(self._report, self._speech, self._inner.width())
        room = self._bottom - self.pages[-1].y
        for columns, height in table.stretches(room, self._bottom - self._inner.top()):
            self._put(height + GAP_MM * MM, partial(table.paint, columns))


def _set(texts: list[tuple[str, Ink]], painter: QPainter | None, place: QRectF) -> float:
    """One below the other, or only measured. Returns their height."""
    y = 0.0
    for words, ink in texts:
        y += set_text(painter, words, ink, place.translated(0, y))
    return y
