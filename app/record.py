"""What an examination leaves beside its state: clock times, small pictures, measurements. Pure."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.exam import ExamState, Moment, Word
from app.measuring.measurement import Measurement
from inference.analyzer import ModelInfo
from inference.types import Frame

Thumbnail = NDArray[np.uint8]


class Origin(StrEnum):
    """What a source is; nothing of which one."""

    LIVE = "live"
    RECORDED = "recorded"
    PRACTICE = "practice phantom"


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A picture that a person confirmed items by, or accepted.

    at          its own frame, which is that of what was found
    taken       when it was confirmed or accepted
    view        the view that counted, by_model what the model said; ids, or NO_VIEW
    model_hash  of the model that looked for something in it; "" if none did
    structures  ids of what is drawn
    thumbnail   (h, w, 3) uint8, the fan alone with what was found; its result is None where no
                fan was known
    """

    at: Moment
    taken: datetime
    view: str
    by_model: str
    model_hash: str
    structures: tuple[str, ...]
    thumbnail: "Future[Thumbnail | None]"


@dataclass(frozen=True, slots=True)
class Sighting:
    """When the model saw an item, first and at its best.

    model_hash  of the model that saw it best
    """

    first: datetime
    best: datetime
    model_hash: str


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A person's word of an item, when it was said, and the picture then."""

    word: Word
    at: datetime
    shot: Shot | None


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a person accepted, moved or placed on one frame, and when last."""

    frame: Moment
    at: datetime
    measurements: tuple[Measurement, ...]


@dataclass(slots=True)
class Record:
    """Grows with an examination, which is followed change by change.

    began      when its first source was opened, or when it was begun with one on the screen
    set_views  when each of the examination's overrides was set
    origins    by the number of the source
    models     all that took part, by hash
    """

    began: datetime | None = None
    sightings: dict[str, Sighting] = field(default_factory=dict)
    words: dict[str, list[Said]] = field(default_factory=dict)
    set_views: list[datetime] = field(default_factory=list)
    accepted: list[Shot] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    origins: dict[int, Origin] = field(default_factory=dict)
    models: dict[str, ModelInfo] = field(default_factory=dict)
    _exam: ExamState | None = None
    _measured_frame: Frame | None = None

    @property
    def last(self) -> datetime | None:
        """When something was last seen, said, set, accepted or measured."""
        times = [sighting.best for sighting in self.sightings.values()]
        times += [said.at for words in self.words.values() for said in words]
        times += self.set_views
        times += [shot.taken for shot in self.accepted]
        times += [measured.at for measured in self.measured]
        return max(times, default=None)

    def said(self, item_id: str, word: Word | None) -> Said | None:
        """When this very word was said: of two that are alike, each has its own time."""
        return next((said for said in self.words.get(item_id, ()) if said.word is word), None)

    def follow(
        self,
        exam: ExamState,
        now: datetime,
        model_hash: str,
        shoot: Callable[[], Shot | None],
    ) -> None:
        """The examination is this now. shoot: takes the picture that a person has confirmed by."""
        former, self._exam = self._exam, exam
        if former is None or exam.items is not former.items:
            for item_id, state in exam.items.items():
                best_before = None if former is None else former.items[item_id].best
                if state.best is not None and state.best is not best_before:
                    self._see(item_id, now, model_hash)
                word = state.word
                if word is not None and self.said(item_id, word) is None:
                    shot = shoot() if word.reason is None else None
                    self.words.setdefault(item_id, []).append(Said(word, now, shot))
        self.set_views += [now] * (len(exam.overrides) - len(self.set_views))

    def measure(self, frame: Frame, at: Moment, now: datetime, kept: Sequence[Measurement]) -> None:
        """What a person's measurements on this frame are now."""
        is_same = frame is self._measured_frame
        if is_same and self.measured[-1].measurements == tuple(kept):
            return
        if is_same:
            self.measured.pop()
        self._measured_frame = frame if kept else None
        if kept:
            self.measured.append(Measured(at, now, tuple(kept)))

    def _see(self, item_id: str, now: datetime, model_hash: str) -> None:
        known = self.sightings.get(item_id)
        first = now if known is None else known.first
        self.sightings[item_id] = Sighting(first, now, model_hash)
