"""Scores of one frame -> how probable each view is, by weights learnt from labelled images.

A limb speaks for an extremity whichever limb it is taken for, a stomach for an abdomen, and a spine
against a head: what a rule asks of single structures, the weights ask of all of them together.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.rules import ViewWeight

SEEN = 0.15  # what scores less is not there: below it lies chance
SKULL, BIAS = "skull", "bias"  # beside the classes: the best cranium that is oval, and always 1
NO_VIEW = "none"


def features(
    scores: Mapping[str, float], skull: float, names: Sequence[str]
) -> NDArray[np.float64]:
    """(F,) what the weights weigh, in the order of `names`.

    scores  best score by id of each structure and landmark
    skull   best score of a cranium whose mask is oval, 0 if there is none
    """
    known = {**scores, SKULL: skull, BIAS: 1.0}
    found = np.array([known.get(name, 0.0) for name in names])
    return np.where(found >= SEEN, found, 0.0)


def view_probabilities(
    weights: Mapping[str, ViewWeight], scores: Mapping[str, float], skull: float
) -> dict[str, float]:
    """By id of each view, and "none": a softmax of weighted sums (multinomial regression)."""
    names = sorted({name for row in weights.values() for name in row})
    found = features(scores, skull, names)
    sums = np.array([[row.get(name, 0.0) for name in names] for row in weights.values()]) @ found
    powers = np.exp(sums - sums.max())
    return dict(zip(weights, (powers / powers.sum()).tolist(), strict=True))
