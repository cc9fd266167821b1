"""Pictures that are kept silently while all criteria hold, and the tray in which one chooses."""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.candidates import AROUND_S, Candidate, Candidates
from app.exam import Moment
from app.export.clip import keep_clip
from app.export.picture import Origin, PictureError, keep_still
from app.live import CineBuffer, standing_back
from app.ui.background import Errands
from app.ui.checklist_panel import ChecklistPanel
from app.ui.commands import Command
from app.ui.examining import Examining
from app.ui.language import noted, tr
from app.ui.side_panel import SidePanel
from app.ui.tray import Tray
from app.ui.workstation import Workstation
from inference.types import Analysis

EXCUSE = noted("The picture could not be kept. It is still in the tray; the log says more.")


class Choosing(QObject):
    """Owns the candidates and the tray. Nothing of them is on the disk before it is accepted."""

    kept = Signal(str)  # a sentence: what was accepted is on the disk
    said = Signal(object)  # a sentence: it is not
    was_accepted = Signal(object)  # Candidate, which is on the disk

    def __init__(
        self,
        station: Workstation,
        examining: Examining,
        checklist: ChecklistPanel,
        side: SidePanel,
    ) -> None:
        super().__init__(checklist)
        self._station, self._examining, self._side = station, examining, side
        self._strip = checklist.kept
        self.tray = Tray()
        self.accepted: list[Moment] = []
        self._candidates = Candidates()
        self._analysis: Analysis | None = None
        self._chosen = -1  # the number of a candidate
        self._errands = Errands(self)
        side.add_cover(self.tray)
        self.tray.closed.connect(self.close_tray)
        self.tray.chosen.connect(self._choose)
        self.tray.action_asked.connect(lambda name: self.commands[name]())
        self._strip.pressed.connect(self._open_at)
        self.show()

    @property
    def is_open(self) -> bool:
        """The tray is in sight, and keys are for it."""
        return self.tray.isVisible()

    @property
    def all(self) -> tuple[Candidate, ...]:
        """Those of this examination, in the order in which they were taken."""
        return self._candidates.of(self._examining.number)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id. Some are the tray's while it is open, and another's else."""
        return {
            "kept": self._toggle,
            "back": lambda: self._move(-1),
            "on": lambda: self._move(+1),
            "confirm": self._accept,
            "discard": self._discard,
            "undo": self._undo,
        }

    def close(self) -> None:
        """Returns when what was accepted is whole on the disk."""
        self._errands.join()

    def close_tray(self) -> None:
        if self.is_open:
            self._side.cover(None)
            self._side.window().setFocus()  # of no field: keys are commands again

    def show(self) -> None:
        """In the checklist, and in the tray."""
        candidates, style = self.all, self._station.drawing.style
        self._strip.show_candidates(candidates, style.language)
        self.tray.show_candidates(candidates, self._find(self._chosen), style)

    def take(self) -> None:
        """Look at the picture on the screen. Called by the display timer, after the checklist."""
        viewing, analysis = self._station.viewing, self._station.shown.analysis
        if viewing is None or analysis is self._analysis:
            return
        self._analysis = analysis
        if analysis is None or viewing.is_frozen:  # what one looks back at was considered before
            return
        listing, at = self._examining.listing, self._examining.moment()
        quality, holds = listing.quality, listing.exam.holds.values()
        is_held = any(hold.is_enough for hold in holds)
        if quality is None or at is None or not quality.is_met or not is_held:
            return
        station = self._station
        new = Candidate(
            self._examining.number,
            quality.view,
            analysis,
            at,
            datetime.now(),
            station.ai.model,
            station.is_practice,
            station.operator_views,
        )
        self._candidates.consider(new, may_replace=not self.is_open)
        self.show()

    def refresh(self) -> None:
        """Take the seconds around new pictures while they are there. Called now and then."""
        numbers = self._examining.number, self._examining.former_number
        self._candidates.forget(numbers)
        viewing = self._station.viewing
        cine = None if viewing is None else viewing.session.cine
        for candidate in self.all:
            if cine is not None and self._is_here(candidate) and not candidate.is_clipped:
                self._clip(candidate, cine)
        self.show()

    def _is_here(self, candidate: Candidate) -> bool:
        """Whether it is of the source on the screen."""
        return candidate.at.source == self._examining.source

    def _clip(self, candidate: Candidate, cine: CineBuffer) -> None:
        kept = cine.get(candidate.at.frame_index)
        if kept is None:
            return
        clip = cine.between(kept.at_s - AROUND_S, kept.at_s + AROUND_S)
        is_whole = cine.now_s > kept.at_s + AROUND_S
        self._candidates.clip(candidate, clip, is_whole, self._station.operator_views)

    # the operator's hand

    def _toggle(self) -> None:
        if self.is_open:
            self.close_tray()
        else:
            newest = self.all[-1].number if self.all else -1
            self._open_at(newest)

    def _open_at(self, number: int) -> None:
        self._side.cover(self.tray)
        self._choose(number)

    def _choose(self, number: int) -> None:
        self._chosen = number
        self.show()

    def _find(self, number: int) -> Candidate | None:
        return next((c for c in self.all if c.number == number), None)

    def _move(self, steps: int) -> None:
        numbers = [c.number for c in self.all]
        if self._chosen in numbers:
            place = numbers.index(self._chosen) + steps
            self._choose(numbers[min(max(place, 0), len(numbers) - 1)])

    def _take_out(self, candidate: Candidate) -> None:
        """The next one is chosen, or the one before where it was the last."""
        numbers = [c.number for c in self.all]
        place = numbers.index(candidate.number)
        others = numbers[place + 1 : place + 2] or numbers[max(place - 1, 0) : place]
        self._candidates.remove(candidate)
        self._choose(others[0] if others else -1)

    def _discard(self) -> None:
        candidate = self._find(self._chosen)
        if self.is_open and candidate is not None:
            self._take_out(candidate)
            self._candidates.discard(candidate)

    def _undo(self) -> None:
        candidate = self._candidates.undo(self._examining.number)
        if candidate is not None:
            self._choose(candidate.number)

    def _accept(self) -> None:
        """Write the pair of pictures, and the clip if there is one; else it comes back."""
        candidate = self._find(self._chosen)
        if candidate is None:
            return
        station = self._station
        is_practice, views = candidate.is_practice, candidate.views_set
        operator = views.of(candidate.at.frame_index)
        origin = Origin(candidate.taken, candidate.model, is_practice, operator)
        # The whole screen was asked for of one source: another's may name a patient.
        whole = is_practice or (station.whole_screen and self._is_here(candidate))
        folder, style, fans = station.settings.pictures_folder, station.drawing.style, station.fans

        def write() -> Path:
            analysis = candidate.analysis
            find = partial(fans.region, analysis.frame, analysis.screen)
            stills = keep_still(analysis.frame, analysis, style, origin, folder, whole, find=find)
            try:
                if candidate.clip:
                    keep_clip(candidate.clip, origin, folder, whole, fans, views)
            except PictureError:
                for still in stills:  # all of it is kept or nothing
                    still.unlink(missing_ok=True)
                raise
            return stills[0].parent

        errand = self._errands.new(standing_back(write), (PictureError,), EXCUSE)
        errand.done.connect(lambda folder: self._say_kept(candidate, folder))
        errand.failed.connect(lambda sentence: self._bring_back(candidate, sentence))
        self._take_out(candidate)
        errand.start()

    def _say_kept(self, candidate: Candidate, folder: Path) -> None:
        self.accepted.append(candidate.at)
        self.was_accepted.emit(candidate)
        self.kept.emit(tr("Accepted, kept in {folder}").format(folder=folder))

    def _bring_back(self, candidate: Candidate, sentence: str) -> None:
        self._candidates.put_back(candidate)
        self._choose(candidate.number)
        self.said.emit(sentence)
