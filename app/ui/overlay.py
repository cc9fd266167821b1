"""The one painter of findings: window, still and rendered clip all call paint_overlay."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from app.settings import LabelMode, Preset
from app.ui.found import CONTAINERS, Found, drawn
from app.ui.hatches import paint_hatch
from app.ui.label_column import Label
from app.ui.lines import line_width, paint_line, paint_soft_line
from app.ui.looks import Look, colour_of, worn
from app.ui.overlay_labels import label_px, labels_for, paint_labels
from app.ui.overlay_style import SOFT_WIDTH, OverlayStyle
from inference.motion import Affine
from inference.types import Analysis, Frame

__all__ = ["OverlayStyle", "image_of", "paint_overlay"]

Rect = tuple[float, float, float, float]

CONTAINER_SHARE = 5 / 16  # of the fill of the others
THIN = 6.0  # line widths: thinner structures get a finer line and no fill


def image_of(frame: Frame) -> QImage:
    """The frame's pixels as an image. It does not own them: keep the frame as long."""
    pixels = frame.pixels
    return QImage(
        pixels.data, frame.width, frame.height, pixels.strides[0], QImage.Format.Format_RGB888
    )


def paint_overlay(
    painter: QPainter,
    analysis: Analysis,
    style: OverlayStyle,
    picture: QRectF,
    labels: Sequence[Label] | None = None,
    motions: Sequence[Affine] = (),
) -> None:
    """Paint fill, outlines, leaders and labels of what was found.

    picture  where the analysis's frame stands, in the painter's coordinates
    labels   places from `labels_for`; None places them inside the picture
    motions  how each detection moved since (`Carried`); none: all are where they were found
    """
    if labels is None:
        labels = labels_for(analysis, style, picture, picture)
    rect, ratio = picture.getRect(), painter.device().devicePixelRatioF()
    painter.save()
    painter.setOpacity(style.opacity)
    _draw(
        painter, _fills(analysis, _of_fills(style), rect, ratio, worn()), analysis, picture, motions
    )
    _draw(
        painter, _lines(analysis, _of_lines(style), rect, ratio, worn()), analysis, picture, motions
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_labels(painter, labels, drawn(analysis, style), style, label_px(picture.height()))
    painter.restore()


def prepare_overlay(analysis: Analysis, style: OverlayStyle, picture: QRectF, ratio: float) -> None:
    """Do ahead what `paint_overlay` does once for an analysis, a style and a place."""
    _fills(analysis, _of_fills(style), picture.getRect(), ratio, worn())
    _lines(analysis, _of_lines(style), picture.getRect(), ratio, worn())


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """The fill or the line of one detection, painted once and kept: the picture below changes,
    labels glide and carried structures move, while the analysis stays.

    row     of the detection
    corner  of the image, in the painter's coordinates
    """

    row: int
    image: QImage
    corner: QPoint


def _draw(
    painter: QPainter,
    layers: Sequence[_Layer],
    analysis: Analysis,
    picture: QRectF,
    motions: Sequence[Affine],
) -> None:
    if not motions:
        for layer in layers:
            painter.drawImage(layer.corner, layer.image)
        return
    painter.save()
    painter.setClipRect(picture, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    to_screen = _to_screen(analysis, picture)
    to_frame, before = to_screen.inverted()[0], painter.transform()
    for layer in layers:
        (a, b, x), (c, d, y) = motions[layer.row].tolist()
        painter.setTransform(to_frame * QTransform(a, c, b, d, x, y) * to_screen * before)
        painter.drawImage(layer.corner, layer.image)
    painter.restore()


def _to_screen(analysis: Analysis, picture: QRectF) -> QTransform:
    """From pixels of the analysis's frame to the painter's coordinates."""
    scale = picture.height() / analysis.frame.height
    return QTransform(scale, 0, 0, scale, picture.x(), picture.y())


def _width(style: OverlayStyle, picture: QRectF) -> float:
    return line_width(picture.height()) * (SOFT_WIDTH if style.is_soft else 1.0)


def _of_fills(style: OverlayStyle) -> OverlayStyle:
    """What of a style matters to fills: others that look alike share them."""
    preset = Preset.PATIENT if style.is_soft else Preset.SCAN
    return replace(style, opacity=1.0, labels=LabelMode.NONE, preset=preset)


def _of_lines(style: OverlayStyle) -> OverlayStyle:
    return replace(_of_fills(style), outline_only=True, fill=0.0, hatch=False)


@lru_cache(maxsize=4)  # the operator's window and the patient's each change one at a time
def _fills(
    analysis: Analysis, style: OverlayStyle, rect: Rect, ratio: float, look: Look
) -> tuple[_Layer, ...]:
    """Fills and hatches, each only where no other covers it; containers lie lowest.

    look  the one that is worn: what was painted in another is not used
    """
    if style.outline_only:
        return ()
    picture = QRectF(*rect)
    to_screen, width = _to_screen(analysis, picture), _width(style, picture)
    thin_px = THIN * width / to_screen.m11()
    full = [
        found
        for found in drawn(analysis, style)
        if found.thickness_px >= thin_px and style.is_steady(found.score)
    ]
    layers: list[_Layer] = []
    for found, (place, image) in zip(full, _filled(analysis, full, style.fill), strict=True):
        target = to_screen.mapRect(QRectF(place))
        path = to_screen.map(found.path)
        with _layer(found.row, target, ratio, layers) as painter:
            painter.drawImage(target, image, QRectF(image.rect()))
            if style.hatch:
                paint_hatch(painter, path, found.structure, width)
    return tuple(layers)


@lru_cache(maxsize=4)
def _lines(
    analysis: Analysis, style: OverlayStyle, rect: Rect, ratio: float, look: Look
) -> tuple[_Layer, ...]:
    picture = QRectF(*rect)
    to_screen, width = _to_screen(analysis, picture), _width(style, picture)
    thin_px = THIN * width / to_screen.m11()
    paint = paint_soft_line if style.is_soft else paint_line
    layers: list[_Layer] = []
    for found in drawn(analysis, style):
        is_steady = style.is_steady(found.score)
        weight = width * (0.8 if found.thickness_px < thin_px else 1.0)
        path = to_screen.map(found.path)
        area = path.boundingRect().adjusted(-4 * width, -4 * width, 4 * width, 4 * width)
        with _layer(found.row, area, ratio, layers) as painter:
            painter.setOpacity(1.0 if is_steady else 0.75)
            paint(painter, path, found.structure, weight if is_steady else 0.6 * weight)
    return tuple(layers)


@contextmanager
def _layer(row: int, area: QRectF, ratio: float, layers: list[_Layer]) -> Iterator[QPainter]:
    """A painter for a new layer over this area, which joins the layers when it is painted."""
    whole = area.toAlignedRect()
    image = QImage(whole.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-whole.topLeft())
        yield painter
    layers.append(_Layer(row, image, whole.topLeft()))


def _filled(
    analysis: Analysis, full: Sequence[Found], fill: float
) -> Iterator[tuple[QRect, QImage]]:
    """Each mask in its colour where none of those after it lies, and its place in the frame.

    A map of bytes says whose each pixel is: under a millisecond at 1280 x 720.
    """
    detections = analysis.detections
    owners = np.zeros(detections.frame_size, np.uint8)
    for place, found in enumerate(full, start=1):
        x1, y1, x2, y2 = detections.crop(found.row)
        region = owners[y1:y2, x1:x2]
        cv2.copyTo(np.full_like(region, place), detections.masks[found.row], region)
    for place, found in enumerate(full, start=1):
        x1, y1, x2, y2 = detections.crop(found.row)
        share = CONTAINER_SHARE if found.structure.id in CONTAINERS else 1.0
        words = np.zeros(256, np.uint32)
        words[place] = _premultiplied(colour_of(found.structure), fill * share)
        pixels = words.take(owners[y1:y2, x1:x2])
        image = QImage(
            pixels.data,
            x2 - x1,
            y2 - y1,
            pixels.strides[0],
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        yield QRect(x1, y1, x2 - x1, y2 - y1), image.copy()  # which owns its pixels


def _premultiplied(colour: str, opacity: float) -> int:
    """0xAARRGGBB, the colours already multiplied by the opacity."""
    alpha = round(opacity * 255)
    red, green, blue = (int(colour[i : i + 2], 16) * alpha // 255 for i in (1, 3, 5))
    return alpha << 24 | red << 16 | green << 8 | blue
