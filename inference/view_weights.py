"""What was found in a frame -> how probable each view is, by weights learnt from labelled images.

A limb speaks for an extremity whichever limb it is taken for, a stomach for an abdomen, and a spine
against a head: what a rule asks of single structures, the weights ask of all of them together, and
of what there is a trace of.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.rules import ViewWeight

SEEN = 0.15  # what scores less is not there: below it lies chance
SKULL, BIAS = "skull", "bias"  # beside the classes: the best cranium that is oval, and always 1
NO_VIEW = "none"


class Clues(NamedTuple):
    """What speaks for and against each view in a frame.

    scores  best score by id of each structure and landmark
    skull   best score of a cranium whose mask is oval, 0 if there is none
    traces  how much of each class there is in the picture as a whole (yolact/traces.py)
    """

    scores: Mapping[str, float]
    skull: float
    traces: Mapping[str, float]


def features(clues: Clues, names: Sequence[str]) -> NDArray[np.float64]:
    """(F,) what the weights weigh, in the order of `names`."""
    scores = {**clues.scores, SKULL: clues.skull}
    seen = {name: score for name, score in scores.items() if score >= SEEN}
    known = {**clues.traces, **seen, BIAS: 1.0}
    return np.array([known.get(name, 0.0) for name in names])


def view_probabilities(weights: Mapping[str, ViewWeight], clues: Clues) -> dict[str, float]:
    """By id of each view, and "none": a softmax of weighted sums (multinomial regression)."""
    names = sorted({name for row in weights.values() for name in row})
    found = features(clues, names)
    sums = np.array([[row.get(name, 0.0) for name in names] for row in weights.values()]) @ found
    powers = np.exp(sums - sums.max())
    return dict(zip(weights, (powers / powers.sum()).tolist(), strict=True))
