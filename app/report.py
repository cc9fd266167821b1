"""The report of an examination as a value: what the page shows and the file beside it holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.checklist import Checklist, Group, Item
from app.exam import ExamState, ItemState, ItemStatus, Override
from app.record import Measured, Origin, Record, Said, Shot, Sighting
from app.settings import Paper
from inference.analyzer import ModelInfo

OPERATOR, MODEL = "operator", "model"
OPEN = (ItemStatus.NOT_SEEN, ItemStatus.MODEL_SEEN)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One item: its state, and when who said so.

    is_manual  the model in use cannot see it
    """

    item: Item
    group: Group
    state: ItemState
    is_manual: bool
    sighting: Sighting | None = None
    said: Said | None = None

    @property
    def by(self) -> str | None:
        """OPERATOR or MODEL; None as long as nobody said anything."""
        if self.state.word is not None:
            return OPERATOR
        return MODEL if self.state.first is not None else None

    @property
    def at(self) -> datetime | None:
        """When it came to be in its state; None for what is not seen yet."""
        if self.state.word is not None:
            return None if self.said is None else self.said.at
        return None if self.sighting is None else self.sighting.first

    @property
    def is_open(self) -> bool:
        """No person has spoken of it."""
        return self.state.status in OPEN


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A shot on the page. items: those that were confirmed by it; none was accepted as kept."""

    shot: Shot
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """An examination as it stood when the report was asked for.

    began, last  of the examination: its start, and its last entry; None where there is none
    overrides    of the view, and when each was set
    origins      by the number of the source
    models       all that took part
    """

    checklist: Checklist
    entries: tuple[Entry, ...]
    written: datetime
    began: datetime | None
    last: datetime | None
    overrides: tuple[tuple[Override, datetime], ...] = ()
    pictures: tuple[Picture, ...] = ()
    measured: tuple[Measured, ...] = ()
    origins: tuple[tuple[int, Origin], ...] = ()
    models: tuple[ModelInfo, ...] = ()
    paper: Paper = Paper.A4

    @property
    def core(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.item.level == "core")

    @property
    def core_confirmed(self) -> int:
        return sum(entry.state.status is ItemStatus.CONFIRMED for entry in self.core)

    def open(self, level: str) -> tuple[Entry, ...]:
        """Items of this level of which no person has spoken."""
        return tuple(e for e in self.entries if e.is_open and e.item.level == level)

    def has(self, origin: Origin) -> bool:
        return any(each is origin for _, each in self.origins)


def report_of(
    exam: ExamState,
    record: Record,
    is_manual: Callable[[Item], bool],
    written: datetime,
    paper: Paper,
) -> Report:
    """What is known of the examination now. Later changes of the record do not change it."""
    entries = tuple(
        Entry(
            item,
            exam.checklist.group_of(item.id),
            exam.items[item.id],
            is_manual(item),
            record.sightings.get(item.id),
            record.said(item.id, exam.items[item.id].word),
        )
        for item in exam.checklist.items
    )
    return Report(
        exam.checklist,
        entries,
        written,
        record.began,
        record.last,
        tuple(zip(exam.overrides, record.set_views, strict=True)),
        (*_confirmed(entries), *(Picture(shot) for shot in record.accepted)),
        tuple(record.measured),
        tuple(sorted(record.origins.items())),
        tuple(record.models.values()),
        paper,
    )


def _confirmed(entries: Iterable[Entry]) -> tuple[Picture, ...]:
    """A picture for each shot, first to last: several items may have been confirmed by one."""
    items: dict[Shot, list[Item]] = {}
    for entry in entries:
        if entry.said is not None and entry.said.shot is not None:
            items.setdefault(entry.said.shot, []).append(entry.item)
    shots = sorted(items, key=lambda shot: shot.taken)
    return tuple(Picture(shot, tuple(items[shot])) for shot in shots)
