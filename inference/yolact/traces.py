"""How much of each class there is a trace of in an image, however little any box is believed.

What a picture shows as a whole tells a standard plane from one beside it: faint scores that many
anchors share, at which size they see it, and how much of the picture each prototype answers to.
"""

import numpy as np
from numpy.typing import NDArray

from inference.yolact.anchors import level_sizes
from inference.yolact.config import YolactConfig
from inference.yolact.decode import RawOutput
from inference.yolact.masks import sigmoid

FAINTEST = 1e-5  # a mean probability of less is nothing


def traces(raw: RawOutput, config: YolactConfig) -> dict[str, float]:
    """By "CLASS@P3" and so on: the mean probability over all anchors of a level of the pyramid, on
    a logarithmic scale from 0, nowhere, to 1, everywhere.

    And of each prototype the logarithm of 1 and its mean ("prototype 7 mean") or its largest value
    ("prototype 7 most"). With a softmax a class's probability is the one beside background alone.
    A score that is not a number counts as none, and so does a prototype with one anywhere.
    """
    logits = raw.class_logits
    if config.classification == "softmax":
        logits = logits[:, 1:] - logits[:, :1]
    probable = np.nan_to_num(sigmoid(logits), copy=False)
    levels = _mean_of_levels(probable, config)
    shares = 1 - np.log(levels + FAINTEST) / np.log(FAINTEST)
    return {
        f"{name}@P{config.finest_level + level}": float(share)
        for level, row in enumerate(shares)
        for name, share in zip(config.classes, row, strict=True)
    } | _of_prototypes(raw.prototypes, config.prototypes)


def _of_prototypes(prototypes: NDArray[np.float32], count: int) -> dict[str, float]:
    """What the picture as a whole answers; prototypes are not negative."""
    answers = prototypes.reshape(count, -1)
    means, most = (
        np.log1p(np.nan_to_num(values, posinf=0.0))
        for values in (answers.mean(axis=1), answers.max(axis=1))
    )
    return {f"prototype {n} mean": float(mean) for n, mean in enumerate(means)} | {
        f"prototype {n} most": float(value) for n, value in enumerate(most)
    }


def _mean_of_levels(values: NDArray[np.float32], config: YolactConfig) -> NDArray[np.float32]:
    """(P, C) of all anchors -> (L, C)."""
    counts = np.array(level_sizes(config)) ** 2 * len(config.anchors[0])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    sums = np.add.reduceat(values, starts, axis=0, dtype=np.float32)
    return np.asarray(sums / counts[:, None], np.float32)
