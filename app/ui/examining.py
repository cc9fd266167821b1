"""The examination in the window: what analyses add to it, and what the operator says."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.checklist import Checklist, Group
from app.exam import (
    NO_VIEW,
    ExamState,
    ItemStatus,
    Moment,
    Override,
    Reason,
    begin,
    confirmed,
    interrupted,
    left_to_model,
    not_obtainable,
    overridden,
    taken_back,
    undone,
    with_analysis,
    with_view,
)
from app.operator_views import OperatorViews
from app.quality import assess
from app.ui.checklist_panel import ChecklistPanel, Listing
from app.ui.commands import Command
from app.ui.side_panel import SidePanel
from app.ui.workstation import Workstation
from inference.anatomy import load_anatomy
from inference.types import Analysis

OPENS_AFTER_S = 1.0  # a view that stays so long opens its group
IN_USE_S = 5.0  # the list stands still so long after the operator's last touch of it
GUARD_S = 0.3  # a key that came with a view that changes was meant for the row before


class Examining(QObject):
    """Owns the examination. Between the pictures, the list in the panel and the operator's keys."""

    changed = Signal()  # the quality of the picture, or the view that counts
    moment_asked = Signal(object)  # Moment, of a confirmed row that was pressed
    begun = Signal()  # another examination
    resumed = Signal()  # the one before it again

    def __init__(
        self,
        station: Workstation,
        checklist: Checklist,
        panel: ChecklistPanel,
        side: SidePanel,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """side: holds the panel among its tabs."""
        super().__init__(panel)
        self._station, self._panel, self._side, self._clock = station, panel, side, clock
        self._listing = Listing(begin(checklist), group=checklist.groups[0].id)
        self._former: ExamState | None = None  # the examination before this one
        self.has_pictures: Callable[[], bool] = lambda: False  # that a patient was shown in it
        self._analysis: Analysis | None = None
        self.source = 0  # counts the sources: moments say which one they are of
        self.number = self.former_number = 0  # of this examination, and of the one before
        self._count = 0
        self._view_since_s = self._used_at_s = self._moved_at_s = -IN_USE_S
        panel.show_list(checklist)
        panel.group_asked.connect(self._toggle_group)
        panel.item_chosen.connect(self._choose)
        panel.confirm_asked.connect(self.confirm)
        panel.action_asked.connect(lambda name: self.commands[name]())
        panel.reason_chosen.connect(self._give_reason)
        self._show()

    def use_clock(self, clock: Callable[[], float]) -> None:
        """Another than the wall's, and a new examination with it."""
        self._clock = clock
        self._view_since_s = self._used_at_s = self._moved_at_s = clock() - IN_USE_S
        self._begin_anew()

    @property
    def listing(self) -> Listing:
        """What the panel shows now, the examination in it."""
        return self._listing

    @property
    def override(self) -> Override | None:
        """The view that the operator set, if it is that which counts."""
        exam = self._listing.exam
        return None if exam.operator is None else exam.overrides[-1]

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        views: dict[str, Command] = {
            f"view_{view.id}": partial(self._override, view.id) for view in load_anatomy().views
        }
        return views | {
            "confirm": partial(self._on_row, lambda: self.confirm(self._listing.chosen)),
            "not_obtainable": partial(self._on_row, self._ask_reason),
            "take_back": partial(self._on_row, self._take_back),
            "item_up": partial(self._move, -1),
            "item_down": partial(self._move, +1),
            "undo": self._undo,
            "new_exam": self._begin_anew,
            "view_none": partial(self._override, NO_VIEW),
            "view_model": self._leave_to_model,
        }

    # pictures

    def take(self) -> None:
        """Look at what is on the screen now. Called by the display timer."""
        analysis = self._station.shown.analysis
        if analysis is not self._analysis:
            self._analysis = analysis
            if analysis is None:
                self._change(quality=None)
            else:
                self._add(analysis)
        self._open_group()

    def show_source(self) -> None:
        """Another source: what was being seen is held anew, and the view is the model's again."""
        self.source += 1
        self._analysis = None
        exam = left_to_model(interrupted(self._listing.exam))
        self._change(exam=exam, quality=None)
        self._station.operator_views = OperatorViews()

    def show_model(self) -> None:
        """Items of structures that the model does not offer are manual with it."""
        model = self._station.ai.model
        self._change(offered=() if model is None else model.structures)

    def show_language(self) -> None:
        self._change(language=self._station.settings.language)

    def stop_asking(self) -> bool:
        """Close the reasons; False if they were not open."""
        was_asking = self._listing.asks
        self._change(asks=False)
        return was_asking

    def _add(self, analysis: Analysis) -> None:
        before = self._listing.exam.view
        exam = with_view(self._listing.exam, analysis)
        if exam.view is not before:
            self._view_since_s = self._moved_at_s = self._clock()
        view = exam.view
        fan = self._station.fans.box(analysis.screen)
        quality = None if view is None else assess(analysis, view, self._listing.offered, fan)
        self._change(exam=with_analysis(exam, analysis, quality, self.source), quality=quality)

    def _open_group(self) -> None:
        """That of a view that stays, unless the list is in use."""
        view, now_s = self._listing.exam.view, self._clock()
        if view is None or now_s - self._view_since_s < OPENS_AFTER_S:
            return
        group = self._listing.exam.checklist.group_for(view.id)
        in_use = self._listing.asks or now_s - self._used_at_s < IN_USE_S
        if group is None or in_use or group.id == self._listing.group:
            return
        self._moved_at_s = now_s
        self._change(group=group.id, chosen=self._next_open(group))

    # the operator's hand

    def _on_row(self, act: Command) -> None:
        """Act on the chosen row, if it can be seen and has not just moved; else show it."""
        if not self._side.shows(self._panel):
            self._side.toggle(self._panel)
        elif self._listing.chosen and self._clock() - self._moved_at_s >= GUARD_S:
            act()
        self._used_at_s = self._clock()

    def confirm(self, item_id: str) -> None:
        """A person has looked: by key, or by a press on the sign of any row."""
        exam = self._listing.exam
        if exam.status(item_id) is not ItemStatus.CONFIRMED:
            self._say(confirmed(exam, item_id, self.moment()), item_id)

    def _ask_reason(self) -> None:
        self._change(asks=not self._listing.asks)

    def _give_reason(self, reason: Reason) -> None:
        item_id = self._listing.chosen
        exam = not_obtainable(self._listing.exam, item_id, reason, self.moment())
        self._say(exam, item_id)

    def _take_back(self) -> None:
        self._change(exam=taken_back(self._listing.exam, self._listing.chosen), asks=False)

    def _undo(self) -> None:
        """The last word; or, when nothing was said since, the examination before this one."""
        exam = self._listing.exam
        if exam.said:
            item_id = exam.said[-1][0]
            group = exam.checklist.group_of(item_id).id
            self._change(exam=undone(exam), group=group, chosen=item_id, asks=False)
        elif self._former is not None and not self.has_pictures():
            former, self._former = self._former, None
            self.number = self.former_number
            self._change(exam=interrupted(former))
            self.resumed.emit()
        self._used_at_s = self._clock()

    def _begin_anew(self) -> None:
        exam = self._listing.exam
        if exam.said or exam.count(ItemStatus.MODEL_SEEN) or self.has_pictures():
            self._former, self.former_number = exam, self.number
        self._count += 1
        self.number = self._count
        new = begin(exam.checklist)
        self._change(exam=new, group=new.checklist.groups[0].id, chosen="", asks=False)
        self.begun.emit()

    def _override(self, view_id: str) -> None:
        self._change(exam=overridden(self._listing.exam, view_id, self.moment()))
        self._look_again()

    def _leave_to_model(self) -> None:
        self._change(exam=left_to_model(self._listing.exam))
        self._look_again()

    def _look_again(self) -> None:
        """The picture on the screen, as one of the view that counts now."""
        self._view_since_s = self._moved_at_s = self._clock()
        self._analysis = None
        self.take()

    def _toggle_group(self, group_id: str) -> None:
        self._used_at_s = self._clock()
        if group_id == self._listing.group:
            self._change(group="", chosen="", asks=False)
            return
        group = next(g for g in self._listing.exam.checklist.groups if g.id == group_id)
        self._change(group=group_id, chosen=self._next_open(group), asks=False)

    def _choose(self, item_id: str) -> None:
        self._used_at_s = self._clock()
        self._change(chosen=item_id, asks=False)
        word = self._listing.exam.items[item_id].word
        if word is not None and word.reason is None and word.at is not None:
            self.moment_asked.emit(word.at)

    def _move(self, steps: int) -> None:
        """To the item before or after, over the edges of groups."""
        if not self._side.shows(self._panel):
            self._side.toggle(self._panel)
        checklist = self._listing.exam.checklist
        ids = [item.id for item in checklist.items]
        if self._listing.chosen:
            place = ids.index(self._listing.chosen) + steps
        else:
            open_group = next((g for g in checklist.groups if g.id == self._listing.group), None)
            place = ids.index(open_group.items[0].id) if open_group else 0
        chosen = ids[min(max(place, 0), len(ids) - 1)]
        self._used_at_s = self._clock()
        self._change(chosen=chosen, group=checklist.group_of(chosen).id, asks=False)

    def _say(self, exam: ExamState, item_id: str) -> None:
        """Something was said of this item: on to the next of its group."""
        self._used_at_s = self._clock()
        self._listing = replace(self._listing, exam=exam, asks=False)
        group = exam.checklist.group_of(item_id)
        self._listing = replace(self._listing, group=group.id, chosen=self._next_open(group))
        self._show()
        self.changed.emit()

    def _next_open(self, group: Group) -> str:
        """The first item of the group of which nobody has spoken; "" if there is none."""
        items = self._listing.exam.items
        return next((item.id for item in group.items if items[item.id].word is None), "")

    def moment(self) -> Moment | None:
        """The frame on the screen."""
        frame = self._station.shown.frame
        return None if frame is None else Moment(frame.time_s, frame.index, source=self.source)

    def _change(self, **fields: object) -> None:
        listing = replace(self._listing, **fields)  # type: ignore[arg-type]
        if listing == self._listing:
            return
        self._listing = listing
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        station, frame = self._station, self._station.shown.frame
        index = 0 if frame is None else frame.index
        station.operator_views = station.operator_views.set(self._listing.exam.operator, index)
        self._panel.show_listing(self._listing)
