"""The hand-out page: pictures of the scan in plain words, as a PDF. It is no medical report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import (
    QDate,
    QLocale,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.export.page import (
    BOX,
    CORNER_MM,
    DATE,
    DOT_MM,
    GREY,
    MM,
    PAGE,
    RULE,
    Ink,
    paint_dot,
    paint_picture,
    pdf_of,
    set_text,
    size_of,
)
from app.export.whole import free_stem, write_whole
from app.patient import PatientPicture
from app.settings import Paper
from app.ui.language import noted
from app.ui.patient_scene import PRACTICE
from app.ui.speech import Speech
from inference.errors import ToldError

MOST_PICTURES = 5
MARGIN_MM, GAP_MM = 18.0, 6.0
FOOT_MM, CLOSING_GAP_MM = 9.0, 4.0
LARGE_MM, HALF_MM = (50.0, 96.0), (32.0, 58.0)  # least and most height of a picture
HASH_SHOWN = 8
TITLE = noted("Your first-trimester scan")
INTRO = noted("These are pictures of your scan, with a few parts named to help you find your way.")
NO_VIEW = noted("A picture from your scan")
CLOSING = noted(
    "For explanation only. This page is not a medical report and says nothing about health."
)
ASK = noted("Please ask your doctor or midwife about the results of your scan.")
OUTLINES = noted(
    "Outlines by Fetalens {version}, model {model}, chosen by your sonographer. Research use."
)
NO_OUTLINES = noted("Fetalens {version}, chosen by your sonographer. Research use.")

HEADING = Ink(8.0, QFont.Weight.Bold)
SECOND_HEADING = Ink(6.2, QFont.Weight.DemiBold)
TEXT = Ink(4.0, colour=GREY)
CLINIC = Ink(3.6, colour=GREY, align=Qt.AlignmentFlag.AlignRight)
CAPTION = Ink(4.6, QFont.Weight.DemiBold)
SENTENCE, NAME = Ink(3.5, colour=GREY), Ink(3.8)
STRONG, WEAK = Ink(3.6, QFont.Weight.DemiBold), Ink(3.6, colour=GREY)
SMALL = Ink(2.7, colour=GREY)


class HandoutError(ToldError):
    """The page could not be written; one sentence for the operator."""


@dataclass(frozen=True, slots=True, eq=False)
class Handout:
    """What stands on the page.

    pictures  the first is large; five at most
    speeches  one language, or two that stand one above the other
    clinic    its name and address; "" for none
    """

    pictures: tuple[PatientPicture, ...]
    speeches: tuple[Speech, ...]
    paper: Paper = Paper.A4
    clinic: str = ""

    @property
    def date(self) -> datetime | None:
        """When the pictures were taken; None if that of one is not known."""
        days = [picture.taken for picture in self.pictures]
        return None if None in days else days[0]

    @property
    def is_practice(self) -> bool:
        return any(picture.is_practice for picture in self.pictures)


def write_handout(handout: Handout, folder: Path, made: datetime) -> Path:
    """Write the page as a PDF, whole or not at all. HandoutError if the disk refuses.

    Its name holds date and time, nothing of a patient.
    """
    content = handout_pdf(handout)
    stem = free_stem(folder, f"hand-out {made:%Y-%m-%d %H.%M.%S}", ".pdf")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return write_whole(folder / f"{stem}.pdf", content)
    except OSError as error:
        raise HandoutError(
            f"The page could not be kept in {folder}: {error.strerror}. "
            "The picture goes on; free the disk or choose another folder."
        ) from error


def handout_pdf(handout: Handout) -> bytes:
    """The PDF's bytes, its letters embedded."""
    sheet = _Sheet(handout, size_of(handout.paper))
    pages = list(sheet.pages())
    paints = [
        partial(sheet.paint, rows=rows, page=number, pages=len(pages))
        for number, rows in enumerate(pages, start=1)
    ]
    return pdf_of(handout.paper, handout.speeches[0].of(TITLE), paints)


