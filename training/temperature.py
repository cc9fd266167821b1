"""One temperature that turns scores into confidences: what is said with 0.8 is right 8 times of 10.

Guo et al. 2017, On Calibration of Modern Neural Networks. It moves no threshold and no order.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.rules import Rules, confidences

LEAST_COUNT = 20  # of found structures; fewer say nothing
LOWEST, HIGHEST = 0.1, 10.0
BINS = 15  # of equal width, as in the paper
STEPS = 40  # of the search: it ends at a hundred-millionth of its range
GOLDEN = (math.sqrt(5) - 1) / 2

Judged = Mapping[str, Sequence[tuple[float, bool]]]


@dataclass(frozen=True, slots=True)
class TemperatureFit:
    """A temperature, from so many found structures, and the expected calibration error, 0..1."""

    temperature: float
    count: int
    error_before: float
    error_after: float


def fit_temperature(judged: Judged, rules: Rules) -> TemperatureFit | None:
    """The temperature at which the negative log-likelihood is least, over what the rules believe.

    judged  by class: score of what was found in each image, and whether it is right
    None where that is too little, or all right, or all wrong: any temperature would then fit.
    """
    believed = [
        entry
        for name, entries in judged.items()
        for entry in entries
        if entry[0] >= rules.score_of(name)
    ]
    scores = np.array([score for score, _ in believed])
    is_right = np.array([right for _, right in believed], np.bool_)
    if len(scores) < LEAST_COUNT or is_right.all() or not is_right.any():
        return None

    def loss(log_temperature: float) -> float:
        return _negative_log_likelihood(confidences(scores, math.exp(log_temperature)), is_right)

    found = round(math.exp(_least(loss, math.log(LOWEST), math.log(HIGHEST))), 3)
    after = calibration_error(confidences(scores, found), is_right)
    return TemperatureFit(found, len(scores), calibration_error(scores, is_right), after)


def calibration_error(said: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """Expected calibration error: what is said against how often it is right, over 15 bins."""
    bins = np.minimum((said * BINS).astype(np.int64), BINS - 1)
    gaps = [
        abs(said[bins == place].mean() - is_right[bins == place].mean()) * (bins == place).mean()
        for place in np.unique(bins)
    ]
    return float(sum(gaps))


def _negative_log_likelihood(said: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    likelihood = np.where(is_right, said, 1 - said)
    return float(-np.log(np.clip(likelihood, 1e-12, None)).mean())


def _least(of: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is least: golden-section search."""
    for _ in range(STEPS):
        inner, outer = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if of(inner) < of(outer):
            high = outer
        else:
            low = inner
    return (low + high) / 2
