"""What was measured on a frame, for the picture that is kept of it and the file beside it."""

from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.measuring.measurement import Measurement, Sheet
from app.ui import theme
from app.ui.measure_words import name_of, value_of
from inference.types import Analysis, Detections, Frame, ViewPrediction

LINE_PX, TYPE_PX, MARGIN_PX, GAP_PX = 26, 16, 16, 28
BY_SOURCE, BY_MARKS = "the source", "two marks on the depth scale"


def unassessed(frame: Frame) -> Analysis:
    """Of a frame in which no model looked for anything."""
    nothing = Detections.none((frame.height, frame.width))
    return Analysis(frame, nothing, ViewPrediction(None, 0.0), 0.0, "")


def measured_values(sheet: Sheet) -> dict[str, Any]:
    """Plain values: millimetres, whose word each is, and where its ends are in pixels."""
    return {
        "calibrated_by": BY_SOURCE if sheet.scale.marks_mm is None else BY_MARKS,
        "marks_mm": sheet.scale.marks_mm,
        "measurements": [_values(each) for each in sheet.measurements],
    }


def value_lines(sheet: Sheet, language: str, width: int) -> list[list[str]]:
    """The measurements in words, as many in a line as fit a picture so wide."""
    metrics = QFontMetricsF(theme.font(TYPE_PX))
    lines: list[list[str]] = []
    room = 0.0
    for number, each in enumerate(sheet.measurements, start=1):
        words = f"{number}  {name_of(each, language)}  {value_of(each)}"
        needed = metrics.horizontalAdvance(words) + GAP_PX
        if needed > room:
            lines.append([])
            room = width - 2 * MARGIN_PX
        lines[-1].append(words)
        room -= needed
    return lines


def paint_values(painter: QPainter, lines: list[list[str]], top: float) -> None:
    font = theme.font(TYPE_PX)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor(theme.TEXT))
    for place, line in enumerate(lines):
        x = float(MARGIN_PX)
        for words in line:
            painter.drawText(QPointF(x, top + place * LINE_PX + TYPE_PX), words)
            x += metrics.horizontalAdvance(words) + GAP_PX


def _values(measurement: Measurement) -> dict[str, Any]:
    size = measurement.size
    return {
        "kind": measurement.kind.value,
        "structure": None if measurement.structure is None else measurement.structure.id,
        "value_mm": round(measurement.value_mm, 2),
        "status": measurement.status.value,
        "ends_px": [[round(x, 2), round(y, 2)] for x, y in measurement.ends_px],
        "pixel_size_mm": [size.x_mm, size.y_mm],
    }
