"""The names on the picture: which, where, and how they look."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from app.settings import LabelMode
from app.ui import theme
from app.ui.found import Found, drawn
from app.ui.label_column import Label, Wish
from app.ui.label_ground import Box, survey
from app.ui.labels import place_labels
from app.ui.language import term
from app.ui.lines import paint_swatch
from app.ui.looks import Look, casing_opacity, colour_of, worn
from app.ui.outlines import Points
from app.ui.overlay_style import LABEL_LIMIT, OverlayStyle
from inference.anatomy import Structure
from inference.types import Analysis, Frame

TISSUE_LUMA = 26  # darker is fluid, shadow or the outside of the fan


def labels_for(
    analysis: Analysis,
    style: OverlayStyle,
    picture: QRectF,
    area: QRectF,
    former: Mapping[int, Label] | None = None,
    keep_sides: bool = False,
) -> tuple[Label, ...]:
    """Places for the names inside `area`, which holds `picture` and may be larger."""
    if style.labels is LabelMode.NONE:
        return ()
    shown = drawn(analysis, style)
    if not shown:
        return ()
    size = label_px(picture.height())
    scale = picture.height() / analysis.frame.height
    origin = np.array([picture.x(), picture.y()], np.float32)
    by_structure: dict[Structure, list[Found]] = {}
    for found in sorted(shown, key=_importance(analysis)):
        by_structure.setdefault(found.structure, []).append(found)
    metrics = QFontMetricsF(theme.font(size, QFont.Weight.DemiBold))
    wishes: list[Wish] = []
    obstacles: list[Points] = []
    for structure, kin in by_structure.items():
        lines = tuple(line * scale + origin for found in kin for line in found.outlines)
        obstacles += lines
        short = _words(structure, kin, style, short=True)
        full = short if style.labels is LabelMode.SHORT else _words(structure, kin, style)
        widths = [metrics.horizontalAdvance(text) + _pill_padding(size) for text in (full, short)]
        wishes.append(Wish(structure.index, lines, widths[0], min(widths)))
    ground = survey(_box(area), _box(picture), lit(analysis.frame), obstacles)
    limit = LABEL_LIMIT[style.preset]
    return place_labels(wishes[:limit], _pill_height(size), ground, former, keep_sides)


def label_px(picture_height: float) -> float:
    """Type size of labels: 24 in a large window, 21 in a small one, growing on large stills."""
    return max(min(max(0.034 * picture_height, 15.0), 24.0), 0.022 * picture_height)


def paint_labels(
    painter: QPainter,
    labels: Sequence[Label],
    shown: Sequence[Found],
    style: OverlayStyle,
    size: float,
) -> None:
    kin: dict[int, list[Found]] = {}
    for found in shown:
        kin.setdefault(found.structure.index, []).append(found)
    labels = [label for label in labels if label.key in kin]
    for label in labels:
        _paint_leader(painter, label, kin[label.key][0].structure, size)
    for label in labels:
        _paint_pill(painter, label, kin[label.key], style, size)


def _paint_leader(painter: QPainter, label: Label, structure: Structure, size: float) -> None:
    path = QPainterPath(QPointF(*label.anchor))
    path.lineTo(QPointF(*label.elbow))
    path.lineTo(QPointF(*label.joint))
    width = size / 15
    casing = QColor(0, 0, 0)
    casing.setAlphaF(casing_opacity())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(casing, width + 2))
    painter.drawPath(path)
    painter.setPen(QPen(QColor(colour_of(structure)), width))
    painter.drawPath(path)
    painter.setPen(QPen(QColor(0, 0, 0), width))
    painter.setBrush(QColor(colour_of(structure)))
    painter.drawEllipse(QPointF(*label.anchor), size / 5, size / 5)


def _paint_pill(
    painter: QPainter, label: Label, kin: Sequence[Found], style: OverlayStyle, size: float
) -> None:
    short = label.short or style.labels is LabelMode.SHORT
    words = _words(kin[0].structure, kin, style, short=short)
    ratio, box = painter.device().devicePixelRatioF(), label.box
    pill = _pill(kin[0].structure, words, size, box.width, box.height, ratio, worn())
    painter.drawImage(QPoint(round(box.x1), round(box.y1)), pill)


@lru_cache(maxsize=64)
def _pill(
    structure: Structure,
    words: str,
    size: float,
    width: float,
    height: float,
    ratio: float,
    look: Look,
) -> QImage:
    """A label as it stands beside picture after picture, in the look that is worn."""
    image = QImage(
        ceil(width * ratio), ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    box = QRectF(0, 0, width, height)
    ground = QColor(theme.PILL)
    ground.setAlphaF(0.88)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(theme.LINE2), 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), size / 4, size / 4)
        swatch = QRectF(size * 0.4, 0, size * 1.2, height)
        paint_swatch(painter, structure, swatch, max(size / 9, 2.0))
        painter.setFont(theme.font(size, QFont.Weight.DemiBold))
        painter.setPen(theme.colour(theme.TEXT))
        text = QRectF(swatch.right() + size * 0.35, 0, width, height)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text, side, words)
    return image


def _pill_height(size: float) -> float:
    return round(size * 1.6)


def _pill_padding(size: float) -> float:
    """What a pill needs beside its text: swatch and margins."""
    return round(size * 2.45)


def _words(
    structure: Structure, kin: Sequence[Found], style: OverlayStyle, short: bool = False
) -> str:
    if style.is_soft:
        name = term(structure.plain_names, style.language)
    else:
        name = structure.abbreviation if short else term(structure.names, style.language)
    count = f" ×{len(kin)}" if len(kin) > 1 else ""
    doubt = "" if any(style.is_steady(found.score) for found in kin) else " ?"
    return name + count + doubt


def _importance(analysis: Analysis) -> Callable[[Found], tuple[bool, bool, float]]:
    """Sorting key: essential to the view, then tested in it, then larger."""
    view = analysis.view.view

    def key(found: Found) -> tuple[bool, bool, float]:
        essential = view is not None and found.structure in view.essential
        tested = view is not None and found.structure in view.tested
        box = analysis.detections.boxes[found.row]
        return not essential, not tested, -float((box[2] - box[0]) * (box[3] - box[1]))

    return key


def _box(rect: QRectF) -> Box:
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom())


@lru_cache(maxsize=4)
def lit(frame: Frame) -> NDArray[np.float32]:
    """How much of each part of the frame is tissue, about 64 parts high, without thin text."""
    height = 64
    width = max(round(height * frame.width / frame.height), 1)
    green = np.ascontiguousarray(frame.pixels[::3, ::3, 1])  # ultrasound is grey: one is enough
    small = cv2.resize(green, (width, height), interpolation=cv2.INTER_AREA)
    lit = (small > TISSUE_LUMA).astype(np.uint8)
    return cv2.morphologyEx(lit, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(np.float32)
