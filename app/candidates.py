"""The best pictures of each view, kept in memory alone until a person accepts them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.exam import Moment
from app.live import CineFrame
from app.operator_views import OperatorViews
from inference.anatomy import View
from inference.types import Analysis

OF_A_VIEW = 2  # so many of each view
APART_S = 3.0  # pictures of a view that are nearer to one another are the same one
AROUND_S = 2.0  # of the clip, before and after the picture
MOST_BYTES = 256_000_000  # of all clips: the oldest pictures lose theirs first


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A picture that met all criteria of its view.

    number      counts them: which is which, and which is newer
    exam        the number of the examination
    at          its frame
    taken       by this computer's clock
    score       what makes it better than another of its view
    clip        what was seen around it; none of a file, which holds it already
    is_clipped  all of the clip is there
    views_set   the views that the operator had set by then
    """

    number: int
    exam: int
    view: View
    analysis: Analysis
    at: Moment
    taken: datetime
    score: float
    clip: tuple[CineFrame, ...] = ()
    is_clipped: bool = False
    views_set: OperatorViews = OperatorViews()


def score_of(analysis: Analysis, view: View) -> float:
    """The more of what the view shows was found, and the surer, the better."""
    labels, scores = analysis.detections.labels, analysis.detections.scores
    best = (scores[labels == structure.index] for structure in view.annotated)
    return sum(float(found.max()) for found in best if len(found))


class Candidates:
    """Some pictures of each view and examination, in the order in which they were taken."""

    def __init__(self) -> None:
        self._all: tuple[Candidate, ...] = ()
        self._discarded: list[Candidate] = []
        self._count = 0

    def of(self, exam: int) -> tuple[Candidate, ...]:
        return tuple(c for c in self._all if c.exam == exam)

    def consider(
        self,
        exam: int,
        view: View,
        analysis: Analysis,
        at: Moment,
        taken: datetime,
        may_replace: bool = True,
        views_set: OperatorViews | None = None,
    ) -> None:
        """Keep this picture if it is one of the best of its view.

        may_replace: otherwise those that are kept stay, as a person is choosing among them.
        """
        score = score_of(analysis, view)
        rivals = [c for c in self.of(exam) if c.view.id == view.id]
        near = [c for c in rivals if _is_near(c.at, at)]
        weakest = min(near or rivals, key=lambda c: c.score, default=None)
        if near or len(rivals) >= OF_A_VIEW:
            if weakest is None or not may_replace or weakest.score >= score:
                return
            self.remove(weakest)
        self._count += 1
        made = Candidate(self._count, exam, view, analysis, at, taken, score)
        self._all += (replace(made, views_set=views_set or OperatorViews()),)

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
