"""How sure a figure of few patients is: the same figure over patients drawn with replacement.

An image counts as often as its patient was drawn, so that images of one patient stay together
(Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 8 and 13: percentiles).
"""

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.metrics import MarkedImage, Overlap, coco_documents, coco_evaluation
from training.study.matching import RIGHT_PLACE
from training.study.stored import StudyImage

RESAMPLES = 1000
SEED = 20261

Interval = tuple[float, float]


def patient_weights(images: Sequence[StudyImage], resamples: int = RESAMPLES) -> NDArray[np.int64]:
    """How often each image counts in each resample, (resamples, images). Always the same.

    A patient has one name in all sets. An image of an unknown one stands for a patient of its own.
    A single patient cannot be resampled: no row.
    """
    patients: dict[str | tuple[str, str], int] = {}
    of_image = [patients.setdefault(image.patient or image.key, len(patients)) for image in images]
    if len(patients) < 2:
        return np.zeros((0, len(images)), np.int64)
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(len(patients), np.full(len(patients), 1 / len(patients)), resamples)
    return np.asarray(drawn[:, of_image], np.int64)


def interval(values: NDArray[np.float64]) -> Interval | None:
    """The middle 95 % of a figure over the resamples; nan is a resample that cannot tell."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """What was found of a structure, matched with the truth at IoU 0.5; D found in N images.

    scores   (D,) float64, best first; of equal scores the earlier image first
    image    (D,) int64, index of the image in which it was found
    is_true  (D,) bool, whether it lies on a true instance that nothing better lies on
    truths   (N,) int64, true instances in each image
    """

    scores: NDArray[np.float64]
    image: NDArray[np.int64]
    is_true: NDArray[np.bool_]
    truths: NDArray[np.int64]

    def average_precision(self, weights: NDArray[np.int64]) -> float:
        """AP@0.5 where each image counts `weights` (N,) times; nan where no truth is left.

        The precision at 101 recalls, each the best at that recall or more, averaged: COCOeval's.
        What was found with equal scores keeps its order, however often its image counts.
        """
        positives = int(weights @ self.truths)
        if not positives:
            return float("nan")
        if not len(self.scores):
            return 0.0
        counted = weights[self.image]
        right = np.cumsum(counted * self.is_true)
        precision = right / (np.cumsum(counted) + np.spacing(1))
        best = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0.0)
        steps = np.searchsorted(right / positives, np.linspace(0, 1, 101), side="left")
        return float(best[steps].mean())


def match(images: Sequence[MarkedImage], overlap: Overlap) -> Matches:
    """Match what was found with the truth, as COCOeval does."""
    truth, results = coco_documents(images)
    scores, image, is_true = [np.zeros(0)], [np.zeros(0, np.int64)], [np.zeros(0, np.bool_)]
    for i, entry in enumerate(_evaluated(truth, results, overlap) if results else []):
        if entry is not None:
            scores.append(np.array(entry["dtScores"], np.float64))
            image.append(np.full(len(entry["dtScores"]), i))
            is_true.append(np.asarray(entry["dtMatches"][0] > 0))
    joined = np.concatenate(scores)
    order = np.argsort(-joined, kind="stable")
    return Matches(
        joined[order],
        np.concatenate(image)[order],
        np.concatenate(is_true)[order],
        np.array([len(one.true) for one in images], np.int64),
    )


def _evaluated(
    truth: dict[str, Any], results: list[dict[str, Any]], overlap: Overlap
) -> list[dict[str, Any] | None]:
    """COCOeval's own record of each image; None where there is neither truth nor finding."""
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = coco_evaluation(truth, results, overlap)
        evaluation.params.iouThrs = np.array([RIGHT_PLACE])
        evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0, 1e10]], ["all"]
        evaluation.evaluate()
    return list(evaluation.evalImgs)
