"""The one painter of findings: window, still and rendered clip all call paint_overlay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from app.settings import LabelMode, Preset
from app.ui import theme
from app.ui.labels import Box, Label, Side, Wish, place_labels, survey
from app.ui.outlines import Points, outlines, thickness
from inference.anatomy import Structure, load_anatomy
from inference.types import Analysis

CONTAINERS = frozenset({"cranium", "thoracic_circumference", "abdominal_circumference"})
CONTAINER_SHARE = 5 / 16  # of the fill of the others
MOST_FILL = 0.6
CASING_OPACITY, CASING_PX = 0.6, 2.4
THIN = 6.0  # line widths: thinner structures get a finer line and no fill
LABEL_LIMITS = {"scan": 6, "teach": 8}
TISSUE_LUMA = 26  # darker is fluid, shadow or the outside of the fan


PRESET_FILL = {Preset.SCAN: 0.16, Preset.TEACH: 0.30}


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """How findings are drawn. A change makes a new style.

    fill             0..0.6, of structures; containers get less
    opacity          0..1, of everything: an ageing overlay is paler
    hidden           ids of structures that are not drawn
    uncertain_below  score under which a structure is drawn thin, without fill, with "?"
    """

    fill: float = PRESET_FILL[Preset.SCAN]
    outline_only: bool = False
    opacity: float = 1.0
    hidden: frozenset[str] = frozenset()
    labels: LabelMode = LabelMode.NAMES
    preset: Preset = Preset.SCAN
    language: str = "en"
    uncertain_below: float = 0.5

    def with_preset(self, preset: Preset) -> "OverlayStyle":
        """The preset's fill and names, keeping what the operator hid."""
        return replace(
            self,
            preset=preset,
            fill=PRESET_FILL[preset],
            outline_only=False,
            labels=LabelMode.NAMES,
        )

    def with_more_fill(self, step: float) -> "OverlayStyle":
        return replace(self, fill=round(min(max(self.fill + step, 0.0), MOST_FILL), 2))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One instance, ready to draw: outlines in frame pixels, and the same as a path."""

    row: int
    structure: Structure
    score: float
    outlines: tuple[Points, ...]
    path: QPainterPath
    thickness_px: float


def paint_overlay(
    painter: QPainter,
    analysis: Analysis,
    style: OverlayStyle,
    picture: QRectF,
    labels: Sequence[Label] | None = None,
) -> None:
    """Paint fill, outlines, leaders and labels of what was found.

    picture  where the analysis's frame stands, in the painter's coordinates
    labels   places from `labels_for`; None places them inside the picture
    """
    if labels is None:
        labels = labels_for(analysis, style, picture, picture)
    scale = picture.height() / analysis.frame.height
    width = line_width(picture.height())
    shown = drawn(analysis, style)
    to_screen = QTransform(scale, 0, 0, scale, picture.x(), picture.y())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(style.opacity)
    if not style.outline_only:
        thin_px = THIN * width / scale
        rows = tuple(f.row for f in shown if f.thickness_px >= thin_px and _is_steady(f, style))
        _paint_fill(painter, analysis, rows, style.fill, to_screen)
    for found in shown:
        weight = width
        if found.thickness_px * scale < THIN * width:
            weight *= 0.8
        if not _is_steady(found, style):
            weight *= 0.6
        painter.setOpacity(style.opacity * (1.0 if _is_steady(found, style) else 0.75))
        paint_line(painter, to_screen.map(found.path), found.structure, weight)
    painter.setOpacity(style.opacity)
    _paint_labels(painter, labels, shown, style, label_px(picture.height()))
    painter.restore()


def labels_for(
    analysis: Analysis,
    style: OverlayStyle,
    picture: QRectF,
    area: QRectF,
    former_sides: Mapping[int, Side] | None = None,
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
    wishes, obstacles = [], []
    for structure, kin in by_structure.items():
        lines = tuple(line * scale + origin for found in kin for line in found.outlines)
        obstacles += lines
        short = _words(structure, kin, style, short=True)
        full = short if style.labels is LabelMode.SHORT else _words(structure, kin, style)
        widths = [metrics.horizontalAdvance(text) + _pill_padding(size) for text in (full, short)]
        wishes.append(Wish(structure.index, lines, widths[0], min(widths)))
    ground = survey(_box(area), _box(picture), _lit(analysis), obstacles)
    limit = LABEL_LIMITS[style.preset]
    return place_labels(wishes[:limit], _pill_height(size), ground, former_sides, keep_sides)


def drawn(analysis: Analysis, style: OverlayStyle) -> tuple[Found, ...]:
    """What the style lets be seen, containers first so that they lie below."""
    return tuple(f for f in _found(analysis) if f.structure.id not in style.hidden)


def line_width(picture_height: float) -> float:
    return min(max(0.003 * picture_height, 2.0), 6.0)


def label_px(picture_height: float) -> float:
    """Type size of labels: 24 in a large window, 21 in a small one, growing on large stills."""
    return max(min(max(0.034 * picture_height, 15.0), 24.0), 0.022 * picture_height)


def paint_line(painter: QPainter, path: QPainterPath, structure: Structure, width: float) -> None:
    """Black casing, then the line in the structure's colour and style."""
    strokes = 2.4 * width if structure.line == "double" else width
    casing = QColor(0, 0, 0)
    casing.setAlphaF(CASING_OPACITY)
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(casing, strokes + CASING_PX, Qt.PenStyle.SolidLine, round_cap, round_join))
    painter.drawPath(path)
    pen = QPen(QColor(structure.colour), strokes, Qt.PenStyle.SolidLine, round_cap, round_join)
    if pattern := load_anatomy().line_patterns[structure.line]:
        pen.setDashPattern(pattern)
    painter.setPen(pen)
    painter.drawPath(path)
    if structure.line == "double":
        painter.setPen(QPen(QColor(0, 0, 0), 0.9 * width))
        painter.drawPath(path)


