"""Fill patterns of structures, for those to whom colours look alike. Painted by the overlay."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.ui.looks import colour_of
from inference.anatomy import Structure

SPACING = 6.0  # line widths between two lines
THINNER = 0.6  # than the outline
OPACITY = 0.7
SLOPES = {  # of a pattern's lines, down per step across; None is upright
    "horizontal": (0.0,),
    "vertical": (None,),
    "diagonal": (-1.0,),
    "back-diagonal": (1.0,),
    "cross": (-1.0, 1.0),
    "none": (),
}


def paint_hatch(painter: QPainter, path: QPainterPath, structure: Structure, width: float) -> None:
    """Fill a closed path with the structure's pattern; nothing if it has none.

    width  of its outline. The pattern stands still on the picture while the path moves
    """
    spacing, area = SPACING * width, path.boundingRect()
    colour = QColor(colour_of(structure))
    colour.setAlphaF(OPACITY)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    if structure.hatch == "dots":
        painter.setPen(QPen(colour, 1.6 * width, c=Qt.PenCapStyle.RoundCap))
        painter.drawPoints(list(_grid(area, spacing)))
    else:
        painter.setPen(QPen(colour, THINNER * width))
        for slope in SLOPES[structure.hatch]:
            painter.drawLines(list(_lines(area, slope, spacing)))
    painter.restore()


def _lines(area: QRectF, slope: float | None, spacing: float) -> Iterator[QLineF]:
    """Parallel lines over an area, `spacing` apart."""
    if slope is None:
        for x in _steps(area.left(), area.right(), spacing):
            yield QLineF(x, area.top(), x, area.bottom())
        return
    rise, apart = slope * area.width(), spacing * float(np.hypot(1.0, slope))
    shift = slope * area.left()  # so that a line's place does not depend on the area
    for start in _steps(
        area.top() - max(rise, 0) - shift, area.bottom() - min(rise, 0) - shift, apart
    ):
        yield QLineF(area.left(), start + shift, area.right(), start + shift + rise)


def _grid(area: QRectF, spacing: float) -> Iterator[QPointF]:
    for y in _steps(area.top(), area.bottom(), spacing):
        for x in _steps(area.left(), area.right(), spacing):
            yield QPointF(x, y)


def _steps(low: float, high: float, step: float) -> list[float]:
    """The multiples of the step from low to high."""
    return [i * step for i in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]
