"""Which found structure lies on which true one, and in which images a structure can be judged."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from training.dataset import classes_that_may_be_drawn
from training.mask_runs import CocoMask
from training.metrics import Marked, MarkedImage, Overlap
from training.study.stored import FoundInstance, StudyImage, TrueInstance

CONFIDENCE = 0.3  # the study's confidence threshold: what scores less is not shown
RIGHT_PLACE = 0.5  # the study's IoU threshold


def is_known(image: StudyImage, structure: str) -> bool:
    """Whether the image's view and set annotate the structure wherever it is."""
    return structure in classes_that_may_be_drawn(image.view) and structure not in image.unknown


def true_of(image: StudyImage, structure: str) -> list[TrueInstance]:
    """Its true instances of a structure."""
    return [item for item in image.true if item.structure == structure]


def found_of(image: StudyImage, structure: str, least: float = 0.0) -> list[FoundInstance]:
    """What was found of a structure at this score or better, best first."""
    found = [item for item in image.found if item.structure == structure and item.score >= least]
    return sorted(found, key=lambda item: -item.score)


def has_masks(image: StudyImage, structure: str) -> bool:
    """Whether masks of the structure can be judged here: each true instance of it has one."""
    return all(item.mask is not None for item in true_of(image, structure))


def marked(image: StudyImage, structure: str) -> MarkedImage:
    """The structure in this image, as average precision takes it."""
    return MarkedImage(
        image.height,
        image.width,
        [
            Marked(item.box, None if item.mask is None else item.mask.coco())
            for item in true_of(image, structure)
        ],
        [Marked(item.box, item.mask.coco(), item.score) for item in found_of(image, structure)],
    )


def overlaps(
    found: Sequence[FoundInstance], true: Sequence[TrueInstance], overlap: Overlap
) -> NDArray[np.float64]:
    """IoU of every found with every true instance, (F, T). For "segm" all must have masks."""
    if not found or not true:
        return np.zeros((len(found), len(true)))
    shapes = [[_shape(item, overlap) for item in items] for items in (found, true)]
    ious = coco_mask.iou(*shapes, [0] * len(true))
    return np.asarray(ious, np.float64)


def _shape(item: FoundInstance | TrueInstance, overlap: Overlap) -> CocoMask | list[float]:
    if overlap == "segm":
        if item.mask is None:
            raise ValueError(f"{item.structure} has no true mask")
        return item.mask.coco()
    x1, y1, x2, y2 = item.box
    return [x1, y1, x2 - x1, y2 - y1]


def assigned(ious: NDArray[np.float64]) -> list[int | None]:
    """For each found instance, best score first, the true one that it takes, or None.

    It takes that which it overlaps most among those left, by an IoU of 0.5 at least. ious (F, T),
    0 between instances of different structures.
    """
    left = ious.copy()
    own: list[int | None] = []
    for row in left:
        best = int(row.argmax()) if row.size else 0
        is_there = row.size > 0 and row[best] >= RIGHT_PLACE
        own.append(best if is_there else None)
        if is_there:
            left[:, best] = 0.0
    return own
