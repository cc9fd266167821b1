"""The view that the program's rules call from findings that no analyzer of ours made."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from inference.anatomy import load_anatomy
from inference.rules import Rules
from inference.types import Detections
from inference.views import Findings, ViewRules
from training.study.stored import NO_VIEW


def view_called_from(
    found: Detections, classes: Sequence[str], rules: Rules, views: Collection[str] | None
) -> str:
    """The view of an image by itself, "none" included; labels index `classes`, best score first.

    views  ids of those that the network was taught; None for all
    """
    called = ViewRules(load_anatomy(), rules, frozenset(classes), views)
    view = called.call(findings_from(found, classes)).view
    return NO_VIEW if view is None else view.id


def findings_from(found: Detections, classes: Sequence[str]) -> Findings:
    """Detections as the rules of views see them; labels index `classes`, best score first."""
    index = {structure.id: structure.index for structure in load_anatomy().structures}
    kept = within_number(found, classes)
    labels = np.array([index.get(name, -1) for name in classes], np.int64)[kept.labels]
    scores: dict[str, float] = {}
    for label, score in zip(found.labels.tolist(), found.scores.tolist(), strict=True):
        scores.setdefault(classes[label], score)
    return Findings(replace(kept, labels=labels)[np.flatnonzero(labels >= 0)], scores)


def within_number(found: Detections, classes: Sequence[str]) -> Detections:
    """The best of each structure, as many as one fetus has; labels index `classes`, best first."""
    most = {structure.id: structure.most for structure in load_anatomy().structures}
    counts = Counter[int]()
    keep = []
    for row, label in enumerate(found.labels.tolist()):
        if counts[label] < most.get(classes[label], 1):
            keep.append(row)
        counts[label] += 1
    return found[np.array(keep, np.int64)]
