"""Anchor shapes fitted to the boxes of a training: what `fetalens train --fit-anchors` asks for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.yolact.config import YolactConfig, levels_by_area
from training.dataset import DatasetError
from training.sets import LabelledSet

ROUNDS = 300  # k-means settles long before


def with_fitted_anchors(config: YolactConfig, sets: Sequence[LabelledSet]) -> YolactConfig:
    """The network with as many anchors as before, fitted to the boxes it is to be trained on.

    The shapes are spread over the levels by their area. Raises DatasetError for too few boxes.
    """
    levels = len(config.anchors)
    sizes, weights = _box_sizes(sets, config.image_size)
    shapes = fit_shapes(sizes, weights, levels * config.anchors_per_cell)
    pairs = [(round(width, 2), round(height, 2)) for width, height in shapes.tolist()]
    return config.model_copy(
        update={"anchors": levels_by_area(pairs, levels), "square_anchors": False}
    )


def fit_shapes(
    sizes: NDArray[np.float64], weights: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """The `count` shapes (count, 2) that fit boxes (N, 2) best, by width and height.

    k-means by the distance 1 - IoU of boxes with one centre (Redmon 2017, sec. 2): by the plain
    distance large boxes would get nearly all shapes. It starts from every count-th part of the
    boxes by area, so that the same boxes give the same shapes.
    """
    known = len(np.unique(sizes, axis=0))
    if known < count:
        raise DatasetError(
            f"{count} anchors cannot be fitted to boxes of {known} sizes. Give more annotated "
            "images, or leave --fit-anchors out."
        )
    shapes = _spread(sizes, weights, count)
    nearest = np.full(len(sizes), -1)
    for _ in range(ROUNDS):
        before, nearest = nearest, shape_iou(sizes, shapes).argmax(axis=1)
        if (before == nearest).all():
            break
        for index in np.unique(nearest):
            mine = nearest == index
            shapes[index] = np.average(sizes[mine], axis=0, weights=weights[mine])
    return shapes


def shape_iou(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """IoU (N, M) of boxes (N, 2) and (M, 2), width and height, that share their centre."""
    both = np.minimum(a[:, None], b[None]).prod(axis=2)
    iou: NDArray[np.float64] = both / (a.prod(axis=1)[:, None] + b.prod(axis=1)[None] - both)
    return iou


def _spread(
    sizes: NDArray[np.float64], weights: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """So many different ones of the boxes, evenly by weight in the order of their areas."""
    different, where = np.unique(sizes, axis=0, return_inverse=True)
    weight = np.bincount(where.ravel(), weights)
    order = np.argsort(different.prod(axis=1), kind="stable")
    passed = weight[order].cumsum() / weight.sum()
    places = np.searchsorted(passed, (np.arange(count) + 0.5) / count)
    # Where one box stands for many, its neighbours take its other places.
    steps = np.arange(count)
    places = np.maximum.accumulate(places - steps) + steps
    places = np.minimum(places, len(order) - count + steps)
    return np.array(different[order[places]], np.float64)


def _box_sizes(
    sets: Sequence[LabelledSet], image_size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Widths and heights (N, 2) in pixels of the network's input, and how often each is drawn."""
    sizes, weights = [], []
    for one in sets:
        for image in one.images:
            height, width = image.pixels.shape
            for item in image.instances:
                sides = item.box[2:] - item.box[:2]
                sizes.append(sides * (image_size / width, image_size / height))
                weights.append(one.share / len(one.images))
    return np.array(sizes, np.float64).reshape(-1, 2), np.array(weights)
