"""The small picture of the practice panel: the fetus, the probe, and what the fan cuts of it."""

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.ui import theme
from app.ui.language import say, tr

if TYPE_CHECKING:
    from phantom.figure import Figure
    from phantom.steering import ProbePose

SHOWN_MM = (112.0, 106.0)  # of the picture: what always has room in the widget
MIDDLE_MM = (0.0, 19.0)  # of what is shown, from the middle of the skin
ANGLE_A_PX = 0.010  # rad of tilt or rock
TURN_A_NOTCH = 0.07  # rad
PRESS_A_NOTCH = 0.05
NOTCH = 120  # eighths of a degree of the wheel
MARKER_PX = 3.5
SKIN_PX = 13
FAN_ALPHA, CUT_ALPHA = 38, 90  # of 255


class PracticeMap(QWidget):
    """Shows how the probe is held; the mouse says how it shall be held.

    Drag slides, drag with Shift or the right button tilts and rocks, the wheel turns, and with
    Shift it presses.
    """

    steered = Signal(object)  # ProbePose

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(200, 200)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        say("Probe and fetus. Drag to slide the probe", self, "accessibleName")
        self.setToolTip(
            "Drag: slide. Shift and drag, or right button: tilt and rock. "
            "Wheel: rotate. Shift and wheel: press."
        )
        self._figure: Figure | None = None
        self._fetus = QImage()
        self._fetus_mm = QRectF()
        self._probe: ProbePose | None = None
        self._is_steered = False
        self._grip: QPointF | None = None

    def show_figure(self, figure: "Figure") -> None:
        """Of this fetus from now on."""
        self._figure = figure
        sight = figure.sight
        self._fetus = _painted(sight.brightness, sight.cover)
        height, width = sight.cover.shape
        size = sight.pixel_mm * width, sight.pixel_mm * height
        self._fetus_mm = QRectF(-size[0] / 2, -size[1] / 2, *size)
        self._probe = None
        self.update()

    def show_probe(self, probe: "ProbePose", is_steered: bool) -> None:
        if (probe, is_steered) != (self._probe, self._is_steered):
            self._probe, self._is_steered = probe, is_steered
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.WELL))
            if self._figure is None or self._probe is None:
                return
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            self._paint_skin(painter, self._figure)
            painter.drawImage(self._on_widget_rect(self._fetus_mm), self._fetus)
            self._paint_fan(painter, self._figure, self._probe)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._probe is not None:
            self.steered.emit(self._probe)  # the hand is on the probe, even before it moves

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None or self._probe is None or self._figure is None:
            return
        way = event.position() - self._grip
        self._grip = event.position()
        is_angled = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if is_angled or event.buttons() & Qt.MouseButton.RightButton:
            probe = self._probe.moved(tilt=way.y() * ANGLE_A_PX, rock=way.x() * ANGLE_A_PX)
        else:
            along, across = self._figure.slide(way.x() / self._scale, way.y() / self._scale)
            probe = self._probe.moved(along_mm=along, across_mm=across)
        self._steer(probe)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()  # or the panel would scroll
        if self._probe is None:
            return
        way = event.angleDelta()  # Shift makes it sideways on some systems
        notches = (way.y() or way.x()) / NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._steer(self._probe.moved(press=notches * PRESS_A_NOTCH))
        else:
            self._steer(self._probe.moved(turn=notches * TURN_A_NOTCH))

    def _steer(self, probe: "ProbePose") -> None:
        self.show_probe(probe, True)
        self.steered.emit(probe)

    def _paint_skin(self, painter: QPainter, figure: "Figure") -> None:
        """Where the probe can slide."""
        skin = self._on_widget(figure.on_picture(figure.skin()))
        painter.setPen(QPen(theme.colour(theme.LINE2), 1))
        painter.setBrush(QColor(theme.WINDOW))
        painter.drawPolygon(skin)
        painter.setPen(self.palette().color(theme.ROLES[theme.TEXT3]))
        painter.setFont(theme.font(SKIN_PX))
        near_left = skin.at(skin.size() - 1)
        painter.drawText(near_left - QPointF(SKIN_PX, SKIN_PX), tr("skin"))

    def _paint_fan(self, painter: QPainter, figure: "Figure", probe: "ProbePose") -> None:
        line, fill = QColor(theme.ACCENT), QColor(theme.ACCENT)
        is_dark = probe.contact_loss >= 1
        fill.setAlpha(0 if is_dark else FAN_ALPHA)
        style = Qt.PenStyle.DotLine if is_dark else Qt.PenStyle.SolidLine
        painter.setPen(QPen(line, 1.5, style))
        painter.setBrush(fill)
        painter.drawPolygon(self._on_widget(figure.on_picture(figure.fan(probe))))
        if not is_dark:
            fill.setAlpha(CUT_ALPHA)
            painter.setBrush(fill)
            painter.setPen(QPen(theme.colour(theme.TEXT), 2))
            for line_3d in figure.slice(probe):
                painter.drawPolygon(self._on_widget(figure.on_picture(line_3d)))
        if probe.zoom > 1:
            painter.setPen(QPen(line, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(self._on_widget(figure.on_picture(figure.shown(probe))))
        body = _hull(self._on_widget(figure.on_picture(figure.handle(probe))))
        painter.setPen(QPen(theme.colour(theme.TEXT if self._is_steered else theme.TEXT3), 1.5))
        painter.setBrush(QColor(theme.HOVER))
        painter.drawPolygon(body)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.TEXT))
        marker = self._on_widget(figure.on_picture(figure.marker(probe)))
        painter.drawEllipse(marker.at(0), MARKER_PX, MARKER_PX)

    @property
    def _scale(self) -> float:
        """Pixels a mm."""
        return min(self.width() / SHOWN_MM[0], self.height() / SHOWN_MM[1])

    def _on_widget(self, points_mm: NDArray[np.float64]) -> QPolygonF:
        middle = np.array([self.width(), self.height()]) / 2
        places = middle + self._scale * (points_mm - MIDDLE_MM)
        return QPolygonF([QPointF(x, y) for x, y in places.tolist()])

    def _on_widget_rect(self, rect_mm: QRectF) -> QRectF:
        corners = np.array([rect_mm.topLeft().toTuple(), rect_mm.bottomRight().toTuple()])
        placed = self._on_widget(corners)
        return QRectF(placed.at(0), placed.at(1))


def _hull(points: QPolygonF) -> QPolygonF:
    """The convex outline of what was drawn of a body with corners only."""
    corners = [points.at(i) for i in range(points.size())]
    places = np.array([(corner.x(), corner.y()) for corner in corners], np.float32)
    return QPolygonF([QPointF(x, y) for x, y in cv2.convexHull(places)[:, 0].tolist()])


def _painted(brightness: NDArray[np.float32], cover: NDArray[np.float32]) -> QImage:
    """The fetus in the greys of the theme, see-through beside it."""
    dark, light = _rgb(theme.WINDOW), _rgb(theme.TEXT3)
    pixels = np.empty((*cover.shape, 4), np.uint8)
    pixels[..., :3] = dark + brightness[..., None] * (light - dark)
    pixels[..., 3] = cover * 255
    height, width = cover.shape
    image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # owns its pixels


def _rgb(name: str) -> NDArray[np.float32]:
    colour = QColor(name)
    return np.array([colour.red(), colour.green(), colour.blue()], np.float32)
