"""A small picture of the fan alone, with what was found in that very frame."""

from dataclasses import replace

import cv2
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.record import Thumbnail
from app.ui.overlay import paint_overlay
from app.ui.overlay_style import OverlayStyle
from inference.fan import Region
from inference.types import Analysis, Frame

LARGEST = 400, 300  # pixels: the lines of the overlay stay broad enough on paper


def thumbnail(
    frame: Frame, analysis: Analysis | None, style: OverlayStyle, fan: Region | None
) -> Thumbnail | None:
    """(h, w, 3) uint8, cut to the fan and black outside of it; None without a fan.

    fan  (H, W) of this frame
    """
    if fan is None or not fan.any():
        return None
    x, y, width, height = cv2.boundingRect(fan.astype(np.uint8))
    part = slice(y, y + height), slice(x, x + width)
    inside = frame.pixels[part] * fan[part][..., None]
    scale = min(LARGEST[0] / width, LARGEST[1] / height, 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = cv2.resize(inside, size, interpolation=cv2.INTER_AREA)
    if analysis is None:
        return np.asarray(small)
    image = QImage(small.data, *size, small.strides[0], QImage.Format.Format_RGB888)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    whole = QRectF(-x * scale, -y * scale, frame.width * scale, frame.height * scale)
    with QPainter(image) as painter:
        paint_overlay(painter, analysis, replace(style, opacity=1.0), whole, ())
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(size[1], image.bytesPerLine())
    return lines[:, : 3 * size[0]].reshape(size[1], size[0], 3).copy()
