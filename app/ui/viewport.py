"""Shows the picture on black: a frame with its overlay or an ageing one, frozen, or lost."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme
from app.ui.label_column import Label
from app.ui.label_motion import LabelMotion
from app.ui.language import say
from app.ui.lost_card import paint_lost
from app.ui.overlay import paint_overlay, prepare_overlay
from app.ui.overlay_labels import labels_for
from app.ui.overlay_style import OverlayStyle
from app.ui.picture_tool import PictureTool
from app.ui.screen_picture import ScreenPicture
from app.ui.showing import Freshness, Shown
from inference.types import Analysis, Frame

FROZEN_EDGE = 5
LOST_OPACITY = 0.22
GLIDE_STEP_S = 0.030  # a new frame carries gliding labels on; without one they step so often


class Viewport(QWidget):
    """The well. It keeps only what it needs to paint again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(320, 160))
        say("Picture", self, "accessibleName")
        self._clock: Callable[[], float] = time.monotonic
        self._shown = Shown()
        self._style = OverlayStyle()
        self._is_frozen = False
        self._lost: tuple[str, ...] = ()
        self._overlay_on = True
        self._tools: list[PictureTool] = []
        self._held: PictureTool | None = None  # the tool that a hand has hold of
        self._motion = LabelMotion()
        self._labels_wait = False
        self._coming: Analysis | None = None
        self._screen_picture = ScreenPicture()
        self._scaled = QImage()  # null: to be made anew
        self._painted_at_s = 0.0

    def show_picture(self, shown: Shown, is_frozen: bool) -> None:
        """Paint this frame and overlay from now on."""
        changed = is_frozen != self._is_frozen or not shown.looks_like(self._shown)
        former, self._shown, self._is_frozen = self._shown, shown, is_frozen
        if shown.frame is not former.frame:
            self._scaled = QImage()
        if shown.analysis is not former.analysis:  # carried a little, its names stay
            self._labels_wait = shown.carried is not None and not is_frozen
            if not self._labels_wait:
                self._aim_labels(at_once=is_frozen)
        elif self._labels_wait:  # the picture went first
            self._labels_wait = False
            self._aim_labels(at_once=False)
        now_s = self._clock()
        is_gliding = self._motion.is_moving(now_s)
        if changed or (is_gliding and not 0 <= now_s - self._painted_at_s < GLIDE_STEP_S):
            self.update()

    def prepare(self, coming: Analysis | None) -> None:
        """Make what was found ready to paint while there is time: its picture is yet to come."""
        if coming is not self._coming:
            self._coming = coming
            if coming is not None and self._overlay_on:
                prepare_overlay(coming, self._style, self.picture_rect(), self.devicePixelRatioF())

    def show_style(self, style: OverlayStyle) -> None:
        self._style = style
        self._aim_labels(at_once=True)
        self.update()

    def show_overlay(self, on: bool) -> None:
        self._overlay_on = on
        self.update()

    def add_tool(self, tool: PictureTool) -> None:
        """Paint it over the picture, and let a hand move it; of several the first takes hold."""
        self._tools.append(tool)

    def show_lost(self, *lines: str) -> None:
        """The source is lost: dim the picture, no overlay, and say so. No lines: it is back."""
        if lines != self._lost:
            self._lost = lines
            self.update()

    def use_clock(self, clock: Callable[[], float]) -> None:
        """Let labels move by another clock than the wall's; they settle first."""
        self._clock = clock
        self._aim_labels(at_once=True)

    def picture_rect(self) -> QRectF:
        """Where the frame stands: whole, its aspect kept, in the middle, on whole pixels."""
        frame = self._shown.frame
        if frame is None:
            return QRectF()
        scale = min(self.width() / frame.width, self.height() / frame.height)
        width, height = round(frame.width * scale), round(frame.height * scale)
        return QRectF((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            picture, frame = self.picture_rect(), self._shown.frame
            covered = QRegion() if self._lost else QRegion(picture.toRect())
            painter.setClipRegion(QRegion(self.rect()).subtracted(covered))
            painter.fillRect(self.rect(), QColor(theme.WELL))
            painter.setClipping(False)
            self._painted_at_s = self._clock()
            if frame is not None:
                painter.setOpacity(LOST_OPACITY if self._lost else 1.0)
                painter.drawImage(picture.topLeft(), self._scaled_frame(frame, picture))
                painter.setOpacity(1.0)
            if self._lost:
                paint_lost(painter, QRectF(self.rect()), self._lost)
                return
            if self._overlay_on and (analysis := self._shown.analysis) is not None:
                labels = self._motion.labels(self._clock())
                style = aged_style(self._style, self._shown.freshness)
                carried = self._shown.carried
                motions = () if carried is None else carried.motions
                paint_overlay(painter, analysis, style, picture, labels, motions)
            for tool in self._tools if frame is not None else ():
                tool.paint(painter, picture)
            if self._is_frozen:
                inset = FROZEN_EDGE / 2
                painter.setPen(QPen(QColor(theme.TEXT2), FROZEN_EDGE))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._lost:
            return
        picture, at = self.picture_rect(), event.position()
        if not picture.isEmpty():
            self._held = next((tool for tool in self._tools if tool.press(at, picture)), None)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._held.move(event.position(), self.picture_rect())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and event.button() is Qt.MouseButton.LeftButton:
            held, self._held = self._held, None
            held.release()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scaled = QImage()
        self._aim_labels(at_once=True)
        super().resizeEvent(event)

    def _aim_labels(self, at_once: bool) -> None:
        analysis, picture = self._shown.analysis, self.picture_rect()
        if analysis is None or picture.isEmpty():
            return
        style, area = self._style, QRectF(self.rect())

        def place(former: Mapping[int, Label], keep_sides: bool) -> tuple[Label, ...]:
            return labels_for(analysis, style, picture, area, former, keep_sides)

        if at_once:
            self._motion.settle(place({}, False))
        else:
            self._motion.aim(place, self._clock())

    def _scaled_frame(self, frame: Frame, picture: QRectF) -> QImage:
        """The frame at the size of the screen, smoothly scaled once and then only copied."""
        if self._scaled.isNull():
            ratio = self.devicePixelRatioF()
            self._scaled = self._screen_picture.of(frame, (picture.size() * ratio).toSize())
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled


def aged_style(style: OverlayStyle, freshness: Freshness) -> OverlayStyle:
    """An overlay that is not of this frame has no fill and a paler outline."""
    if freshness is Freshness.FULL:
        return style
    return replace(style, outline_only=True, opacity=freshness.value)
