"""One examination as plain values: what was seen, what a person said of it. Pure; see bedside.md.

The model only ever adds sightings, a person only ever adds words: neither can undo the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum

from app.checklist import Checklist, Item
from app.quality import Quality
from inference.anatomy import View, load_anatomy
from inference.types import Analysis

HELD_S = 0.5  # a view's criteria hold for so long before an item is seen
LEAST_FRAMES = 3  # that show it: a slow computer analyses two a second
MOST_GAP_S = 0.6  # between them; a larger one may hide anything
NO_VIEW = "none"


class ItemStatus(Enum):
    NOT_SEEN = "not seen yet"
    MODEL_SEEN = "seen by model"
    CONFIRMED = "confirmed"
    NOT_OBTAINABLE = "not obtainable"


class Reason(StrEnum):
    """Why an item cannot be had in this scan."""

    POSITION = "position"
    CRL = "CRL"
    HABITUS = "habitus"
    ROUTE = "route"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame of the source: its time, its index, and the score of what was seen in it.

    source  counts the sources of the window: which one it is a frame of
    """

    time_s: float
    frame_index: int
    score: float = 0.0
    source: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said of an item: confirmed, or not obtainable for a reason.

    at  the frame that was on the screen, if there was one
    """

    reason: Reason | None = None
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class ItemState:
    """What is known of one item: when the model first saw it and when best, and a person's word."""

    first: Moment | None = None
    best: Moment | None = None
    word: Word | None = None

    @property
    def status(self) -> ItemStatus:
        if self.word is not None:
            confirmed = self.word.reason is None
            return ItemStatus.CONFIRMED if confirmed else ItemStatus.NOT_OBTAINABLE
        return ItemStatus.NOT_SEEN if self.first is None else ItemStatus.MODEL_SEEN


@dataclass(frozen=True, slots=True)
class Hold:
    """Since when an item has been found in good pictures, without a gap; seconds of the source.

    frames  different ones that showed it
    """

    since_s: float
    last_s: float
    frames: int

    @property
    def is_enough(self) -> bool:
        return self.last_s - self.since_s >= HELD_S and self.frames >= LEAST_FRAMES


@dataclass(frozen=True, slots=True)
class Override:
    """A view that the operator set, beside what the model said; NO_VIEW is no standard view."""

    model: str
    operator: str
    at: Moment | None


@dataclass(frozen=True, slots=True)
class ExamState:
    """An examination. Every change is a new value.

    items      by the id of the item
    holds      of the items found in the last analysis
    model      the view that the model called last, or NO_VIEW
    operator   the view that the operator set, or NO_VIEW; None leaves it to the model
    overrides  all that were set, first to last
    said       items of which a person spoke and what was said before, last at the end
    """

    checklist: Checklist
    items: Mapping[str, ItemState]
    holds: Mapping[str, Hold] = field(default_factory=dict)
    model: str = NO_VIEW
    operator: str | None = None
    overrides: tuple[Override, ...] = ()
    said: tuple[tuple[str, Word | None], ...] = ()

    @property
    def view(self) -> View | None:
        """The view that counts: the operator's, or else the model's."""
        name = self.model if self.operator is None else self.operator
        return None if name == NO_VIEW else load_anatomy().view(name)

    def status(self, item_id: str) -> ItemStatus:
        return self.items[item_id].status

    def count(self, *statuses: ItemStatus) -> int:
        """How many items stand so."""
        return sum(item.status in statuses for item in self.items.values())


def begin(checklist: Checklist) -> ExamState:
    """Nothing has been seen yet."""
    return ExamState(checklist, {item.id: ItemState() for item in checklist.items})


def with_view(state: ExamState, analysis: Analysis) -> ExamState:
    """The model's word on the view; the operator's, if there is one, still counts."""
    view = analysis.view.view
    return replace(state, model=NO_VIEW if view is None else view.id)


def with_analysis(
    state: ExamState, analysis: Analysis, quality: Quality | None, source: int = 0
) -> ExamState:
    """What this picture of a source adds. quality: as one of `state.view`; None without a view.

    An item is seen once it has been found in pictures that meet all criteria of its view, in
    LEAST_FRAMES of them and over HELD_S of the source's time. A gap, a jump or time that goes back
    begins anew.
    """
    state = with_view(state, analysis)
    group = None if quality is None else state.checklist.group_for(quality.view.id)
    if quality is None or group is None or not quality.is_met:
        return interrupted(state)
    now_s, index = analysis.frame.time_s, analysis.frame.index
    holds: dict[str, Hold] = {}
    seen: dict[str, ItemState] = {}
    for item in group.items:
        score = _score(item, analysis)
        if score is None:
            continue
        holds[item.id] = hold = _held(state.holds.get(item.id), now_s)
        if hold.is_enough:
            seen[item.id] = _seen(state.items[item.id], Moment(now_s, index, score, source))
    return replace(state, holds=holds, items={**state.items, **seen})


def interrupted(state: ExamState) -> ExamState:
    """What was being seen must be held anew: another source, or no picture of a view."""
    return replace(state, holds={}) if state.holds else state


def confirmed(state: ExamState, item_id: str, at: Moment | None = None) -> ExamState:
    """A person has looked and confirms."""
    return _said(state, item_id, Word(at=at))


def not_obtainable(
    state: ExamState, item_id: str, reason: Reason, at: Moment | None = None
) -> ExamState:
    """A person says that it cannot be had, and why."""
    return _said(state, item_id, Word(reason, at))


def taken_back(state: ExamState, item_id: str) -> ExamState:
    """Without a person's word on it; what the model saw stays."""
    return state if state.items[item_id].word is None else _said(state, item_id, None)


def undone(state: ExamState) -> ExamState:
    """As it was before a person's last word; unchanged if there was none."""
    if not state.said:
        return state
    *said, (item_id, before) = state.said
    items = {**state.items, item_id: replace(state.items[item_id], word=before)}
    return replace(state, items=items, said=tuple(said))


def overridden(state: ExamState, view_id: str, at: Moment | None = None) -> ExamState:
    """The operator sets the view; NO_VIEW for none. The model's word is kept beside it."""
    override = Override(state.model, view_id, at)
    return replace(interrupted(state), operator=view_id, overrides=(*state.overrides, override))


def left_to_model(state: ExamState) -> ExamState:
    """The model's word on the view counts again."""
    return state if state.operator is None else replace(interrupted(state), operator=None)


def _said(state: ExamState, item_id: str, word: Word | None) -> ExamState:
    former = state.items[item_id]
    return replace(
        state,
        items={**state.items, item_id: replace(former, word=word)},
        said=(*state.said, (item_id, former.word)),
    )


def _score(item: Item, analysis: Analysis) -> float | None:
    """The lowest of the best scores of what makes up the item; None if it was not all found."""
    labels, scores = analysis.detections.labels, analysis.detections.scores
    lowest: list[float] = []
    for structure in item.sought:
        found = sorted(scores[labels == structure.index].tolist(), reverse=True)
        if len(found) < item.count:
            return None
        lowest.append(found[item.count - 1])
    return min(lowest, default=None)


def _held(before: Hold | None, now_s: float) -> Hold:
    if before is None or not 0 <= now_s - before.last_s <= MOST_GAP_S:
        return Hold(now_s, now_s, 1)
    return Hold(before.since_s, now_s, before.frames + (now_s > before.last_s))


def _seen(item: ItemState, now: Moment) -> ItemState:
    is_better = item.best is None or now.score > item.best.score
    return replace(item, first=item.first or now, best=now if is_better else item.best)