@dataclass(frozen=True, slots=True)
class _Row:
    """One large picture, or up to two of half the width, with their captions."""

    pictures: tuple[PatientPicture, ...]
    width: float
    heights: tuple[float, float]
    caption: float

    @property
    def least(self) -> float:
        return self.heights[0] + self.caption

    def most(self) -> float:
        """As high as the widest picture needs to fill its width."""
        natural = max(self.width * p.crop.height / p.crop.width for p in self.pictures)
        return min(max(natural, self.heights[0]), self.heights[1])


class _Sheet:
    """Breaks a hand-out into pages and paints them."""

    def __init__(self, handout: Handout, size: QSizeF) -> None:
        self._handout = handout
        margin = MARGIN_MM * MM
        self._inner = QRectF(margin, margin, size.width() - 2 * margin, size.height() - 2 * margin)
        self._half = (self._inner.width() - GAP_MM * MM) / 2

    def pages(self) -> Iterator[list[_Row]]:
        """Rows that fit on one page, page by page."""
        page: list[_Row] = []
        for row in self._rows():
            if page and sum(r.least for r in (*page, row)) > self._room():
                yield page
                page = []
            page.append(row)
        yield page

    def paint(self, painter: QPainter, rows: Sequence[_Row], page: int, pages: int) -> None:
        y = self._inner.top() + self._head(painter)
        spare = self._room() - sum(row.least for row in rows)
        wishes = [row.most() - row.heights[0] for row in rows]
        share = min(1.0, max(spare, 0.0) / sum(wishes)) if sum(wishes) > 0 else 0.0
        for row, wish in zip(rows, wishes, strict=True):
            y += self._paint_row(painter, row, y, row.heights[0] + share * wish)
        self._closing(painter)
        self._paint_foot(painter, page, pages)

    def _rows(self) -> list[_Row]:
        first, *others = self._handout.pictures
        pairs = [tuple(others[i : i + 2]) for i in range(0, len(others), 2)]
        rows = [self._row((first,), self._inner.width(), LARGE_MM)]
        return rows + [self._row(pair, self._half, HALF_MM) for pair in pairs]

    def _row(
        self, pictures: tuple[PatientPicture, ...], width: float, heights_mm: tuple[float, float]
    ) -> _Row:
        caption = max(self._caption(None, p, QRectF(0, 0, width, 0)) for p in pictures)
        least, most = (height * MM for height in heights_mm)
        return _Row(pictures, width, (least, most), caption + GAP_MM * MM)

    def _room(self) -> float:
        """For rows on a page: between its head and its closing words."""
        used = self._head(None) + self._closing(None) + (FOOT_MM + CLOSING_GAP_MM) * MM
        return self._inner.height() - used

    def _head(self, painter: QPainter | None) -> float:
        """Title, date, clinic, a rule, and what the page is. Returns its height."""
        speeches, inner = self._handout.speeches, self._inner
        left = QRectF(inner.x(), inner.y(), inner.width() * 0.64, 0)
        right = QRectF(left.right(), inner.y() + 2 * MM, inner.width() * 0.36, 0)
        y = 0.0
        for speech, ink in zip(speeches, (HEADING, SECOND_HEADING), strict=False):
            y += set_text(painter, speech.of(TITLE), ink, left.translated(0, y)) + MM
        if (date := self._handout.date) is not None:
            day = "   ".join(
                QLocale(speech.code).toString(_day(date), speech.of(DATE)) for speech in speeches
            )
            y += set_text(painter, day, TEXT, left.translated(0, y)) + MM
        if self._handout.clinic:
            y = max(y, 3 * MM + set_text(painter, self._handout.clinic, CLINIC, right))
        y += 2 * MM
        if painter is not None:
            painter.fillRect(
                QRectF(inner.x(), inner.y() + y, inner.width(), 0.3 * MM), QColor(RULE)
            )
        y += 4 * MM
        for speech in speeches:
            place = QRectF(inner.x(), inner.y() + y, inner.width(), 0)
            y += set_text(painter, speech.of(INTRO), TEXT, place)
        return y + 3 * MM

    def _paint_row(self, painter: QPainter, row: _Row, y: float, height: float) -> float:
        x = self._inner.x()
        for picture in row.pictures:
            stamp = self._handout.speeches[0].of(PRACTICE) if picture.is_practice else ""
            paint_picture(painter, picture, QRectF(x, y, row.width, height), stamp)
            self._caption(painter, picture, QRectF(x, y + height, row.width, 0))
            x += row.width + GAP_MM * MM
        return height + row.caption

    def _caption(self, painter: QPainter | None, picture: PatientPicture, place: QRectF) -> float:
        """Title and sentence in each language, then the names with their numbers."""
        y, view = 2.5 * MM, picture.view
        for speech in self._handout.speeches:
            title = speech.of(NO_VIEW) if view is None else speech.term(view.patient_titles)
            y += set_text(painter, title, CAPTION, place.translated(0, y))
            if view is not None:
                sentence = speech.term(view.patient_sentences)
                y += set_text(painter, sentence, SENTENCE, place.translated(0, y))
        return y + self._names(painter, picture, place.translated(0, y + 1.5 * MM)) + 1.5 * MM

    def _names(self, painter: QPainter | None, picture: PatientPicture, place: QRectF) -> float:
        """Numbers and names, as many on a line as fit."""
        metrics, line = QFontMetricsF(NAME.font), 2.4 * DOT_MM * MM
        x, y = place.x(), place.y()
        for number, structure in enumerate(picture.structures, start=1):
            names = dict.fromkeys(s.term(structure.plain_names) for s in self._handout.speeches)
            text = " · ".join(names)
            width = metrics.horizontalAdvance(text) + (2 * DOT_MM + 2) * MM
            if x > place.x() and x + width > place.right():
                x, y = place.x(), y + line
            if painter is not None:
                spot = QPointF(x + DOT_MM * MM, y + line / 2)
                paint_dot(painter, spot, number, structure)
                painter.setFont(NAME.font)
                painter.setPen(QColor(NAME.colour))
                box = QRectF(x + (2 * DOT_MM + 1.5) * MM, y, width, line)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            x += width + 4 * MM
        return y - place.y() + (line if picture.structures else 0.0)

    def _closing(self, painter: QPainter | None) -> float:
        """A box above the foot. Returns its height."""
        inner, pad = self._inner, 3.5 * MM
        room = QRectF(inner.x() + pad, 0, inner.width() - 2 * pad, 0)

        def text(brush: QPainter | None, top: float) -> float:
            y = pad
            for speech in self._handout.speeches:
                y += set_text(brush, speech.of(CLOSING), STRONG, room.translated(0, top + y))
                y += set_text(brush, speech.of(ASK), WEAK, room.translated(0, top + y))
            return y + pad

        height = text(None, 0.0)
        if painter is not None:
            top = inner.bottom() - FOOT_MM * MM - height
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(BOX))
            box = QRectF(inner.x(), top, inner.width(), height)
            painter.drawRoundedRect(box, CORNER_MM * MM, CORNER_MM * MM)
            text(painter, top)
        return height

    def _paint_foot(self, painter: QPainter, page: int, pages: int) -> None:
        inner, speech = self._inner, self._handout.speeches[0]
        top = inner.bottom() - 5.5 * MM
        painter.fillRect(QRectF(inner.x(), top, inner.width(), 0.2 * MM), QColor(RULE))
        place = QRectF(inner.x(), top + 1.5 * MM, inner.width(), 0)
        hashes = dict.fromkeys(
            p.findings.model_hash[:HASH_SHOWN] for p in self._handout.pictures if p.findings
        )
        words = speech.of(OUTLINES if hashes else NO_OUTLINES)
        said = words.format(version=version("fetalens"), model=", ".join(hashes))
        stamp = f"{speech.of(PRACTICE)}. " if self._handout.is_practice else ""
        set_text(painter, stamp + said, SMALL, place)
        count = speech.of(PAGE).format(page=page, pages=pages)
        right = Ink(SMALL.size, colour=GREY, align=Qt.AlignmentFlag.AlignRight)
        set_text(painter, count, right, place)


def _day(moment: datetime) -> QDate:
    return QDate(moment.year, moment.month, moment.day)
