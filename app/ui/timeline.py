"""The lanes below the transport: view, structures, what was kept. A press or drag seeks."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.timeline import Track
from app.ui import theme
from app.ui.language import say
from app.ui.looks import Look, worn
from app.ui.timeline_lanes import KEPT_PX, RULER_PX, VIEW_PX, KeptMark, LanePainter, Span
from inference.anatomy import Structure

ROW_PX, COMPACT_ROW_PX = 22, 18
HANDLE_PX = 6.0
STEP_OF_WHEEL = 120  # Qt's eighths of a degree for one notch


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is painted once, and again only when it is another.

    block   which of the track's views is the present one, and brighter; -1 for none
    chosen  the structure whose starts are jumped to
    """

    span: Span = Span(0.0, 1.0)
    track: Track = Track()
    marks: tuple[KeptMark, ...] = ()
    part_s: tuple[float, ...] = ()
    block: int = -1
    first_lane: int = 0
    chosen: Structure | None = None
    language: str = "en"


class Timeline(QWidget):
    """Shows a Scene and a playhead; says where the user wants to be."""

    seek_requested = Signal(float)  # seconds on the span
    step_requested = Signal(int)  # frames
    structure_chosen = Signal(object)  # Structure; None lets it go

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say("Timeline", self, "accessibleName")
        self._scene = Scene()
        self._here_s = 0.0
        self._rows, self._row_px = 4, ROW_PX
        self._is_dragged = False
        self._pointer_x: float | None = None
        self.setMouseTracking(True)
        self._painted, self._painted_in = QPixmap(), Look()
        self.show_rows(4, compact=False)

    @property
    def scene(self) -> Scene:
        return self._scene

    @property
    def pointed_x(self) -> float | None:
        """Where a pointer passes over the lanes; None: none does, or it drags the playhead."""
        x = self._pointer_x
        return None if x is None or self._is_dragged or x < self._left else x

    @property
    def pointed_s(self) -> float | None:
        """The same on the span, which may go on below a pointer that rests."""
        x = self.pointed_x
        return None if x is None else self._scene.span.time_at(x, self._left, self.width())

    @property
    def pixel_s(self) -> float:
        """How long one pixel of the lanes is."""
        span = self._scene.span
        return (span.last_s - span.first_s) / max(self.width() - self._left, 1.0)

    @property
    def lanes_top(self) -> QPoint:
        """Their upper left corner, the names among them."""
        return QPoint(0, RULER_PX)

    def show_rows(self, rows: int, compact: bool) -> None:
        """So many structures have room; the others are scrolled to."""
        self._rows, self._row_px = rows, COMPACT_ROW_PX if compact else ROW_PX
        self.setFixedHeight(RULER_PX + VIEW_PX + rows * self._row_px + KEPT_PX)
        self._repaint()

    def show_scene(self, scene: Scene) -> None:
        """Where it is the same, nothing is painted."""
        last = max(len(scene.track.lanes) - self._rows, 0)
        first = min(self._scene.first_lane, last)
        scene = replace(scene, first_lane=first, block=_block(scene.track, self._here_s))
        if scene != self._scene:
            self._scene = scene
            self._repaint()

    def show_position(self, here_s: float) -> None:
        if here_s == self._here_s:
            return
        before, self._here_s = self._x(self._here_s), here_s
        block = _block(self._scene.track, here_s)
        if block != self._scene.block:
            self._scene = replace(self._scene, block=block)
            self._repaint()
        elif round(before) != round(self._x(here_s)):
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, self.height())

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._painted.isNull() or self._painted_in != worn():
                self._painted, self._painted_in = self._paint_scene(), worn()
            painter.drawPixmap(0, 0, self._painted)
            self._paint_playhead(painter)

    def _paint_scene(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            scene = self._scene
            lanes = LanePainter(painter, scene.span, QRectF(self.rect()), scene.language)
            lanes.paint_ruler()
            lanes.paint_unknown(scene.track.analysed, self._rows * self._row_px)
            lanes.paint_views(scene.track.analysed, scene.track.views, scene.block)
            shown = scene.track.lanes[scene.first_lane : scene.first_lane + self._rows]
            for row, (structure, stretches) in enumerate(shown):
                top = RULER_PX + VIEW_PX + row * self._row_px
                lanes.paint_lane(structure, stretches, top, self._row_px, structure == scene.chosen)
            below = len(scene.track.lanes) - scene.first_lane - len(shown)
            lanes.paint_more(scene.first_lane, below, self._rows, self._row_px)
            lanes.paint_kept(scene.marks)
            lanes.paint_part(scene.part_s)
        return pixmap

    def _paint_playhead(self, painter: QPainter) -> None:
        x = min(max(self._x(self._here_s), self._left), float(self.width()) - 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, height = RULER_PX - 4.0, self.height() - RULER_PX + 4.0
        painter.fillRect(QRectF(x - 2, top, 4, height), QColor(theme.WELL))
        painter.fillRect(QRectF(x - 1, top, 2, height), QColor("#ffffff"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#ffffff"))
        half = HANDLE_PX
        corners = [(x - half, top - half), (x + half, top - half), (x, top + half)]
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _repaint(self) -> None:
        self._painted = QPixmap()
        self.update()

    @property
    def _left(self) -> float:
        return LanePainter.names_px(self.width())

    def _x(self, at_s: float) -> float:
        return self._scene.span.x(at_s, self._left, self.width())

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if event.position().x() < self._left:
            self._choose(event.position().y())
        else:
            self._is_dragged = True
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer_x = event.position().x()
        if self._is_dragged:
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_dragged = False

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer_x = None
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._pointer_x = None
        super().hideEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over the names other lanes come into sight; elsewhere frames pass."""
        notches = round(event.angleDelta().y() / STEP_OF_WHEEL)
        if event.position().x() < self._left:
            self._scroll(-notches)
        elif notches:
            self.step_requested.emit(-notches)
        event.accept()

    def _scroll(self, lanes: int) -> None:
        last = max(len(self._scene.track.lanes) - self._rows, 0)
        first = min(max(self._scene.first_lane + lanes, 0), last)
        self._scene = replace(self._scene, first_lane=first)
        self._repaint()

    def _seek(self, x: float) -> None:
        self.seek_requested.emit(self._scene.span.time_at(x, self._left, self.width()))

    def _choose(self, y: float) -> None:
        row = int((y - RULER_PX - VIEW_PX) // self._row_px)
        if not 0 <= row < self._rows:  # above and below stands how many more there are
            self._scroll(self._rows if row > 0 else -self._rows)
            return
        lanes = self._scene.track.lanes[self._scene.first_lane :][: self._rows]
        if not 0 <= row < len(lanes):
            return
        structure = lanes[row][0]
        self.structure_chosen.emit(None if structure == self._scene.chosen else structure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._painted = QPixmap()
        super().resizeEvent(event)


def _block(track: Track, at_s: float) -> int:
    """Which of the views' blocks that time is in; -1: in none."""
    return next((i for i, (stretch, _) in enumerate(track.views) if stretch.has(at_s)), -1)
