"""Holds findings steady over the frames of a clip, by choosing among them, never by altering them.

What is shown of a frame is that frame's own: boxes, masks and scores as the network gave them.
History only decides which of them are shown, so what is stored with a frame was seen in it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.anatomy import Anatomy, View
from inference.rules import Rules
from inference.types import Detections, ViewPrediction
from inference.view_weights import SEEN
from inference.views import Findings, ViewRules


@dataclass(frozen=True, slots=True, eq=False)
class _Memory:
    """What is remembered of the frame before.

    detections   everything found in it
    agreed       (N,) frames in a row in which each was believed
    shown        (N,) bool
    called       the view called from that frame alone, and for how many frames in a row
    view         the view shown
    contradicted frames in a row that called another view than the one shown, or in which nothing
                 essential to it was found
    """

    time_s: float
    detections: Detections
    agreed: NDArray[np.int64]
    shown: NDArray[np.bool_]
    called: View | None
    called_frames: int
    view: ViewPrediction
    contradicted: int


class Steadier:
    """Decides what to show of each frame, knowing the ones before.

    A structure shows once it is believed in `frames_to_show` frames in a row and in the same place,
    and stays while its score does not fall by more than a margin. The view changes when that many
    frames in a row call the same other one, "none" included, and is held for `frames_held` frames
    against changing contradictions, or while nothing essential to it is found: then there is none.
    A frame with nothing close before it is judged by itself, with no margin. The same frames in the
    same order give the same answers.
    """

    def __init__(self, anatomy: Anatomy, rules: Rules, views: ViewRules) -> None:
        self._rules = rules
        self._views = views
        self._scores = np.array([rules.score_of(s.id) for s in anatomy.structures], np.float32)
        self._memory: _Memory | None = None

    def reset(self) -> None:
        """Forget the frames before."""
        self._memory = None

    def by_itself(self, findings: Findings) -> tuple[Detections, ViewPrediction]:
        """What to show of a frame that stands alone. Remembers nothing."""
        return self._show(findings, self._begin(findings, time_s=0.0))

    def next(self, findings: Findings, time_s: float) -> tuple[Detections, ViewPrediction]:
        """What to show of a frame of this time, after those before it."""
        before = self._memory
        if before is None or not 0 < time_s - before.time_s <= self._rules.memory_s:
            self._memory = self._begin(findings, time_s)
            if not self._is_found(self._memory.called, findings, self._memory.shown):
                self._memory = replace(self._memory, view=_no_view(self._memory.view), called=None)
        else:
            self._memory = self._follow(before, findings, time_s)
        return self._show(findings, self._memory)

    def _show(self, findings: Findings, memory: _Memory) -> tuple[Detections, ViewPrediction]:
        """Structures of the view shown, or of the one to come, if this very frame bears it out."""
        detections = findings.detections
        view = memory.view.view or memory.called
        if view is None or not self._views.evidence(view, findings, is_current=True):
            return Detections.none(detections.frame_size), memory.view
        fits = np.isin(detections.labels, [structure.index for structure in view.annotated])
        return detections[memory.shown & fits], memory.view

    def _begin(self, findings: Findings, time_s: float) -> _Memory:
        believed = self._exceeds(findings.detections)
        view = self._views.call(findings)
        frames = self._rules.frames_to_show
        agreed = np.where(believed, frames, 0)
        return _Memory(
            time_s, findings.detections, agreed, believed, view.view, frames, view, contradicted=0
        )

    def _follow(self, before: _Memory, findings: Findings, time_s: float) -> _Memory:
        detections = findings.detections
        earlier = _match(before.detections, detections, self._rules.match_iou)
        agreed = np.array([before.agreed[row] if row >= 0 else 0 for row in earlier], np.int64)
        was_shown = np.array([row >= 0 and before.shown[row] for row in earlier], np.bool_)
        agreed = np.where(self._exceeds(detections), agreed + 1, 0)
        stays = was_shown & self._exceeds(detections, self._rules.leave_margin)
        shown = stays | (agreed >= self._rules.frames_to_show)
        called = self._views.call(findings, current=before.view.view)
        return self._follow_view(
            replace(before, time_s=time_s, detections=detections, agreed=agreed, shown=shown),
            called,
            self._is_found(called.view, findings, shown),
        )

    def _follow_view(self, memory: _Memory, called: ViewPrediction, is_found: bool) -> _Memory:
        frames = memory.called_frames + 1 if called.view is memory.called else 1
        agrees = is_found and called.view is memory.view.view
        contradicted = 0 if agrees else memory.contradicted + 1
        changes = (
            agrees
            or (is_found and frames >= self._rules.frames_to_show)
            or contradicted > self._rules.frames_held
        )
        view = called if is_found else _no_view(called)
        return replace(
            memory,
            called=view.view,
            called_frames=frames,
            view=view if changes else memory.view,
            contradicted=0 if changes else contradicted,
        )

    def _is_found(self, view: View | None, findings: Findings, shown: NDArray[np.bool_]) -> bool:
        """Whether what is essential to a view is shown, or together as good as what would be.

        Mere traces can make a view the most probable one. A limb that is taken for another in each
        frame is found all the same.
        """
        if view is None:
            return True
        labels = {structure.index for structure in view.essential}
        together = sum(
            findings.scores.get(structure.id, 0.0) / max(self._rules.found_from(structure.id), SEEN)
            for structure in view.essential
        )
        return together >= 1 or not labels.isdisjoint(findings.detections.labels[shown].tolist())

    def _exceeds(self, detections: Detections, margin: float = 0.0) -> NDArray[np.bool_]:
        return np.asarray(detections.scores >= self._scores[detections.labels] - margin)


def _no_view(doubted: ViewPrediction) -> ViewPrediction:
    return ViewPrediction(None, 1.0 - doubted.confidence)


def _match(before: Detections, now: Detections, least_iou: float) -> NDArray[np.int64]:
    """For each detection the row of the same structure in the frame before, or -1.

    The best overlaps are matched first, each row once.
    """
    matched = np.full(len(now), -1)
    if not len(before) or not len(now):
        return matched
    iou = _iou(now.boxes, before.boxes)
    iou[now.labels[:, None] != before.labels[None]] = 0
    for place in np.argsort(-iou, axis=None, kind="stable"):
        row, earlier = divmod(int(place), len(before))
        if iou[row, earlier] <= least_iou:
            break
        if matched[row] < 0 and earlier not in matched:
            matched[row] = earlier
    return matched


def _iou(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    overlap = (high - low).clip(0).prod(axis=-1)
    area_a, area_b = ((box[:, 2:] - box[:, :2]).prod(axis=-1) for box in (a, b))
    union = area_a[:, None] + area_b[None] - overlap
    iou: NDArray[np.float32] = np.divide(
        overlap, union, out=np.zeros_like(overlap), where=union > 0
    )
    return iou
