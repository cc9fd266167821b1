"""Look-alikes are told apart by what lies beside them: scores moved by their neighbours.

Contextual rescoring (Felzenszwalb et al., "Object Detection with Discriminatively Trained
Part-Based Models", TPAMI 2010, sec. 7.2), here by a small network: a calf is one because a foot
hangs on its end. Only classes that look alike are moved: a nasal bone must not be believed because
everything around it is there.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from inference.overlap import overlaps

FLOOR = 0.05  # what scores less is nobody's neighbour, and keeps its score
SAME_PLACE_IOU = 0.5  # boxes that overlap as much are readings of one place
FARTHEST = 5.0  # neighbours count as no farther away than so many sizes
LARGEST_RATIO = 3.0  # of sizes, as a logarithm
RELATIONS = 4  # features of what lies beside a box, for each class

Number = Annotated[float, Field(allow_inf_nan=False)]


class Layer(BaseModel):
    """Rows of weights, one for each output, and as many biases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: tuple[tuple[Number, ...], ...]
    bias: tuple[Number, ...]

    def __call__(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        weights, bias = self._arrays
        return x @ weights.T + bias

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return np.array(self.weights, np.float32), np.array(self.bias, np.float32)


class Context(BaseModel):
    """What was learnt of look-alikes.

    classes  those that are moved, and look at each other
    layers   of a network with rectified hidden ones: features of a box (see `features`) -> what is
             added to the logit of its score
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: Annotated[tuple[str, ...], Field(min_length=1)]
    layers: Annotated[tuple[Layer, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        width = feature_count(len(self.classes))
        for layer in self.layers:
            rows = {len(row) for row in layer.weights}
            if rows != {width} or len(layer.bias) != len(layer.weights):
                raise ValueError("the layers do not fit each other")
            width = len(layer.bias)
        if width != 1:
            raise ValueError("the last layer must have one output")
        return self

    def moved(
        self,
        boxes: NDArray[np.float32],
        classes: NDArray[np.int64],
        scores: NDArray[np.float32],
        names: Sequence[str],
        frame_size: tuple[int, int],
    ) -> NDArray[np.float32]:
        """The scores (N,) of boxes (N, 4), fractions of a frame of this height and width.

        classes  (N,) index into `names`
        """
        place = {name: i for i, name in enumerate(self.classes)}
        own = np.array([place.get(name, -1) for name in names], np.int64)[classes]
        rows = np.flatnonzero((own >= 0) & (scores >= FLOOR))
        if not len(rows):
            return scores
        x = features(boxes[rows], own[rows], scores[rows], len(self.classes), frame_size)
        for layer in self.layers[:-1]:
            x = np.maximum(layer(x), 0)
        scores = scores.copy()
        scores[rows] = 1 / (1 + np.exp(-logit(scores[rows]) - self.layers[-1](x)[:, 0]))
        return scores


def feature_count(classes: int) -> int:
    """How many features a box has beside so many classes."""
    return 5 + classes * (3 + RELATIONS)


def features(
    boxes: NDArray[np.float32],
    classes: NDArray[np.int64],
    scores: NDArray[np.float32],
    count: int,
    frame_size: tuple[int, int],
) -> NDArray[np.float32]:
    """What N boxes (N, 4), fractions of the frame, are judged by: (N, feature_count(count)).

    In turn: the logit of the score; the class, one of `count`; for each class the best logit in the
    same place, then the best elsewhere; the box's shape, area and middle; and for each class, of
    its best box elsewhere, weighted by its score, how far and which way it lies in sizes of this
    one, and how much larger it is.
    """
    height, width = frame_size
    sizes = (boxes[:, 2:] - boxes[:, :2]) * np.array([width, height], np.float32)
    sizes = np.maximum(sizes, 1)
    middles = (boxes[:, 2:] + boxes[:, :2]) / 2
    is_here = overlaps(boxes, boxes) >= SAME_PLACE_IOU
    of_class = np.eye(count, dtype=np.bool_)[classes]  # (N, count)
    here = np.where(is_here[..., None] & of_class, scores[:, None], 0)  # (N, N, count)
    elsewhere = np.where(~is_here[..., None] & of_class, scores[:, None], 0)
    nearest = elsewhere.argmax(axis=1)  # (N, count), any box where the best is 0
    best = elsewhere.max(axis=1)
    size = np.sqrt(sizes.prod(axis=1))
    way = (middles[nearest] - middles[:, None]) * np.array([width, height]) / size[:, None, None]
    way = np.clip(way, -FARTHEST, FARTHEST)
    larger = np.clip(np.log(size[nearest] / size[:, None]), -LARGEST_RATIO, LARGEST_RATIO)
    relations = np.stack([way[..., 0], way[..., 1], np.abs(way[..., 0]), larger], axis=2)
    shape = np.log(sizes[:, 0] / sizes[:, 1])
    area = np.log(size**2 / (height * width))
    columns = [
        logit(scores)[:, None],
        of_class,
        logit(here.max(axis=1)),
        logit(best),
        np.column_stack([shape, area, middles - 0.5]),
        (relations * best[..., None]).reshape(len(boxes), -1),
    ]
    return np.concatenate(columns, axis=1, dtype=np.float32)


def logit(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of scores, none surer than one in a hundred."""
    sure = np.clip(scores, 0.01, 0.99)
    return np.asarray(np.log(sure / (1 - sure)), np.float32)
