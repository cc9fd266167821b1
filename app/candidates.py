"""The best pictures of each view, kept in memory alone until a person accepts them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.exam import Moment
from app.live import CineFrame
from app.operator_views import OperatorViews
from inference.analyzer import ModelInfo
from inference.anatomy import View
from inference.types import Analysis

OF_A_VIEW = 2  # so many of each view
APART_S = 3.0  # pictures of a view that are nearer to one another are the same one
AROUND_S = 2.0  # of the clip, before and after the picture
MOST_BYTES = 256_000_000  # of all clips: the oldest pictures lose theirs first


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A picture that met all criteria of its view.

    exam         the number of the examination
    at           its frame
    taken        by this computer's clock
    model        that found it
    is_practice  it is of the phantom
    views_set    the views that the operator had set by then
    clip         what was seen around it; none of a file, which holds it already
    is_clipped   all of the clip is there
    number       counts what is kept: which is which, and which is newer
    """

    exam: int
    view: View
    analysis: Analysis
    at: Moment
    taken: datetime
    model: ModelInfo | None = None
    is_practice: bool = False
    views_set: OperatorViews = OperatorViews()
    clip: tuple[CineFrame, ...] = ()
    is_clipped: bool = False
    number: int = 0

    @property
    def score(self) -> float:
        """The more of what its view shows was found, and the surer, the better it is."""
        labels, scores = self.analysis.detections.labels, self.analysis.detections.scores
        best = (scores[labels == structure.index] for structure in self.view.annotated)
        return sum(float(found.max()) for found in best if len(found))


class Candidates:
    """Some pictures of each view and examination, in the order in which they were taken."""

    def __init__(self) -> None:
        self._all: tuple[Candidate, ...] = ()
        self._discarded: list[Candidate] = []
        self._count = 0

    def of(self, exam: int) -> tuple[Candidate, ...]:
        return tuple(c for c in self._all if c.exam == exam)

    def consider(self, new: Candidate, may_replace: bool = True) -> None:
        """Keep this picture if it is one of the best of its view.

        may_replace: otherwise those that are kept stay, as a person is choosing among them.
        """
        rivals = [c for c in self.of(new.exam) if c.view.id == new.view.id]
        near = [c for c in rivals if _is_near(c.at, new.at)]
        weakest = min(near or rivals, key=lambda c: c.score, default=None)
        if near or len(rivals) >= OF_A_VIEW:
            if weakest is None or not may_replace or weakest.score >= new.score:
                return
            self.remove(weakest)
        self._count += 1
        self._all += (replace(new, number=self._count),)

    def clip(
        self,
        candidate: Candidate,
        clip: Sequence[CineFrame],
        is_whole: bool,
        views_set: OperatorViews,
    ) -> None:
        """What was seen around it so far, and which views the operator had set there."""
        made = replace(candidate, clip=tuple(clip), is_clipped=is_whole, views_set=views_set)
        self._all = tuple(made if c is candidate else c for c in self._all)
        self._bound()

    def remove(self, candidate: Candidate) -> None:
        self._all = tuple(c for c in self._all if c.number != candidate.number)

    def put_back(self, candidate: Candidate) -> None:
        """Where it was before."""
        self._all = tuple(sorted((*self._all, candidate), key=lambda c: c.number))
        self._bound()

    def discard(self, candidate: Candidate) -> None:
        self.remove(candidate)
        self._discarded = [*self._discarded[-OF_A_VIEW:], candidate]

    def undo(self, exam: int) -> Candidate | None:
        """Bring back what was discarded last in this examination; None if nothing was."""
        if not self._discarded or self._discarded[-1].exam != exam:
            return None
        candidate = self._discarded.pop()
        self.put_back(candidate)
        return candidate

    def forget(self, exams: Sequence[int]) -> None:
        """All but those of these examinations."""
        self._all = tuple(c for c in self._all if c.exam in exams)
        self._discarded = [c for c in self._discarded if c.exam in exams]

    def _bound(self) -> None:
        bytes_left, bounded = MOST_BYTES, []
        for candidate in reversed(self._all):
            bytes_left -= sum(kept.nbytes for kept in candidate.clip)
            bounded.append(candidate if bytes_left >= 0 else replace(candidate, clip=()))
        self._all = tuple(reversed(bounded))


def _is_near(one: Moment, other: Moment) -> bool:
    return one.source == other.source and abs(one.time_s - other.time_s) < APART_S
