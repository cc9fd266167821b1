"""Ink on paper: texts that measure and paint themselves, pictures with numbered dots."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
)

from app.patient import PatientPicture
from app.settings import Paper
from app.ui import theme
from app.ui.found import drawn
from app.ui.language import noted
from app.ui.looks import colour_of
from app.ui.overlay import paint_overlay
from app.ui.patient_scene import SOFT, frame_rect
from app.ui.screen_picture import ScreenPicture
from inference.anatomy import Structure

MM = 10.0  # dots of the page in a millimetre: 254 in an inch
INK, GREY, RULE, BOX = "#15191c", "#59636a", "#c9d0d4", "#eef2f4"
DOT_MM = 2.5  # radius
CORNER_MM = 1.2
STAMP_MM = 7.0
WRAPPED = int(Qt.TextFlag.TextWordWrap)
PAPERS = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
DATE = noted("d MMMM yyyy")  # as QLocale writes dates
PAGE = noted("Page {page} of {pages}")

Points = NDArray[np.float32]


def size_of(paper: Paper) -> QSizeF:
    """In dots."""
    return QPageSize(PAPERS[paper]).size(QPageSize.Unit.Millimeter) * MM


def pdf_of(paper: Paper, title: str, pages: Iterable[Callable[[QPainter], object]]) -> bytes:
    """The bytes of a PDF, its letters embedded; each of `pages` paints one, in dots."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(round(25.4 * MM))
    writer.setPageSize(QPageSize(PAPERS[paper]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(title)
    writer.setCreator("Fetalens")
    with QPainter(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, paint in enumerate(pages):
            if number:
                writer.newPage()
            paint(painter)
    return bytes(buffer.data().data())


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text is set: size in mm."""

    size: float
    weight: QFont.Weight = QFont.Weight.Normal
    colour: str = INK
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft

    @property
    def font(self) -> QFont:
        return _font(self.size, self.weight)


@cache
def _font(size_mm: float, weight: QFont.Weight) -> QFont:
    """That of the window, but with plain figures: from a PDF no number in others can be copied."""
    made = QFont(theme.font(size_mm * MM, weight))
    made.clearFeatures()
    made.setFeature(QFont.Tag("locl"), 0)
    return made


def set_text(painter: QPainter | None, text: str, ink: Ink, place: QRectF) -> float:
    """Set a text from the top of its place on, wrapped to its width. Returns its height.

    painter  None only measures
    """
    flags = int(ink.align) | int(Qt.AlignmentFlag.AlignTop) | WRAPPED
    height = QFontMetricsF(ink.font).boundingRect(place, flags, text).height()
    if painter is not None:
        painter.setFont(ink.font)
        painter.setPen(QColor(ink.colour))
        painter.drawText(QRectF(place.x(), place.y(), place.width(), height + MM), flags, text)
    return height


def paint_picture(painter: QPainter, picture: PatientPicture, box: QRectF, stamp: str) -> None:
    """The picture whole on black, its structures outlined and numbered, in the order of the names.

    stamp  words across its foot; "" for none
    """
    shape = QPainterPath()
    shape.addRoundedRect(box, CORNER_MM * MM, CORNER_MM * MM)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(box, QColor(0, 0, 0))
    place = _fitted(picture, box)
    painter.drawImage(place, _with_outlines(picture, place.size()))
    if stamp:
        _paint_stamp(painter, box, stamp)
    painter.restore()
    room = box.adjusted(0, 0, 0, -STAMP_MM * MM) if stamp else box
    spots = _spots(picture, place, room)
    for number, structure in enumerate(picture.structures, start=1):
        if structure in spots:
            paint_dot(painter, spots[structure], number, structure)


def paint_dot(painter: QPainter, spot: QPointF, number: int, structure: Structure) -> None:
    """A number that a printer without colours keeps."""
    radius = DOT_MM * MM
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(INK), 0.35 * MM))
    painter.setBrush(QColor(colour_of(structure)).lighter(115))
    painter.drawEllipse(spot, radius, radius)
    painter.setFont(Ink(3.1, QFont.Weight.Bold).font)
    painter.setPen(QColor(INK))
    box = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))


def _fitted(picture: PatientPicture, box: QRectF) -> QRectF:
    """Where in the box the crop stands, its aspect kept."""
    crop = picture.crop
    scale = min(box.width() / crop.width, box.height() / crop.height)
    width, height = crop.width * scale, crop.height * scale
    return QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height)


def _with_outlines(picture: PatientPicture, size: QSizeF) -> QImage:
    image = ScreenPicture().of(picture.crop, size.toSize())
    if picture.findings is not None:
        with QPainter(image) as painter:
            whole = frame_rect(picture, QRectF(image.rect()))
            paint_overlay(painter, picture.findings, SOFT, whole, ())
    return image


def _paint_stamp(painter: QPainter, box: QRectF, words: str) -> None:
    ink = Ink(3.4, QFont.Weight.DemiBold, theme.TEXT)
    foot = QRectF(box.left(), box.bottom() - STAMP_MM * MM, box.width(), STAMP_MM * MM)
    ground = QColor(0, 0, 0)
    ground.setAlphaF(0.75)
    painter.fillRect(foot, ground)
    painter.setFont(ink.font)
    painter.setPen(QColor(ink.colour))
    painter.drawText(foot.adjusted(3 * MM, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)


def _spots(picture: PatientPicture, place: QRectF, room: QRectF) -> dict[Structure, QPointF]:
    """For each structure a place of its dot: just outside of its outline, away from the others."""
    if picture.findings is None:
        return {}
    whole = frame_rect(picture, place)
    scale = whole.height() / picture.findings.frame.height
    origin = np.array([whole.x(), whole.y()], np.float32)
    lines = [
        (found.structure, found.outlines[0] * scale + origin)
        for found in sorted(drawn(picture.findings, SOFT), key=lambda f: -f.thickness_px)
    ]
    spots: dict[Structure, QPointF] = {}
    taken: list[Points] = []
    for structure, line in lines:
        if structure in spots:
            continue  # of two of a kind the larger carries the number
        others = [other for _, other in lines if other is not line]
        spot = _spot(line, [*others, *taken], room)
        taken.append(spot[None])
        spots[structure] = QPointF(float(spot[0]), float(spot[1]))
    return spots


def _spot(outline: Points, others: list[Points], room: QRectF) -> Points:
    """Of the places just outside of the outline that are in the room, the one that is freest."""
    along = np.roll(outline, -1, axis=0) - np.roll(outline, 1, axis=0)
    outwards = np.stack([along[:, 1], -along[:, 0]], axis=1)
    if (outwards * (outline - outline.mean(axis=0))).sum() < 0:  # it runs the other way round
        outwards = -outwards
    length = np.maximum(np.linalg.norm(outwards, axis=1, keepdims=True), 1e-3)
    reach = DOT_MM * MM * 1.25
    places = outline + outwards / length * reach
    least = np.array([room.left(), room.top()]) + reach
    most = np.array([room.right(), room.bottom()]) - reach
    places = np.clip(places, least, most).astype(np.float32)
    if not others:
        best = int(places[:, 0].argmax())
    else:
        obstacles = np.concatenate(others)
        free = np.linalg.norm(places[:, None] - obstacles[None], axis=2).min(axis=1)
        best = int(np.minimum(free, 4 * DOT_MM * MM).argmax())
    spot: Points = places[best]
    return spot
