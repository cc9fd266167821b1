"""View accuracy and macro F1 over runs, with intervals by patient bootstrap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.study.bootstrap import interval, patient_weights
from training.study.precision import Estimate
from training.study.stored import StudyImage, StudyRun, view_names
from training.study.view_matrix import ViewMatrix


@dataclass(frozen=True, slots=True)
class ViewFigures:
    """None where nothing can be said."""

    accuracy: Estimate | None
    macro_f1: Estimate | None


def view_figures(runs: Sequence[StudyRun]) -> ViewFigures:
    """Figures of runs on the same images in the same order."""
    weights = patient_weights(runs[0].images)
    drawn = [[_matrix(run.images, one) for one in weights] for run in runs]
    whole = [_matrix(run.images, np.ones(len(run.images), np.int64)) for run in runs]
    return ViewFigures(
        _estimate(whole, drawn, lambda matrix: matrix.accuracy),
        _estimate(whole, drawn, lambda matrix: matrix.macro_f1),
    )


def _matrix(images: Sequence[StudyImage], weights: NDArray[np.int64]) -> ViewMatrix:
    """Each image counted `weights` (N,) times."""
    place = {view: i for i, view in enumerate(view_names())}
    pairs = [len(place) * place[image.view] + place[image.called] for image in images]
    counts = np.bincount(pairs, weights, len(place) ** 2).astype(int).tolist()
    views = view_names()
    return ViewMatrix(
        {(views[i // len(views)], views[i % len(views)]): n for i, n in enumerate(counts)}
    )


def _estimate(
    whole: Sequence[ViewMatrix],
    drawn: Sequence[Sequence[ViewMatrix]],
    figure: Callable[[ViewMatrix], float | None],
) -> Estimate | None:
    runs = [figure(matrix) for matrix in whole]
    known = [value for value in runs if value is not None]
    if not known:
        return None
    values = [[_or_nan(figure(matrix)) for matrix in matrices] for matrices in drawn]
    return Estimate(tuple(known), interval(np.mean(values, axis=0)))


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value
