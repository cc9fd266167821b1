"""The fan as a thin line on the picture, and the hand that corrects it by its corners and edges."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.fans import Corners, is_large_enough
from app.ui import theme
from app.ui.commands import Command
from app.ui.language import noted, tr
from app.ui.workstation import Workstation
from inference.layout import Layout

LINE_PX = 1.5
HANDLE_PX = 9
REACH_PX = 18  # of a corner; of an edge half of it

HINT = noted("Drag a corner or an edge of the fan to correct it.")
CORRECTED = noted("The fan is corrected for this scanner's screen. Shift+U: the found one again.")
FOUND_AGAIN = noted("The fan is the found one again.")
NOT_CORRECTED = noted("The fan was not corrected, so it is the found one already.")
NO_FAN_YET = noted("The fan is not known yet. AI finds it on a grey picture; turn AI on (X).")
TOO_SMALL = noted("That fan would be too small, so it stays as it was. Drag it again.")


class FanHand(QObject):
    """A tool of the viewport. It keeps what is being dragged; the workstation keeps the fans."""

    told = Signal(str)  # a sentence that leaves by itself
    changed = Signal()  # paint again

    def __init__(self, station: Workstation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._dragged: list[QPointF] = []  # the corners in pixels of the frame, while a hand has it
        self._held: tuple[int, ...] = ()  # which of them move
        self._from = QPointF()
        self._layout: Layout | None = None
        self._is_shown = False

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {"fan": self._toggle, "fan_found": self._find_again}

    @property
    def corners(self) -> Corners:
        """The fan as it is drawn, x y in pixels of the frame; empty where it is unknown."""
        if self._dragged:
            return tuple((round(point.x()), round(point.y())) for point in self._dragged)
        viewing = self._station.viewing
        return () if viewing is None else self._station.fans.corners(viewing.screen)

    def paint(self, painter: QPainter, picture: QRectF) -> None:
        corners = self._on(picture)
        if not corners:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.TEXT2), LINE_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF(corners))
        painter.setBrush(QColor(theme.WELL))
        for corner in corners:
            painter.drawRect(
                QRectF(corner.x() - HANDLE_PX / 2, corner.y() - HANDLE_PX / 2, HANDLE_PX, HANDLE_PX)
            )
        painter.restore()

    def press(self, at: QPointF, picture: QRectF) -> bool:
        corners = self._on(picture)
        held = held_corners(corners, at)
        viewing = self._station.viewing
        if not held or viewing is None:
            return False
        self._layout = viewing.screen.layout
        self._dragged = [QPointF(x, y) for x, y in self.corners]
        self._held, self._from = held, at
        return True

    def move(self, at: QPointF, picture: QRectF) -> None:
        if self._layout is None or not self._dragged:
            return
        height, width = self._layout.frame_size
        step = (at - self._from) * (height / picture.height())
        self._from = at
        for place in self._held:
            point = self._dragged[place] + step
            self._dragged[place] = QPointF(
                min(max(point.x(), 0.0), width - 1.0), min(max(point.y(), 0.0), height - 1.0)
            )

    def release(self) -> None:
        corners, layout = self.corners, self._layout
        self._dragged, self._layout = [], None
        if layout is None:
            return
        if is_large_enough(corners, layout):
            self._station.fans = self._station.fans.with_correction(layout, corners)
            self.told.emit(tr(CORRECTED))
        else:
            self.told.emit(tr(TOO_SMALL))

    def _on(self, picture: QRectF) -> list[QPointF]:
        """The corners on the viewport, while the fan is shown."""
        viewing = self._station.viewing
        layout = None if viewing is None else self._layout or viewing.screen.layout
        if layout is None or not self._is_shown:
            return []
        scale = picture.height() / layout.frame_size[0]
        return [picture.topLeft() + QPointF(x, y) * scale for x, y in self.corners]

    def _toggle(self) -> None:
        """Show the insonated fan, or no longer."""
        self._is_shown = not self._is_shown
        self._dragged, self._layout = [], None
        if self._is_shown and self.corners:
            self.told.emit(tr(HINT))
        self.changed.emit()
        viewing = self._station.viewing
        is_known = viewing is not None and viewing.screen.fan
        if self._is_shown and not is_known:
            self._station.said.emit(tr(NO_FAN_YET))

    def _find_again(self) -> None:
        viewing, fans = self._station.viewing, self._station.fans
        layout = None if viewing is None else viewing.screen.layout
        was_corrected = bool(fans.correction(layout))
        self._station.fans = fans.without(layout)
        self.told.emit(tr(FOUND_AGAIN if was_corrected else NOT_CORRECTED))
        self.changed.emit()


def held_corners(corners: Sequence[QPointF], at: QPointF) -> tuple[int, ...]:
    """Which corners a hand takes at this point: the nearest, or both ends of the nearest edge."""
    if not corners:
        return ()
    away = [_length(corner - at) for corner in corners]
    nearest = away.index(min(away))
    if away[nearest] <= REACH_PX:
        return (nearest,)
    edges = list(pairwise([*range(len(corners)), 0]))
    from_edges = [_from_edge(at, corners[a], corners[b]) for a, b in edges]
    edge = from_edges.index(min(from_edges))
    return edges[edge] if from_edges[edge] <= REACH_PX / 2 else ()


def _from_edge(at: QPointF, start: QPointF, end: QPointF) -> float:
    along, to = end - start, at - start
    length = QPointF.dotProduct(along, along)
    share = min(max(QPointF.dotProduct(to, along) / length, 0.0), 1.0) if length else 0.0
    return _length(to - along * share)


def _length(vector: QPointF) -> float:
    return hypot(vector.x(), vector.y())
