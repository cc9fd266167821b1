"""Findings of one frame -> the view it shows, by rules. `Steadier` holds the answer over time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.anatomy import Anatomy, Structure, View
from inference.rules import Rules
from inference.types import Detections, ViewPrediction
from inference.view_weights import NO_VIEW, SEEN, Clues, view_probabilities

SHAPE_PIXELS = 128  # a skull's shape is judged on a mask thinned to about this size


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """Everything that may be in a frame, before any of it is believed.

    detections  structures, also with scores too low to be shown; at most Structure.most of each
    scores      best score by id of each structure and landmark; what scored next to nothing is not
                in it
    traces      how much of each there is in the picture as a whole (traces.py), where the network
                says so
    """

    detections: Detections
    scores: Mapping[str, float]
    traces: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a frame may show a view: how strongly, 0..1, and the structures that say so."""

    strength: float
    because: tuple[Structure, ...]


class ViewRules:
    """Calls the view of a frame from what was found in it: by the weights of the rules where they
    hold any, and only if an essential structure of the view was seen; else by what is essential.

    known    ids of the structures and landmarks that the network was trained on
    trained  ids of the views that it was trained on, which alone are called; None for all
    """

    def __init__(
        self,
        anatomy: Anatomy,
        rules: Rules,
        known: frozenset[str],
        trained: Collection[str] | None = None,
    ) -> None:
        self._views = tuple(view for view in anatomy.views if trained is None or view.id in trained)
        self._all_views = anatomy.views
        self._rules = rules
        self._skulls = skulls_of(anatomy)
        self._neck_landmarks = tuple(
            mark.id for mark in anatomy.landmarks if mark.view == "neck" and mark.id in known
        )

    def call(self, findings: Findings, current: View | None = None) -> ViewPrediction:
        """The view of a frame. `current` is the one shown now: it takes less to stay than to come.

        A view whose essential structures belong to it alone goes before one that shares them with
        others: a chest with an arm is a thorax, not an extremity. Among equals the neck is first,
        as it takes several structures to call it, and a skull is often seen beside them; then the
        strongest evidence decides.
        """
        if self._rules.view_weights:
            return self._weighed(findings, current)
        found = [
            (self._rank(view), -evidence.strength, view, evidence)
            for view in self._views
            if (evidence := self.evidence(view, findings, is_current=view is current))
        ]
        if not found:
            strongest = max(
                (findings.scores.get(s.id, 0.0) for v in self._views for s in v.essential),
                default=0.0,
            )
            return ViewPrediction(None, 1.0 - strongest)
        _, _, view, evidence = min(found, key=lambda entry: entry[:2])
        return ViewPrediction(view, evidence.strength, evidence.because)

    def evidence(
        self, view: View, findings: Findings, *, is_current: bool = False
    ) -> Evidence | None:
        """What speaks for a view, or None if it is not enough."""
        if self._rules.view_weights:
            called = self._weighed(findings, view if is_current else None)
            return Evidence(called.confidence, called.because) if called.view is view else None
        margin = self._rules.leave_margin if is_current else 0.0
        if view.id == "neck":
            return self._neck(view, findings, margin)
        if view.id == "head" and not self._has_skull(view, findings):
            return None
        return self._essential(view, findings, margin)

    def _essential(self, view: View, findings: Findings, margin: float) -> Evidence | None:
        """One essential structure is enough."""
        believed = [
            structure
            for structure in view.essential
            if findings.scores.get(structure.id, 0.0) >= self._rules.score_of(structure.id) - margin
        ]
        return _weigh(believed, findings.scores, 1) if believed else None

    def _neck(self, view: View, findings: Findings, margin: float) -> Evidence | None:
        """Several structures and landmarks must agree, an essential structure among them.

        Single ones are found in almost any picture, thalami and midbrain in axial heads as well.
        """
        rules, scores = self._rules, findings.scores
        least = (rules.neck_score if self._neck_landmarks else rules.neck_plane_score) - margin
        needed = rules.neck_count if self._neck_landmarks else rules.neck_plane_count
        essential = [s for s in view.essential if scores.get(s.id, 0.0) >= least]
        marks = [mark for mark in self._neck_landmarks if scores.get(mark, 0.0) >= least]
        if not essential or len(essential) + len(marks) < needed:
            return None
        return _weigh(essential, scores, needed, marks)

    def _has_skull(self, view: View, findings: Findings) -> bool:
        labels = {structure.index for structure in view.essential}
        return skull_score(findings.detections, labels, self._rules) > 0

    def _weighed(self, findings: Findings, current: View | None) -> ViewPrediction:
        """The most probable view of those of which an essential structure was seen, or none."""
        scores = findings.scores
        clues = clues_in(findings, self._skulls, self._rules)
        probable = view_probabilities(self._rules.view_weights, clues)
        best = ViewPrediction(None, probable[NO_VIEW])
        lead = best.confidence
        for view in self._views:
            seen = [s for s in view.essential if scores.get(s.id, 0.0) >= SEEN]
            probability = probable.get(view.id, 0.0)
            margin = self._rules.leave_margin if view is current else 0.0
            if seen and probability + margin > lead:
                because = tuple(sorted(seen, key=lambda structure: -scores[structure.id]))
                best, lead = ViewPrediction(view, probability, because), probability + margin
        return best

    def _rank(self, view: View) -> tuple[int, bool]:
        """How many views share its essential structures; the neck first."""
        shared = sum(view.essential[0] in other.annotated for other in self._all_views)
        return shared, view.id != "neck"


