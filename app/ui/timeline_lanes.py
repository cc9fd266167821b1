"""How ruler and lanes of the timeline are painted."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter

from app.timeline import Stretch
from app.ui import theme
from app.ui.language import term, tr
from app.ui.lines import paint_swatch
from app.ui.looks import colour_of
from inference.anatomy import Structure, View

RULER_PX, VIEW_PX, KEPT_PX = 22, 26, 24
NAMES_PX, NARROW_NAMES_PX, NARROW_BELOW = 168, 132, 900
BAR_PX, LEAST_PX, MARK_PX = 8.0, 2.0, 3.0
SWATCH_PX = 22
ICON_PX = 16
TICK_PX = 84  # apart at least
TICKS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
LANE_OPACITY = 0.82


class KeptKind(Enum):
    """Its sign in the lane."""

    STILL = "camera"
    CANDIDATE = "star"
    CONFIRMED = "check-circle"
    OVERRIDE = "hand"


@dataclass(frozen=True, slots=True)
class KeptMark:
    at_s: float
    kind: KeptKind


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a timeline goes.

    is_live  its right end is now, and times are said from there
    kept_s   from when on there is anything; None: from the start
    """

    first_s: float
    last_s: float
    is_live: bool = False
    kept_s: float | None = None

    def x(self, at_s: float, left: float, right: float) -> float:
        return left + (at_s - self.first_s) / (self.last_s - self.first_s) * (right - left)

    def time_at(self, x: float, left: float, right: float) -> float:
        share = min(max((x - left) / max(right - left, 1), 0.0), 1.0)
        return self.first_s + share * (self.last_s - self.first_s)

    def words(self, at_s: float) -> str:
        if self.is_live:
            back_s = self.last_s - at_s
            return tr("now") if back_s < TICKS_S[0] / 2 else tr("−{time:g} s").format(time=back_s)
        whole = round(at_s, 1)
        digits = "" if whole == int(whole) else f".{round(whole % 1 * 10)}"
        return f"{int(whole) // 60}:{int(whole) % 60:02d}{digits}"


