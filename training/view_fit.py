"""Learns from labelled images what each score says of the view (inference/view_weights.py)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F

from inference.anatomy import load_anatomy
from inference.rules import Rules
from inference.view_weights import BIAS, NO_VIEW, SKULL, features
from inference.views import Findings, skull_score

SHRINKAGE = 1e-4  # of the squared weights, beside the mean loss: keeps them finite
ITERATIONS = 500

Shown = tuple[str, Findings]  # the true view of an image, and what a network finds in it


def fit_view_weights(
    sets: Sequence[Sequence[Shown]], classes: Sequence[str], rules: Rules
) -> dict[str, dict[str, float]]:
    """The weights of each view that the sets show, and of none.

    Every set's images of a view weigh as much as any other's, however many they are. Images without
    a fetus, or of no standard view, teach when no view is to be called.
    """
    anatomy = load_anatomy()
    skulls = [structure.index for structure in anatomy.structures if structure.id == "cranium"]
    names = [*classes, SKULL, BIAS]
    rows, views, groups = [], [], []
    for place, one in enumerate(sets):
        for view, found in one:
            skull = skull_score(found.detections, skulls, rules)
            rows.append(features(found.scores, skull, names))
            views.append(view)
            groups.append((place, view))
    labels = [view.id for view in anatomy.views if view.id in views] + [NO_VIEW]
    sizes = Counter(groups)
    shares = torch.tensor([1 / sizes[group] for group in groups], dtype=torch.float64)
    wanted = torch.tensor([labels.index(view) for view in views])
    weights = _fit(torch.from_numpy(np.stack(rows)), wanted, shares / shares.sum(), len(labels))
    return {
        label: dict(zip(names, row, strict=True))
        for label, row in zip(labels, weights.round(decimals=3).tolist(), strict=True)
    }


def _fit(
    rows: torch.Tensor, wanted: torch.Tensor, shares: torch.Tensor, labels: int
) -> torch.Tensor:
    """Multinomial logistic regression: (labels, features)."""
    weights = torch.zeros(labels, rows.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        each = F.cross_entropy(rows @ weights.T, wanted, reduction="none")
        total = (shares * each).sum() + SHRINKAGE * weights.square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach()
