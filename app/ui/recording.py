"""Dates what happens in an examination and keeps its pictures, small and in memory alone."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from app.candidates import Candidate
from app.exam import NO_VIEW, Moment
from app.export.thumbnail import thumbnail
from app.fans import Fans
from app.live import stand_back
from app.measuring.measurement import Sheet
from app.record import Origin, Record, Shot, Thumbnail
from app.report import Report, report_of
from app.ui.examining import Examining
from app.ui.overlay_style import OverlayStyle
from app.ui.workstation import Workstation
from inference.anatomy import load_anatomy
from inference.fan import Region, region_of
from inference.types import Analysis, Frame, Screen, ScreenKind


class Recording(QObject):
    """Owns the record of this examination and of the one that Ctrl+Z may bring back."""

    def __init__(
        self,
        station: Workstation,
        examining: Examining,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(station)
        self._station, self._examining, self._clock = station, examining, clock
        self._records: dict[int, Record] = {}  # by the number of the examination
        self._last: tuple[object, Shot] | None = None  # what was taken, and the picture
        self._painter = ThreadPoolExecutor(1, "thumbnails", initializer=stand_back)
        station.source_changed.connect(self._begin)
        examining.begun.connect(self._begin_anew)
        examining.resumed.connect(self._follow)
        examining.changed.connect(self._follow)

    def report(self) -> Report:
        """All that is known of the examination now."""
        self._follow()
        listing, paper = self._examining.listing, self._station.settings.patient.paper
        return report_of(listing.exam, self._record, listing.is_manual, self._clock(), paper)

    def accept(self, candidate: Candidate) -> None:
        """A kept picture that a person accepted, which is on the disk."""
        record = self._records.get(candidate.exam)
        if record is not None:
            analysis, style = candidate.analysis, self._station.drawing.style
            shot = self._new_shot(analysis.frame, analysis, candidate.at, candidate.view.id, style)
            record.accepted.append(shot)

    def measure(self, sheet: Sheet) -> None:
        """A person has measured on the frame on the screen."""
        at = self._examining.moment()
        if at is not None:
            kept = sheet.without_proposals().measurements
            self._record.measure(sheet.frame, at, self._clock(), kept)

    def close(self) -> None:
        """Returns when no picture is being made."""
        self._painter.shutdown()

    @property
    def _record(self) -> Record:
        """Of this examination; all but it and the one before are forgotten."""
        numbers = self._examining.number, self._examining.former_number
        self._records = {n: kept for n, kept in self._records.items() if n in numbers}
        return self._records.setdefault(self._examining.number, Record())

    def _begin(self) -> None:
        """With its first source."""
        if self._record.began is None:
            self._record.began = self._clock()

    def _begin_anew(self) -> None:
        self._last = None
        if self._station.viewing is not None:
            self._begin()
        self._follow()

    def _follow(self) -> None:
        record, station = self._record, self._station
        origin, model, analysis = self._origin, station.ai.model, station.shown.analysis
        if origin is not None:
            record.origins[self._examining.source] = origin
        if model is not None:
            record.models[model.hash] = model
        model_hash = "" if model is None else model.hash
        if analysis is not None:
            model_hash = analysis.model_hash
        record.follow(self._examining.listing.exam, self._clock(), model_hash, self._shoot)

    @property
    def _origin(self) -> Origin | None:
        viewing = self._station.viewing
        if viewing is None:
            return None
        if self._station.is_practice:
            return Origin.PRACTICE
        return Origin.RECORDED if viewing.session.is_seekable else Origin.LIVE

    # pictures

    def _shoot(self) -> Shot | None:
        """What is on the screen, as a still would keep it; the same one once."""
        station, exam = self._station, self._examining.listing.exam
        shown, overlay_on = station.shown, station.drawing.overlay_on
        analysis = shown.analysis if overlay_on or shown.is_exact else None
        frame = shown.frame if analysis is None else analysis.frame
        if frame is None:
            return None
        look = frame, analysis, exam.operator, station.drawing.style, overlay_on
        if self._last is None or self._last[0] != look:
            at = Moment(frame.time_s, frame.index, source=self._examining.source)
            style = station.drawing.style if overlay_on else None
            self._last = look, self._new_shot(frame, analysis, at, exam.operator, style)
        return self._last[1]

    def _new_shot(
        self,
        frame: Frame,
        analysis: Analysis | None,
        at: Moment,
        view: str | None,
        style: OverlayStyle | None,
    ) -> Shot:
        """
        view   that of the operator, or None for that of the model
        style  None draws nothing
        """
        seen, by_model = analysis if style is not None else None, NO_VIEW
        if analysis is not None and analysis.view.view is not None:
            by_model = analysis.view.view.id
        is_practice = self._record.origins.get(at.source) is Origin.PRACTICE
        screen = self._screen if analysis is None else analysis.screen
        find = partial(_fan, self._station.fans, frame, screen, is_practice)
        small: Future[Thumbnail | None] = self._painter.submit(
            lambda: thumbnail(frame, seen, style or OverlayStyle(), find())
        )
        return Shot(
            at,
            self._clock(),
            by_model if view is None else view,
            by_model,
            "" if analysis is None else analysis.model_hash,
            () if seen is None or style is None else _drawn(seen, style),
            small,
        )

    @property
    def _screen(self) -> Screen:
        viewing = self._station.viewing
        return Screen() if viewing is None else viewing.screen


def _fan(fans: Fans, frame: Frame, screen: Screen, is_practice: bool) -> Region | None:
    """What of a frame the page may show. Not the whole screen, also where stills keep it: the page
    names no patient. The phantom's names nobody."""
    shape = frame.height, frame.width
    if screen.kind is ScreenKind.PAGE:
        return None
    corners = fans.corners(screen)
    region = region_of(corners, shape) if corners else fans.region(frame, screen)
    return np.ones(shape, np.bool_) if region is None and is_practice else region


def _drawn(analysis: Analysis, style: OverlayStyle) -> tuple[str, ...]:
    structures = load_anatomy().structures
    ids = dict.fromkeys(structures[label].id for label in analysis.detections.labels)
    return tuple(each for each in ids if each not in style.hidden)