def paint_swatch(painter: QPainter, structure: Structure, box: QRectF, width: float) -> None:
    """A short piece of the structure's line, left to right through the middle of the box."""
    path = QPainterPath(QPointF(box.left() + width, box.center().y()))
    path.lineTo(box.right() - width, box.center().y())
    paint_line(painter, path, structure, width)


@lru_cache(maxsize=4)
def _found(analysis: Analysis) -> tuple[Found, ...]:
    detections = analysis.detections
    structures = load_anatomy().structures
    found = []
    for row, label in enumerate(detections.labels):
        x1, y1, _, _ = detections.crop(row)
        lines = outlines(detections.masks[row], (x1, y1))
        if not lines:
            continue
        path = QPainterPath()
        for line in lines:
            _add_curve(path, line)
        score = float(detections.scores[row])
        found.append(Found(row, structures[label], score, lines, path, thickness(lines[0])))
    found.sort(key=lambda f: f.structure.id not in CONTAINERS)
    return tuple(found)


def _add_curve(path: QPainterPath, points: Points) -> None:
    """Append a closed Catmull-Rom curve through the points."""
    ahead = np.roll(points, -1, axis=0)
    tangent = (ahead - np.roll(points, 1, axis=0)) / 6
    out_of, into = points + tangent, ahead - np.roll(tangent, -1, axis=0)
    path.moveTo(float(points[0, 0]), float(points[0, 1]))
    for piece in np.concatenate([out_of, into, ahead], axis=1).tolist():
        path.cubicTo(*piece)
    path.closeSubpath()


