"""The lines of structures: their width, casing and style. Used on the picture and in swatches."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.ui.looks import casing_opacity, colour_of, line_of
from inference.anatomy import Structure, load_anatomy

CASING_PX = 2.4
HALO = ((3.2, 0.14), (1.9, 0.24))  # widths in lines, and opacities


def line_width(picture_height: float) -> float:
    return min(max(0.003 * picture_height, 2.0), 6.0)


def paint_line(painter: QPainter, path: QPainterPath, structure: Structure, width: float) -> None:
    """Black casing, then the line in the structure's colour and style."""
    style = line_of(structure)
    strokes = 2.4 * width if style == "double" else width
    casing = QColor(0, 0, 0)
    casing.setAlphaF(casing_opacity())
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(casing, strokes + CASING_PX, Qt.PenStyle.SolidLine, round_cap, round_join))
    painter.drawPath(path)
    pen = QPen(QColor(colour_of(structure)), strokes, Qt.PenStyle.SolidLine, round_cap, round_join)
    if pattern := load_anatomy().line_patterns[style]:
        pen.setDashPattern(pattern)
    painter.setPen(pen)
    painter.drawPath(path)
    if style == "double":
        painter.setPen(QPen(QColor(0, 0, 0), 0.9 * width))
        painter.drawPath(path)


def paint_soft_line(
    painter: QPainter, path: QPainterPath, structure: Structure, width: float
) -> None:
    """An unbroken line with a halo of its own colour, for a patient's eye."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for share, opacity in (*HALO, (1.0, 1.0)):
        colour = QColor(colour_of(structure))
        colour.setAlphaF(opacity)
        pen = QPen(colour, share * width, Qt.PenStyle.SolidLine)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def paint_swatch(painter: QPainter, structure: Structure, box: QRectF, width: float) -> None:
    """A short piece of the structure's line, left to right through the middle of the box."""
    path = QPainterPath(QPointF(box.left() + width, box.center().y()))
    path.lineTo(box.right() - width, box.center().y())
    paint_line(painter, path, structure, width)
