"""Learns from labelled images what all that is found says of the view (view_weights.py)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F

from inference.anatomy import load_anatomy
from inference.rules import Rules
from inference.view_weights import BIAS, NO_VIEW, SKULL, Clues, features
from inference.views import Findings, clues_in, skulls_of

SHRINKAGE = 0.1  # of the squared weights, beside the sum of losses: more images are believed more
NO_VIEW_SHARE = 0.5  # of the weight of a view: one missed is worse than one called too early
ITERATIONS = 500

Shown = tuple[str, Clues]  # the true view of an image, and what a network finds in it


def shown(view: str, findings: Findings, rules: Rules) -> Shown:
    """What an image of this view teaches; no mask is kept."""
    return view, clues_in(findings, skulls_of(load_anatomy()), rules)


def fit_view_weights(
    sets: Sequence[tuple[float, Sequence[Shown]]], classes: Sequence[str]
) -> dict[str, dict[str, float]]:
    """The weights of each view that the sets show, and of none.

    A set weighs by its share, which comes first: its images of one view together as much as those
    of any other, however many they are. Images without a fetus, or of no standard view, teach when
    no view is to be called.
    """
    traces = sorted({name for _, one in sets for _, clues in one for name in clues.traces})
    names = [*classes, SKULL, BIAS, *traces]
    rows = [features(clues, names) for _, one in sets for _, clues in one]
    views = [view for _, one in sets for view, _ in one]
    labels = [view.id for view in load_anatomy().views if view.id in views] + [NO_VIEW]
    shares = torch.tensor(
        [weight for share, one in sets for weight in _weights(share, one)], dtype=torch.float64
    )
    wanted = torch.tensor([labels.index(view) for view in views])
    weights = _fit(torch.from_numpy(np.stack(rows)), wanted, shares / shares.sum(), len(labels))
    return {
        label: dict(zip(names, row, strict=True))
        for label, row in zip(labels, weights.round(decimals=3).tolist(), strict=True)
    }


def _weights(share: float, images: Sequence[Shown]) -> list[float]:
    """Of each image of a set."""
    sizes = Counter(view for view, _ in images)
    return [share * (NO_VIEW_SHARE if view == NO_VIEW else 1) / sizes[view] for view, _ in images]


def _fit(
    rows: torch.Tensor, wanted: torch.Tensor, shares: torch.Tensor, labels: int
) -> torch.Tensor:
    """Multinomial logistic regression: (labels, features)."""
    weights = torch.zeros(labels, rows.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        each = F.cross_entropy(rows @ weights.T, wanted, reduction="none")
        total = (shares * each).sum() + SHRINKAGE / len(rows) * weights.square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach()
