"""The optimisers of a training, each with the way its learning rate goes.

A rate depends on the step's number alone, so that a training that was killed goes on at its own.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Literal

from torch import nn
from torch.optim import SGD, AdamW, Optimizer

OptimiserName = Literal["adamw", "sgd"]

WARM_UP_STEPS = 100
MOMENTUM = 0.9
# Of YOLACT's reference implementation: a tenth of the rate at first, all of it after 500 steps, and
# a tenth of what it was after 280,000, 600,000, 700,000 and 750,000 of 800,000 steps.
SGD_WARM_UP_STEPS, SGD_FIRST = 500, 0.1
SGD_FALLS, SGD_FALL = (0.35, 0.75, 0.875, 0.9375), 0.1


def optimiser_named(
    name: OptimiserName,
    parameters: Iterable[nn.Parameter],
    learning_rate: float,
    weight_decay: float,
) -> Optimizer:
    """adamw, or sgd with momentum, which is what YOLACT was published with."""
    if name == "adamw":
        return AdamW(parameters, lr=learning_rate, weight_decay=weight_decay)
    return SGD(parameters, lr=learning_rate, momentum=MOMENTUM, weight_decay=weight_decay)


def rate_of(name: OptimiserName, steps: int) -> Callable[[int], float]:
    """The share of the highest learning rate at each step: half a cosine, or the reference's."""
    along = _along_a_cosine if name == "adamw" else _in_falls
    return lambda step: along(step, steps)


def _along_a_cosine(step: int, steps: int) -> float:
    cosine = 0.5 * (1 + math.cos(math.pi * min(step / steps, 1.0)))
    return min(1.0, (step + 1) / WARM_UP_STEPS) * max(cosine, 0.005)


def _in_falls(step: int, steps: int) -> float:
    warm = SGD_FIRST + (1 - SGD_FIRST) * min(1.0, step / SGD_WARM_UP_STEPS)
    return warm * SGD_FALL ** bisect_right(SGD_FALLS, step / steps)