@lru_cache(maxsize=4)
def _fill(analysis: Analysis, rows: tuple[int, ...], fill: float) -> tuple[QImage, QPointF]:
    """The filled masks as one premultiplied image, and where its corner lies in the frame.

    A label map of bytes goes through a table of 256 words: under a millisecond at 1280 x 720.
    """
    detections = analysis.detections
    crops = [detections.crop(row) for row in rows]
    left, top = min(c[0] for c in crops), min(c[1] for c in crops)
    right, bottom = max(c[2] for c in crops), max(c[3] for c in crops)
    labels = np.zeros((bottom - top, right - left), np.uint8)
    words = np.zeros(256, np.uint32)
    structures = load_anatomy().structures
    for place, (row, (x1, y1, x2, y2)) in enumerate(zip(rows, crops, strict=True), start=1):
        structure = structures[detections.labels[row]]
        region = labels[y1 - top : y2 - top, x1 - left : x2 - left]
        cv2.copyTo(np.full_like(region, place), detections.masks[row], region)
        share = CONTAINER_SHARE if structure.id in CONTAINERS else 1.0
        words[place] = _premultiplied(structure.colour, fill * share)
    pixels = words.take(labels)
    height, width = pixels.shape
    image = QImage(
        pixels.data, width, height, pixels.strides[0], QImage.Format.Format_ARGB32_Premultiplied
    )
    return image.copy(), QPointF(left, top)


def _paint_fill(
    painter: QPainter, analysis: Analysis, rows: tuple[int, ...], fill: float, to_screen: QTransform
) -> None:
    if not rows or fill <= 0:
        return
    image, corner = _fill(analysis, rows, fill)
    painter.drawImage(to_screen.mapRect(QRectF(corner, image.size())), image, QRectF(image.rect()))


def _premultiplied(colour: str, opacity: float) -> int:
    alpha = round(opacity * 255)
    red, green, blue = (int(colour[i : i + 2], 16) * alpha // 255 for i in (1, 3, 5))
    return alpha << 24 | red << 16 | green << 8 | blue


@lru_cache(maxsize=4)
def _lit(analysis: Analysis) -> NDArray[np.float32]:
    """How much of each part of the frame is tissue, about 64 parts high, without thin text."""
    frame = analysis.frame
    height = 64
    width = max(round(height * frame.width / frame.height), 1)
    small = cv2.resize(frame.pixels, (width, height), interpolation=cv2.INTER_AREA)
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    lit = (luma > TISSUE_LUMA).astype(np.uint8)
    return cv2.morphologyEx(lit, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(np.float32)


def _paint_labels(
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
    casing.setAlphaF(CASING_OPACITY)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(casing, width + 2))
    painter.drawPath(path)
    painter.setPen(QPen(QColor(structure.colour), width))
    painter.drawPath(path)
    painter.setPen(QPen(QColor(0, 0, 0), width))
    painter.setBrush(QColor(structure.colour))
    painter.drawEllipse(QPointF(*label.anchor), size / 5, size / 5)


def _paint_pill(
    painter: QPainter, label: Label, kin: Sequence[Found], style: OverlayStyle, size: float
) -> None:
    box = QRectF(label.box.x1, label.box.y1, label.box.width, label.box.height)
    ground = QColor(theme.PILL)
    ground.setAlphaF(0.88)
    painter.setPen(QPen(QColor(theme.LINE2), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), size / 4, size / 4)
    structure = kin[0].structure
    swatch = QRectF(box.left() + size * 0.4, box.top(), size * 1.2, box.height())
    paint_swatch(painter, structure, swatch, max(size / 9, 2.0))
    painter.setFont(theme.font(size, QFont.Weight.DemiBold))
    painter.setPen(QColor(theme.TEXT))
    text = QRectF(swatch.right() + size * 0.35, box.top(), box.width(), box.height())
    short = label.short or style.labels is LabelMode.SHORT
    painter.drawText(
        text,
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
        _words(structure, kin, style, short=short),
    )


def _pill_height(size: float) -> float:
    return round(size * 1.6)


def _pill_padding(size: float) -> float:
    """What a pill needs beside its text: swatch and margins."""
    return round(size * 2.45)


def _words(
    structure: Structure, kin: Sequence[Found], style: OverlayStyle, short: bool = False
) -> str:
    name = structure.abbreviation if short else structure.names[style.language]
    count = f" ×{len(kin)}" if len(kin) > 1 else ""
    doubt = "" if any(_is_steady(found, style) for found in kin) else " ?"
    return name + count + doubt


def _is_steady(found: Found, style: OverlayStyle) -> bool:
    return found.score >= style.uncertain_below


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
