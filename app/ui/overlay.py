"""The one painter of findings: window, still and rendered clip all call paint_overlay."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QTransform

from app.settings import LabelMode, Preset
from app.ui.found import CONTAINERS, drawn
from app.ui.hatches import paint_hatch
from app.ui.label_column import Label
from app.ui.lines import line_width, paint_line, paint_soft_line
from app.ui.overlay_labels import label_px, labels_for, paint_labels
from app.ui.overlay_style import SOFT_WIDTH, OverlayStyle
from inference.anatomy import load_anatomy
from inference.types import Analysis, Frame

__all__ = ["OverlayStyle", "image_of", "paint_overlay", "screen_image"]

CONTAINER_SHARE = 5 / 16  # of the fill of the others
THIN = 6.0  # line widths: thinner structures get a finer line and no fill


def image_of(frame: Frame) -> QImage:
    """The frame's pixels as an image. It does not own them: keep the frame as long."""
    pixels = frame.pixels
    return QImage(
        pixels.data, frame.width, frame.height, pixels.strides[0], QImage.Format.Format_RGB888
    )


def screen_image(frame: Frame, size: QSize) -> QImage:
    """The frame at this size in pixels, bilinear, as the screen wants it; it owns its pixels."""
    image = QImage(size, QImage.Format.Format_RGB32)
    lines = np.frombuffer(image.bits(), np.uint8).reshape(size.height(), size.width(), 4)
    pixels = frame.pixels
    if size != QSize(frame.width, frame.height):  # Qt would take three times as long
        scaled = cv2.resize(pixels, size.toTuple(), interpolation=cv2.INTER_LINEAR)
        pixels = np.asarray(scaled, np.uint8)
    cv2.cvtColor(pixels, cv2.COLOR_RGB2BGRA, dst=lines)
    return image


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
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(style.opacity)
    ratio = painter.device().devicePixelRatioF()
    layer, corner = _structures(analysis, _bare(style), picture.getRect(), ratio)
    painter.drawImage(corner, layer)
    paint_labels(painter, labels, drawn(analysis, style), style, label_px(picture.height()))
    painter.restore()


def _bare(style: OverlayStyle) -> OverlayStyle:
    """What of a style matters to fill and lines."""
    preset = Preset.PATIENT if style.is_soft else Preset.SCAN
    return replace(style, opacity=1.0, labels=LabelMode.NONE, preset=preset)


@lru_cache(maxsize=4)  # the operator's window and the patient's each change one at a time
def _structures(
    analysis: Analysis,
    style: OverlayStyle,
    rect: tuple[float, float, float, float],
    ratio: float,
) -> tuple[QImage, QPoint]:
    """Fill and lines on an image of their own, and where it belongs.

    It is kept, because the picture below often changes, or a label glides, while the overlay stays.
    """
    picture = QRectF(*rect)
    scale = picture.height() / analysis.frame.height
    width = line_width(picture.height()) * (SOFT_WIDTH if style.is_soft else 1.0)
    paint = paint_soft_line if style.is_soft else paint_line
    thin_px = THIN * width / scale
    to_screen = QTransform(scale, 0, 0, scale, picture.x(), picture.y())
    shown = drawn(analysis, style)
    bounds = QRectF()
    for found in shown:
        bounds |= to_screen.mapRect(found.path.boundingRect())
    area = bounds.adjusted(-4 * width, -4 * width, 4 * width, 4 * width).toAlignedRect()
    layer = QImage(area.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    layer.setDevicePixelRatio(ratio)
    layer.fill(0)
    with QPainter(layer) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-area.topLeft())
        if not style.outline_only:
            full = [f for f in shown if f.thickness_px >= thin_px and style.is_steady(f.score)]
            _paint_fill(painter, analysis, [f.row for f in full], style.fill, to_screen)
            for found in full if style.hatch else ():
                paint_hatch(painter, to_screen.map(found.path), found.structure, width)
        for found in shown:
            is_steady = style.is_steady(found.score)
            weight = width * (0.8 if found.thickness_px < thin_px else 1.0)
            painter.setOpacity(1.0 if is_steady else 0.75)
            paint(
                painter,
                to_screen.map(found.path),
                found.structure,
                weight if is_steady else 0.6 * weight,
            )
    return layer, area.topLeft()


def _paint_fill(
    painter: QPainter,
    analysis: Analysis,
    rows: Sequence[int],
    fill: float,
    to_screen: QTransform,
) -> None:
    """The filled masks, containers below the others.

    A label map of bytes goes through a table of 256 words: under a millisecond at 1280 x 720.
    """
    if not rows or fill <= 0:
        return
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
    image = QImage(
        pixels.data,
        right - left,
        bottom - top,
        pixels.strides[0],
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    target = to_screen.mapRect(QRectF(left, top, right - left, bottom - top))
    painter.drawImage(target, image, QRectF(image.rect()))


def _premultiplied(colour: str, opacity: float) -> int:
    """0xAARRGGBB, the colours already multiplied by the opacity."""
    alpha = round(opacity * 255)
    red, green, blue = (int(colour[i : i + 2], 16) * alpha // 255 for i in (1, 3, 5))
    return alpha << 24 | red << 16 | green << 8 | blue
