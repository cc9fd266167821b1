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
    cells = [_cells(run.images) for run in runs]
    drawn = [[_matrix(one, drawing) for drawing in weights] for one in cells]
    whole = [_matrix(one, np.ones(len(one), np.int64)) for one in cells]
    return ViewFigures(
        _estimate(whole, drawn, lambda matrix: matrix.accuracy),
        _estimate(whole, drawn, lambda matrix: matrix.macro_f1),
    )


def _cells(images: Sequence[StudyImage]) -> NDArray[np.int64]:
    """The place (N,) of each image in the matrix, row by row."""
    views = view_names()
    places = [views.index(image.view) * len(views) + views.index(image.called) for image in images]
    return np.array(places, np.int64)


def _matrix(cells: NDArray[np.int64], weights: NDArray[np.int64]) -> ViewMatrix:
    """Each image counted `weights` (N,) times."""
    views = view_names()
    counts = np.bincount(cells, weights, len(views) ** 2).astype(np.int64).tolist()
    pairs = ((true, called) for true in views for called in views)
    return ViewMatrix(dict(zip(pairs, counts, strict=True)))


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