class LanePainter:
    """Paints the parts of one timeline into its area."""

    def __init__(self, painter: QPainter, span: Span, area: QRectF, language: str) -> None:
        self._painter, self._span, self._area, self._language = painter, span, area, language
        self._left = self.names_px(area.width())

    @staticmethod
    def names_px(width: float) -> float:
        return NAMES_PX if width >= NARROW_BELOW else NARROW_NAMES_PX

    def paint_ruler(self) -> None:
        painter, span = self._painter, self._span
        length_s, room = span.last_s - span.first_s, self._area.width() - self._left
        step_s = next((s for s in TICKS_S if s / length_s * room >= TICK_PX), TICKS_S[-1])
        painter.setFont(theme.font(13))
        metrics = QFontMetricsF(painter.font())
        for number in range(int(length_s / step_s + 1e-6) + 1):
            at_s = span.last_s - number * step_s if span.is_live else number * step_s
            x, text = self._x(at_s), span.words(at_s)
            painter.fillRect(QRectF(x, RULER_PX, 1, self._area.height()), QColor(theme.LINE))
            width = metrics.horizontalAdvance(text)
            place = min(max(x - width / 2, self._left), self._area.width() - width)
            painter.setPen(QColor(theme.TEXT2))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(place, 0, width + 2, RULER_PX - 8), flags, text)

    def paint_unknown(self, analysed: Sequence[Stretch], lanes_px: float) -> None:
        """Hatched: what no analysis has looked at; of a live source only what is kept."""
        span = self._span
        edge_s = span.first_s if span.kept_s is None else max(span.kept_s, span.first_s)
        brush = QBrush(theme.colour(theme.LINE2), Qt.BrushStyle.BDiagPattern)
        for stretch in (*analysed, Stretch(span.last_s, span.last_s)):
            x, width = self._x(edge_s), self._x(stretch.start_s) - self._x(edge_s)
            if width >= 1:
                self._painter.fillRect(QRectF(x, RULER_PX, width, VIEW_PX + lanes_px), brush)
            edge_s = max(stretch.end_s, edge_s)

    def paint_views(
        self, analysed: Sequence[Stretch], views: Sequence[tuple[Stretch, View]], block: int
    ) -> None:
        """Named blocks; a thin line where there was no standard view."""
        self._name(tr("View"), RULER_PX, VIEW_PX, 14, theme.TEXT, QFont.Weight.DemiBold)
        painter = self._painter
        for stretch in analysed:
            painter.fillRect(self._box(stretch, RULER_PX + VIEW_PX / 2, 1), QColor(theme.CONTROL))
        for number, (stretch, view) in enumerate(views):
            box = self._box(stretch, RULER_PX + 2, VIEW_PX - 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.LINE2 if number == block else theme.HOVER))
            painter.drawRoundedRect(box, 3, 3)
            painter.setFont(theme.font(14, QFont.Weight.DemiBold))
            painter.setPen(theme.colour(theme.TEXT if number == block else theme.TEXT2))
            name = term(view.names, self._language)
            if painter.fontMetrics().horizontalAdvance(name) + 12 <= box.width():
                flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box.adjusted(6, 0, -6, 0), flags, name)

    def paint_lane(
        self,
        structure: Structure,
        stretches: Sequence[Stretch],
        top: float,
        height: float,
        is_chosen: bool,
    ) -> None:
        painter = self._painter
        if is_chosen:
            painter.setPen(QColor(theme.ACCENT))
            painter.setBrush(QColor(theme.ACCENT_BG))
            painter.drawRoundedRect(QRectF(0.5, top + 0.5, self._left - 9, height - 1), 3, 3)
        middle = QRectF(self._left, top + height / 2, self._area.width() - self._left, 1)
        painter.fillRect(middle, QColor(theme.LINE))
        paint_swatch(painter, structure, QRectF(4, top, SWATCH_PX, height), 2.0)
        name = term(structure.names, self._language)
        room = self._left - SWATCH_PX - 20
        if QFontMetricsF(theme.font(14)).horizontalAdvance(name) > room:
            name = structure.abbreviation
        self._name(name, top, height, 14, theme.TEXT2, indent=SWATCH_PX + 10)
        colour = QColor(colour_of(structure))
        colour.setAlphaF(LANE_OPACITY)
        for stretch in stretches:
            painter.fillRect(self._box(stretch, top + (height - BAR_PX) / 2, BAR_PX), colour)

    def paint_more(self, above: int, below: int, rows: int, row_px: float) -> None:
        """How many lanes are out of sight, and beside the names a mark of where one is."""
        if not above + below:
            return
        painter, top, height = self._painter, RULER_PX + VIEW_PX, rows * row_px
        count = above + rows + below
        place = QRectF(self._left - MARK_PX - 4, top, MARK_PX, height)
        painter.fillRect(place, theme.colour(theme.LINE2))
        place.setTop(top + height * above / count)
        place.setHeight(height * rows / count)
        painter.fillRect(place, QColor(theme.TEXT2))
        foot = self._area.height() - KEPT_PX
        for number, y, box_px in ((above, RULER_PX, VIEW_PX), (below, foot, KEPT_PX)):
            if number:
                painter.setFont(theme.font(13))
                painter.setPen(QColor(theme.TEXT2))
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                words = tr("{count} more").format(count=number)
                painter.drawText(QRectF(0, y, self._left - 8, box_px), flags, words)

    def paint_kept(self, marks: Sequence[KeptMark]) -> None:
        top = self._area.height() - KEPT_PX
        self._name(tr("Kept"), top, KEPT_PX, 14, theme.TEXT2)
        for mark in marks:
            x = self._x(mark.at_s)
            if self._left <= x <= self._area.width():
                place = min(max(x - ICON_PX / 2, self._left), self._area.width() - ICON_PX)
                icon = theme.icon(mark.kind.value).pixmap(QSize(ICON_PX, ICON_PX), 2.0)
                box = QRectF(place, top + (KEPT_PX - ICON_PX) / 2, ICON_PX, ICON_PX)
                self._painter.drawPixmap(box, icon, QRectF(icon.rect()))

    def paint_part(self, part_s: Sequence[float]) -> None:
        """The part that is played over and over: its start, and its end if that is set."""
        painter, places = self._painter, [self._x(at_s) for at_s in part_s]
        height = self._area.height() - RULER_PX
        if len(places) == 2:
            wash = QColor(theme.ACCENT)
            wash.setAlphaF(0.10)
            painter.fillRect(QRectF(places[0], RULER_PX, places[1] - places[0], height), wash)
        for x, letter in zip(places, "AB", strict=False):
            painter.fillRect(QRectF(x - 1, RULER_PX, 2, height), QColor(theme.ACCENT))
            box = QRectF(x - 8, RULER_PX - 8, 16, 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ACCENT))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QColor(theme.WINDOW))
            painter.setFont(theme.font(12, QFont.Weight.Bold))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _name(
        self,
        text: str,
        top: float,
        height: float,
        size: float,
        colour: str,
        weight: QFont.Weight = QFont.Weight.Normal,
        indent: float = 4,
    ) -> None:
        painter = self._painter
        painter.setFont(theme.font(size, weight))
        painter.setPen(theme.colour(colour))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(indent, top, self._left - indent - 8, height), flags, text)

    def _x(self, at_s: float) -> float:
        return self._span.x(at_s, self._left, self._area.width())

    def _box(self, stretch: Stretch, top: float, height: float) -> QRectF:
        """At least wide enough to be seen; never over the names."""
        x1 = max(self._x(stretch.start_s), self._left)
        x2 = min(max(self._x(stretch.end_s), x1 + LEAST_PX), self._area.width())
        return QRectF(x1, top, max(x2 - x1, 0.0), height)
