"""The moving picture in the window: looking back, the timeline, clips and kept pictures."""

import time
from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.exam import Moment
from app.timeline import Track, next_start, track_of
from app.ui.checklist_panel import ChecklistPanel
from app.ui.choosing import Choosing
from app.ui.clips import Clips
from app.ui.commands import Command
from app.ui.examining import Examining
from app.ui.glancing import Glancing
from app.ui.language import tr
from app.ui.playback_bar import LookedBack, PlaybackBar
from app.ui.side_panel import SidePanel
from app.ui.stills import Stills
from app.ui.timeline import Scene
from app.ui.timeline_lanes import KeptKind, KeptMark, Span
from app.ui.viewing import Viewing
from app.ui.workstation import Workstation
from inference.anatomy import Structure

REFRESH_S = 0.25  # the timeline is painted anew so often, and never while it is hidden
LIVE_FRAME_S = 1 / 25  # how long the newest frame counts


class Cine(QObject):
    """Between the source's past, the bar below the picture and the operator's keys."""

    accepted = Signal(object)  # Candidate, which is on the disk

    def __init__(
        self,
        station: Workstation,
        examining: Examining,
        bar: PlaybackBar,
        checklist: ChecklistPanel,
        side: SidePanel,
    ) -> None:
        super().__init__(bar)
        self._station, self._examining, self._bar = station, examining, bar
        self._stills, self._clips = Stills(station), Clips(station)
        self._choosing = Choosing(station, examining, checklist, side)
        self._glancing = Glancing(station, bar)
        self._of: Viewing | None = None
        self._track, self._changes = Track(), -1
        self._chosen: Structure | None = None
        self._still_at: list[Moment] = []
        self._refreshed_at_s = 0.0
        for keeper in (self._stills, self._clips, self._choosing):
            keeper.kept.connect(station.kept)
            keeper.said.connect(station.said)
        self._choosing.was_accepted.connect(self.accepted)
        bar.seek_requested.connect(self._seek)
        bar.step_requested.connect(self._step)
        bar.timeline.structure_chosen.connect(self._choose)
        examining.moment_asked.connect(self.show_moment)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        tray = self._choosing.commands
        steps: dict[str, Command] = {
            "back": lambda: self._step(-1),
            "on": lambda: self._step(+1),
        }
        shared = steps | {name: self._examining.commands[name] for name in ("confirm", "undo")}
        both: dict[str, Command] = {
            name: partial(self._on_tray_or, tray[name], command) for name, command in shared.items()
        }
        return self._clips.commands | {
            **both,
            "kept": tray["kept"],
            "discard": tray["discard"],
            "still": self._keep_still,
            "next_view": lambda: self._jump(self._now().view_starts(), True),
            "previous_view": lambda: self._jump(self._now().view_starts(), False),
            "next_structure": lambda: self._jump(self._structure_starts(), True),
            "previous_structure": lambda: self._jump(self._structure_starts(), False),
            "next_kept": lambda: self._jump(self._kept_times(), True),
            "previous_kept": lambda: self._jump(self._kept_times(), False),
        }

    @property
    def takes_arrows(self) -> bool:
        """There is something to go back and on in."""
        viewing = self._station.viewing
        return self._choosing.is_open or (viewing is not None and viewing.is_searchable)

    def close(self) -> None:
        """Returns when all that is being written is whole on the disk."""
        self._stills.close()
        self._clips.close()
        self._choosing.close()

    def take(self, has_room: bool) -> None:
        """Show where the source stands. Called by the display timer. has_room: the bar has."""
        viewing = self._station.viewing
        if viewing is not self._of:
            self._begin(viewing)
        self._choosing.take()
        now_s = time.monotonic()
        is_due = now_s - self._refreshed_at_s >= REFRESH_S
        if is_due:
            self._refreshed_at_s = now_s
            self._choosing.refresh()
        is_shown = has_room and viewing is not None and viewing.is_searchable
        if is_shown is self._bar.isHidden():
            is_due = True
            self._bar.setVisible(is_shown)
        self._glancing.take(viewing if is_shown else None)
        if viewing is None or not is_shown:
            return
        if is_due:
            self._bar.timeline.show_scene(self._scene(viewing))
        if viewing.playback is not None:
            self._bar.show_state(viewing.playback)
        elif viewing.back is not None and viewing.session.cine is not None:
            cine = viewing.session.cine
            is_analysed = viewing.shown.analysis is not None
            self._bar.show_back(
                LookedBack(viewing.back.at_s, viewing.back_s, cine.length_s, is_analysed)
            )

    def renew(self) -> None:
        """Paint all of it anew with the next picture."""
        self._refreshed_at_s = 0.0

    def show_moment(self, moment: Moment) -> None:
        """The frame of a confirmed item, if there still is one."""
        viewing = self._station.viewing
        if viewing is None:
            return
        if moment.source != self._examining.source:
            self._station.said.emit(tr("That picture is of another source, which is closed."))
        elif viewing.back is None:
            viewing.session.pause()
            viewing.seek(moment.time_s)
        elif not viewing.look_at(moment.frame_index):
            self._station.said.emit(
                tr("That picture is more than a minute ago and is no longer kept.")
            )

    def _begin(self, viewing: Viewing | None) -> None:
        """Another source: nothing was seen of it yet."""
        self._of, self._changes = viewing, -1
        self._still_at.clear()
        self._chosen, self._refreshed_at_s = None, 0.0
        self._bar.show_live(viewing is not None and viewing.back is not None)

    def _scene(self, viewing: Viewing) -> Scene:
        playback, cine = viewing.playback, viewing.session.cine
        if playback is not None:
            span = Span(0.0, max(playback.duration_s, 1e-3))
            part_s = tuple(at_s for at_s in playback.part_s or () if at_s is not None)
        elif cine is not None:
            oldest = cine.at(0.0)
            kept_s = cine.now_s if oldest is None else oldest.at_s
            span, part_s = Span(cine.now_s - cine.length_s, cine.now_s, True, kept_s), ()
        marks = tuple(self._marks(viewing))
        language = self._station.settings.language
        return Scene(span, self._now(), marks, part_s, chosen=self._chosen, language=language)

    def _now(self) -> Track:
        """What has been seen so far."""
        viewing = self._station.viewing
        if viewing is None:
            return Track()
        changes = viewing.session.seen_changes
        if changes != self._changes:
            self._changes = changes
            playback = viewing.playback
            frame_s = LIVE_FRAME_S
            if playback is not None:
                frame_s = playback.duration_s / max(playback.frame_count, 1)
            self._track = track_of(viewing.session.seen, frame_s)
        return self._track

    def _marks(self, viewing: Viewing) -> Iterator[KeptMark]:
        exam = self._examining.listing.exam
        words = (item.word for item in exam.items.values())
        for kind, moments in (
            (KeptKind.CANDIDATE, [candidate.at for candidate in self._choosing.all]),
            (KeptKind.STILL, [*self._still_at, *self._choosing.accepted]),
            (KeptKind.CONFIRMED, [w.at for w in words if w is not None and w.reason is None]),
            (KeptKind.OVERRIDE, [override.at for override in exam.overrides]),
        ):
            for moment in moments:
                at_s = self._place(viewing, moment)
                if at_s is not None:
                    yield KeptMark(at_s, kind)

    def _place(self, viewing: Viewing, moment: Moment | None) -> float | None:
        """Where a moment of this source is on the timeline; None: it is on it no more."""
        if moment is None or moment.source != self._examining.source:
            return None
        if viewing.session.cine is None:
            return moment.time_s
        kept = viewing.session.cine.get(moment.frame_index)
        return None if kept is None else kept.at_s

    # the operator's hand

    def _on_tray_or(self, on_tray: Command, else_: Command) -> None:
        """Keys are the tray's while it is open."""
        (on_tray if self._choosing.is_open else else_)()

    def _keep_still(self) -> None:
        moment = self._examining.moment()
        self._stills.keep()
        if moment is not None:
            self._still_at.append(moment)

    def _seek(self, at_s: float) -> None:
        if self._station.viewing is not None:
            self._station.viewing.seek(at_s)

    def _step(self, frames: int) -> None:
        if self._station.viewing is not None:
            self._station.viewing.step(frames)

    def _choose(self, structure: Structure | None) -> None:
        self._chosen, self._refreshed_at_s = structure, 0.0

    def _structure_starts(self) -> Sequence[float]:
        return self._now().structure_starts(self._chosen)

    def _kept_times(self) -> Sequence[float]:
        viewing = self._station.viewing
        return [] if viewing is None else sorted(mark.at_s for mark in self._marks(viewing))

    def _jump(self, starts: Sequence[float], forward: bool) -> None:
        viewing = self._station.viewing
        here_s = None if viewing is None else viewing.position_s
        if viewing is None or here_s is None:
            return
        at_s = next_start(starts, here_s, forward)
        if at_s is not None:
            viewing.seek(at_s)