def skulls_of(anatomy: Anatomy) -> frozenset[int]:
    """Labels of what a skull's shape is asked of."""
    return frozenset(s.index for s in anatomy.structures if s.id == "cranium")


def clues_in(findings: Findings, skulls: Collection[int], rules: Rules) -> Clues:
    """What the weights of views weigh of a frame. `skulls` are labels: see `skulls_of`."""
    skull = skull_score(findings.detections, skulls, rules)
    return Clues(findings.scores, skull, findings.traces)


def skull_score(detections: Detections, labels: Collection[int], rules: Rules) -> float:
    """The best score of a detection with one of these labels whose mask is oval; 0 if none is."""
    ovals = (
        float(detections.scores[row])
        for row, label in enumerate(detections.labels.tolist())
        if label in labels and is_oval(detections.masks[row], rules)
    )
    return max(ovals, default=0.0)


def is_oval(mask: NDArray[np.uint8], rules: Rules) -> bool:
    """Whether a mask (h, w) of 0 and 1 fills the ellipse of its own moments, and is no sausage."""
    step = max(1, max(mask.shape) // SHAPE_PIXELS)
    mask = np.ascontiguousarray(mask[::step, ::step])
    moments = cv2.moments(mask, binaryImage=True)
    area = moments["m00"]
    if area < 4:
        return False
    x, y = moments["m10"] / area, moments["m01"] / area
    spread = np.array([[moments["mu20"], moments["mu11"]], [moments["mu11"], moments["mu02"]]])
    variances, axes = np.linalg.eigh(spread / area)  # ascending
    if variances[0] <= 0 or variances[1] > variances[0] * rules.skull_aspect**2:
        return False
    columns, rows = np.arange(mask.shape[1]) - x, np.arange(mask.shape[0])[:, None] - y
    along = (columns * axes[0, 1] + rows * axes[1, 1]) ** 2 / variances[1]
    across = (columns * axes[0, 0] + rows * axes[1, 0]) ** 2 / variances[0]
    ellipse = along + across <= 4  # half axes are two standard deviations
    both = np.count_nonzero(ellipse & (mask > 0))
    outside_crop = np.pi * 4 * np.sqrt(variances[0] * variances[1]) - np.count_nonzero(ellipse)
    union = np.count_nonzero(ellipse | (mask > 0)) + max(0.0, outside_crop)
    return bool(both / union >= rules.skull_fill)


def _weigh(
    structures: list[Structure], scores: Mapping[str, float], count: int, marks: Sequence[str] = ()
) -> Evidence:
    """Evidence of the mean of the `count` best scores, because of structures, strongest first."""
    names = [*(structure.id for structure in structures), *marks]
    best = sorted((scores[name] for name in names), reverse=True)
    ordered = sorted(structures, key=lambda structure: -scores[structure.id])
    return Evidence(float(np.mean(best[:count])), tuple(ordered))
