"""Pictures on the page of a report: small, in rows, with whose word each is below it."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath

from app.export.page import CORNER_MM, GREY, MM, Ink, set_text
from app.export.report_words import view_name
from app.record import Origin, Thumbnail
from app.report import Picture, Report
from app.ui import theme
from app.ui.language import noted
from app.ui.speech import Speech

GAP_MM = 3.5
STAMP_MM = 3.4
GAP_BELOW_MM = 3.0
HASH_SHOWN = 12
PRACTICE = noted("Practice phantom")
NO_FAN = noted("Left out: no fan was known in it.")
ACCEPTED = noted("accepted")
BY_OPERATOR = noted("{time}, operator")
SET = noted("set by the operator; model: {view}")
MODEL, NO_MODEL = noted("model {hash}"), noted("not analysed")

VIEW = Ink(2.6, QFont.Weight.DemiBold)
ITEMS, SMALL = Ink(2.4), Ink(2.2, colour=GREY)
STAMP = Ink(2.2, QFont.Weight.DemiBold, theme.TEXT)
WORDS = Ink(2.3, colour="#a7b2b9", align=Qt.AlignmentFlag.AlignHCenter)


class Gallery:
    """Measures and paints them, numbered as in the file."""

    def __init__(
        self, report: Report, speech: Speech, width: float, size: tuple[int, float]
    ) -> None:
        """width: of a row; size: how many stand in it, and how high they are, in mm"""
        self._speech, self._origins = speech, dict(report.origins)
        self._count, height_mm = size
        self._step = (width + GAP_MM * MM) / self._count
        self._width, self._height = self._step - GAP_MM * MM, height_mm * MM
        self._pictures = list(enumerate(report.pictures, start=1))

    def rows(self) -> Iterator[tuple[list[tuple[int, Picture]], float]]:
        """Numbered pictures that stand side by side, and the height of the row."""
        for start in range(0, len(self._pictures), self._count):
            row = self._pictures[start : start + self._count]
            place = QRectF(0, 0, self._width, 0)
            captions = [self._set_caption(None, *each, place) for each in row]
            yield row, self._height + max(captions) + GAP_BELOW_MM * MM

    def paint(self, row: list[tuple[int, Picture]], painter: QPainter, box: QRectF) -> None:
        place = QRectF(box.x(), box.y(), self._width, self._height)
        for number, picture in row:
            self._paint_picture(painter, picture, place)
            self._set_caption(painter, number, picture, place.translated(0, place.height()))
            place.translate(self._step, 0)

    def _paint_picture(self, painter: QPainter, picture: Picture, box: QRectF) -> None:
        pixels = picture.shot.thumbnail.result()
        shape = QPainterPath()
        shape.addRoundedRect(box, CORNER_MM * MM, CORNER_MM * MM)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(box, QColor(0, 0, 0))
        if pixels is None:
            middle = box.adjusted(2 * MM, 5 * MM, -2 * MM, 0)
            set_text(painter, self._speech.of(NO_FAN), WORDS, middle)
        else:
            _paint_whole(painter, pixels, box)
        if self._origins.get(picture.shot.at.source) is Origin.PRACTICE:
            foot = QRectF(box.x(), box.bottom() - STAMP_MM * MM, box.width(), STAMP_MM * MM)
            painter.fillRect(foot, QColor(0, 0, 0, 190))
            words = foot.adjusted(MM, 0.5 * MM, 0, 0)
            set_text(painter, self._speech.of(PRACTICE), STAMP, words)
        painter.restore()

    def _set_caption(
        self, painter: QPainter | None, number: int, picture: Picture, place: QRectF
    ) -> float:
        """View, what was confirmed by it, when, whose word, which model. Returns its height."""
        shot, speech = picture.shot, self._speech
        items = "; ".join(speech.term(item.titles) for item in picture.items)
        lines = [
            (f"{number}  {view_name(shot.view, speech)}", VIEW),
            (items or speech.of(ACCEPTED), ITEMS),
            (speech.of(BY_OPERATOR).format(time=f"{shot.taken:%H:%M:%S}"), SMALL),
            (self._model(shot.model_hash), SMALL),
        ]
        if shot.view != shot.by_model:
            words = speech.of(SET).format(view=view_name(shot.by_model, speech))
            lines.append((words, SMALL))
        y = 1.2 * MM
        for words, ink in lines:
            y += set_text(painter, words, ink, place.translated(0, y))
        return y

    def _model(self, model_hash: str) -> str:
        if not model_hash:
            return self._speech.of(NO_MODEL)
        return self._speech.of(MODEL).format(hash=model_hash[:HASH_SHOWN])


def _paint_whole(painter: QPainter, pixels: Thumbnail, box: QRectF) -> None:
    """As large as it fits, in the middle."""
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB888)
    scale = min(box.width() / width, box.height() / height)
    place = QRectF(0, 0, width * scale, height * scale)
    place.moveCenter(box.center())
    painter.drawImage(place, image)
