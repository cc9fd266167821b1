"""Measuring on the picture that stands: connects masks, calipers, page and keys."""

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.measuring.calibration import CalibrationError, Corners, calibrate
from app.measuring.depth_watch import DepthWatch
from app.measuring.measurement import MOST, Kind, Sheet
from app.measuring.proposals import Why, propose
from app.measuring.shapes import Point
from app.ui.caliper_keys import CaliperKeys
from app.ui.caliper_layer import CaliperLayer
from app.ui.commands import Command
from app.ui.language import tr
from app.ui.measure_page import MeasurePage
from app.ui.measure_words import FULL, GONE, NO_MASKS, NOT_THERE, REFUSALS, missing_words
from app.ui.side_panel import SidePanel
from app.ui.viewport import Viewport
from app.ui.workstation import Workstation
from inference.anatomy import Structure
from inference.types import Frame

Result = TypeVar("Result")


class Measuring(QObject):
    """Owns the calibration, and the sheet of the frame that stands on the screen."""

    said = Signal(object)  # a sentence for the strip
    measured = Signal(object)  # Sheet, of the frame on the screen, after a person's hand

    def __init__(
        self,
        station: Workstation,
        viewport: Viewport,
        side: SidePanel,
        window: QWidget,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """side: beside the picture, where the page stands; window: whose keys these are."""
        super().__init__(window)
        self._station, self._side, self._window, self._clock = station, side, window, clock
        self._layer = CaliperLayer(viewport, viewport.picture_rect)
        self._page = MeasurePage()
        self._keys = CaliperKeys(window, lambda: self.is_on)
        self._watch = DepthWatch()
        self._sheet: Sheet | None = None
        self._is_proposed = False  # all that its analysis can bear
        self._missing: tuple[tuple[Structure, Why], ...] = ()
        self._marks: tuple[Frame, tuple[Point, ...]] | None = None
        self._tool = Kind.DISTANCE
        self._was_on = False
        side.add_cover(self._page)
        station.measured = self.kept_on
        self._connect()

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {"measure": self._toggle}

    @property
    def is_on(self) -> bool:
        """The operator measures now."""
        return not self._page.isHidden()

    @property
    def sheet(self) -> Sheet | None:
        """What is on the picture; None while it moves, or nothing says its pixel size."""
        return self._sheet

    def kept_on(self, frame: Frame) -> Sheet | None:
        """What a person accepted, moved or placed on this frame; None if that is nothing."""
        if self._sheet is None or self._sheet.frame is not frame:
            return None
        kept = self._sheet.without_proposals()
        return kept if kept.measurements else None

    def show_bare(self, on: bool) -> None:
        """The naked picture, while a key is held."""
        self._layer.show_bare(on)

    def show_source(self) -> None:
        """Another source: nothing that was known of the former one's pixels holds."""
        was_calibrated = self._watch.is_calibrated
        self._watch.use(None)
        self._leave_frame()
        if self.is_on:
            self._close()
        if was_calibrated:
            self.said.emit(tr(GONE))

    def show_language(self) -> None:
        self._show()

    def take(self) -> None:
        """Look at what is on the screen now. Called by the display timer."""
        frame = self._standing()
        self._look_at_depth()
        held = self._sheet.frame if self._sheet else self._marks[0] if self._marks else frame
        if held is not frame:
            self._leave_frame()
        if self.is_on != self._was_on:
            self._was_on = self.is_on
            self._drop_proposals()
            self._show()
        if self.is_on and frame is not None:
            self._begin(frame)
            self._propose(frame)

    # the picture

    def _connect(self) -> None:
        page, layer, keys = self._page, self._layer, self._keys
        page.closed.connect(self._close)
        page.row_chosen.connect(lambda place: self._change(lambda sheet: sheet.choosing(place)))
        page.tool_chosen.connect(self._use_tool)
        page.calibrate_asked.connect(self._calibrate)
        page.anew_asked.connect(self._calibrate_anew)
        for asked in (page.accept_asked, keys.accepted):
            asked.connect(lambda: self._change(Sheet.accepted))
        for asked in (page.remove_asked, keys.removed):
            asked.connect(lambda: self._change(Sheet.removed))
        keys.nudged.connect(self._nudge)
        layer.end_chosen.connect(
            lambda place, end: self._change(lambda sheet: sheet.choosing(place, end))
        )
        layer.end_dragged.connect(lambda to: self._change(lambda sheet: sheet.moved(to)))
        layer.drawn.connect(self._place)
        layer.mark_placed.connect(self._mark)
        layer.mark_dragged.connect(self._move_mark)

    def _standing(self) -> Frame | None:
        """The frame on the screen, if it stands by the operator's will."""
        viewing = self._station.viewing
        return viewing.shown.frame if viewing is not None and viewing.is_still else None

    def _fan(self) -> Corners:
        viewing = self._station.viewing
        return () if viewing is None else viewing.screen.fan

    def _begin(self, frame: Frame) -> None:
        """Measure on this frame, or calibrate by it first."""
        if self._sheet is not None or self._marks is not None:
            return
        scale = self._watched(lambda: self._watch.scale(frame, self._fan()))
        if scale is None:
            self._marks = frame, ()
        else:
            self._sheet = Sheet(frame, scale)
        self._show()

    def _propose(self, frame: Frame) -> None:
        """What the frame's own masks can bear, as soon as there are any."""
        analysis = self._station.shown.analysis
        if self._sheet is None or self._is_proposed or analysis is None:
            return
        if analysis.frame is frame:
            self._is_proposed = True
            found = propose(analysis, self._sheet.scale)
            kept = {each.kind for each in self._sheet.measurements}
            new = tuple(each for each in found.measurements if each.kind not in kept)
            self._sheet, self._missing = self._sheet.with_proposals(new), found.missing
            self._show()

    def _drop_proposals(self) -> None:
        """They come again when one measures again; what a person did stays with the frame."""
        if self._sheet is not None and not self.is_on:
            self._sheet, self._is_proposed = self._sheet.without_proposals(), False

    def _look_at_depth(self) -> None:
        """Also while nobody measures: a calibration that is over is said at once."""
        frame = self._station.shown.frame
        if frame is not None and self._watch.is_calibrated:
            self._watched(lambda: self._watch.look(frame, self._fan(), self._clock()))

    def _watched(self, call: Callable[[], Result]) -> Result:
        """Ask the watch, and say so if it gave the calibration up."""
        was_calibrated = self._watch.is_calibrated
        result = call()
        if was_calibrated and not self._watch.is_calibrated:
            if self._sheet is not None and self._sheet.scale.marks_mm is not None:
                self._leave_frame()
            self.said.emit(tr(GONE))
        return result

    def _leave_frame(self) -> None:
        self._sheet = self._marks = None
        self._is_proposed, self._missing = False, ()
        self._page.show_said("")
        self._show()

    # the operator's hand

    def _toggle(self) -> None:
        if self.is_on:
            self._close()
            return
        viewing = self._station.viewing
        if viewing is not None and not viewing.is_still:
            viewing.toggle_freeze()
        self._side.cover(self._page)
        self._show()

    def _close(self) -> None:
        self._side.cover(None)
        self._window.setFocus()  # of no field: keys are commands again

    def _use_tool(self, tool: Kind) -> None:
        self._tool = tool

    def _change(self, change: Callable[[Sheet], Sheet]) -> None:
        if self._sheet is not None:
            self._sheet = change(self._sheet)
            self.measured.emit(self._sheet)
            self._page.show_said("")
            self._show()

    def _nudge(self, right_px: float, down_px: float) -> None:
        if self._marks is not None and self._marks[1]:
            x, y = self._marks[1][-1]
            self._move_mark(len(self._marks[1]) - 1, (x + right_px, y + down_px))
        self._change(lambda sheet: sheet.nudged(right_px, down_px))

    def _place(self, start: Point, end: Point) -> None:
        if self._sheet is None:
            return
        before = self._sheet
        is_full = len(before.measurements) == MOST
        self._change(lambda sheet: sheet.placed(start, end, self._tool))
        if is_full:
            self._page.show_said(tr(FULL))
        elif before.scale.at((start, end)) is None:
            self._page.show_said(tr(NOT_THERE))

    def _mark(self, at: Point) -> None:
        """The first, the second, and then the first anew."""
        if self._marks is None:
            return
        frame, placed = self._marks
        placed = (at,) if len(placed) == 2 else (*placed, at)
        self._marks = frame, placed
        self._page.show_said("")
        self._show()
        if len(placed) == 2:
            self._page.ask_distance()

    def _move_mark(self, which: int, to: Point) -> None:
        if self._marks is not None:
            frame, placed = self._marks
            self._marks = frame, (*placed[:which], to, *placed[which + 1 :])
            self._show()

    def _calibrate(self, distance: str) -> None:
        if self._marks is None or len(self._marks[1]) != 2:
            return
        frame, (first, second) = self._marks[0], self._marks[1]
        try:
            self._watch.use(calibrate(frame, (first, second), distance, self._fan()))
        except CalibrationError as error:
            self._page.show_said(tr(REFUSALS[error.refusal]))
            return
        self._leave_frame()
        self._window.setFocus()  # of no field: keys are commands again

    def _calibrate_anew(self) -> None:
        self._watch.use(None)
        self._leave_frame()

    # showing

    def _show(self) -> None:
        self._show_layer()
        if not self.is_on:
            return
        if self._sheet is not None:
            language = self._station.settings.language
            notes = [missing_words(*each, language) for each in self._missing]
            if not notes and not self._sheet.measurements:
                notes = [tr(NO_MASKS)]
            self._page.show_sheet(self._sheet, notes, language)
        elif self._marks is not None:
            self._page.show_calibrating(len(self._marks[1]))
        else:
            self._page.show_running()

    def _show_layer(self) -> None:
        if self._sheet is not None and (self.is_on or self._sheet.measurements):
            self._layer.show_sheet(self._sheet, takes_mouse=self.is_on)
        elif self._marks is not None and self.is_on:
            self._layer.show_marks(self._marks[1], self._marks[0].width)
        else:
            self._layer.show_nothing()
