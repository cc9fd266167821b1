"""Lies over the picture while one measures: shows calipers, says what the mouse asks of them."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.measuring.measurement import Sheet
from app.measuring.shapes import Point
from app.ui.caliper_painting import Ground, paint_calipers, paint_draft, paint_marks
from app.ui.language import say

REACH_PX = 16.0  # of the mouse, on the screen
LEAD_PX = 8.0  # that the ends of the chosen measurement have before others


class CaliperLayer(QWidget):
    """Transparent. It is hidden, and takes no mouse, while nothing is measured."""

    end_chosen = Signal(int, int)  # place of the measurement, and which end
    end_dragged = Signal(object)  # where the chosen end is now, x y in pixels of the frame
    drawn = Signal(object, object)  # from, to: pixels of the frame
    mark_placed = Signal(object)  # pixels of the frame
    mark_dragged = Signal(int, object)  # which, and where it is now

    def __init__(self, over: QWidget, picture_rect: Callable[[], QRectF]) -> None:
        """over: the widget that shows the picture; picture_rect: where in it the frame stands."""
        super().__init__(over)
        self._picture_rect = picture_rect
        self._sheet: Sheet | None = None
        self._marks: tuple[Point, ...] | None = None
        self._frame_width = 1
        self._grabbed: int | None = None  # a mark
        self._holds_end = False
        self._draft: tuple[QPointF, QPointF] | None = None
        self._is_bare = False
        say("Calipers", on=self, part="accessibleName")
        self.setCursor(Qt.CursorShape.CrossCursor)
        whole = QVBoxLayout(over)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self)
        self.hide()

    def show_nothing(self) -> None:
        self._sheet = self._marks = self._draft = self._grabbed = None
        self._holds_end = False
        self.hide()

    def show_sheet(self, sheet: Sheet, takes_mouse: bool) -> None:
        """These measurements; a mouse that is not taken goes to what lies below."""
        if sheet is not self._sheet:
            self._sheet, self._marks, self._frame_width = sheet, None, sheet.frame.width
            self.update()
        self._take(takes_mouse)

    def show_marks(self, marks: tuple[Point, ...], frame_width: int) -> None:
        """The marks on the depth scale that have been placed."""
        if marks != self._marks:
            self._sheet, self._marks, self._frame_width = None, marks, frame_width
            self.update()
        self._take(True)

    def show_bare(self, on: bool) -> None:
        """The naked picture, while a key is held."""
        self._is_bare = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_bare or self._picture_rect().isEmpty():
            return
        with QPainter(self) as painter:
            ground = self._ground()
            if self._marks:
                places = [ground.on_screen(mark) for mark in self._marks]
                paint_marks(painter, places, ground.line_px)
            if self._sheet is not None:
                paint_calipers(painter, self._sheet.measurements, ground, self._chosen)
            if self._draft is not None:
                paint_draft(painter, *self._draft, ground.line_px)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self._is_on_picture(at):
            return
        if self._marks is not None:
            self._grabbed = self._mark_at(at, self._marks)
            if self._grabbed is None:
                self.mark_placed.emit(self._ground().in_frame(at))
        elif (end := self._end_at(at)) is not None:
            self._holds_end = True
            self.end_chosen.emit(*end)
        else:
            self._draft = at, at

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._within(event.position())
        if self._grabbed is not None:
            self.mark_dragged.emit(self._grabbed, self._ground().in_frame(at))
        elif self._holds_end:
            self.end_dragged.emit(self._ground().in_frame(at))
        elif self._draft is not None:
            self._draft = self._draft[0], at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        draft, self._draft, self._grabbed, self._holds_end = self._draft, None, None, False
        if draft is not None:
            ground = self._ground()
            self.drawn.emit(ground.in_frame(draft[0]), ground.in_frame(draft[1]))
            self.update()

    @property
    def _chosen(self) -> tuple[int, int] | None:
        """Shown only where it can be moved."""
        is_open = not self.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return self._sheet.chosen if self._sheet is not None and is_open else None

    def _take(self, mouse: bool) -> None:
        through = Qt.WidgetAttribute.WA_TransparentForMouseEvents
        if self.testAttribute(through) == mouse:
            self.setAttribute(through, not mouse)
            self.update()
        self.show()

    def _ground(self) -> Ground:
        return Ground(self._picture_rect(), self._frame_width)

    def _is_on_picture(self, at: QPointF) -> bool:
        return self._picture_rect().contains(at)

    def _within(self, at: QPointF) -> QPointF:
        """The nearest place on the picture."""
        area = self._picture_rect()
        x = min(max(at.x(), area.left()), area.right())
        return QPointF(x, min(max(at.y(), area.top()), area.bottom()))

    def _end_at(self, at: QPointF) -> tuple[int, int] | None:
        """The nearest end in reach; where ends of two lie together, that of the chosen one."""
        if self._sheet is None:
            return None
        chosen = None if self._sheet.chosen is None else self._sheet.chosen[0]
        in_reach = [
            (apart - (LEAD_PX if place == chosen else 0), place, end)
            for place, each in enumerate(self._sheet.measurements)
            for end, apart in enumerate(self._apart(at, each.ends_px))
            if apart <= REACH_PX
        ]
        return min(in_reach)[1:] if in_reach else None

    def _mark_at(self, at: QPointF, marks: tuple[Point, ...]) -> int | None:
        in_reach = [(apart, i) for i, apart in enumerate(self._apart(at, marks))]
        nearest = min(in_reach, default=(REACH_PX + 1, 0))
        return nearest[1] if nearest[0] <= REACH_PX else None

    def _apart(self, at: QPointF, pixels: tuple[Point, ...]) -> list[float]:
        """How far from the mouse each of these pixels of the frame is on the screen."""
        ground = self._ground()
        ways = (ground.on_screen(pixel) - at for pixel in pixels)
        return [math.hypot(way.x(), way.y()) for way in ways]
