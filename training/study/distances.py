"""How far a found outline lies from the true one, where the structure was found in its place.

Boundary distances as in Taha and Hanbury, BMC Medical Imaging 2015, 15:29: the mean over the points
of both outlines of the way to the other, and the larger of the two 95th percentiles of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from training.study.matching import CONFIDENCE, assigned, found_of, is_known, overlaps, true_of
from training.study.stored import StudyImage

THIN = frozenset({"midline_falx", "nuchal_translucency", "nasal_bone", "palate"})

Points = NDArray[np.float64]  # (n, 2), x y in pixels


@dataclass(frozen=True, slots=True)
class Distance:
    """Between a found and the true instance, in pixels of the image.

    mean, hausdorff_95  of the outlines
    centre_line         mean distance of the centre lines; None of a structure that is not thin
    pixel_size_mm       None where unknown
    """

    mean: float
    hausdorff_95: float
    centre_line: float | None
    pixel_size_mm: float | None


def distances(images: Iterable[StudyImage], structure: str) -> Iterator[Distance]:
    """Of every true mask of a structure that was found in its place: box IoU 0.5, confidence 0.3.

    A found mask without a pixel has no outline and is left out.
    """
    for image in images:
        if not is_known(image, structure):
            continue
        true = [item for item in true_of(image, structure) if item.mask is not None]
        found = found_of(image, structure, CONFIDENCE)
        for item, own in zip(found, assigned(overlaps(found, true, "bbox")), strict=True):
            truth = None if own is None else true[own].mask
            if truth is not None and item.mask.full().any() and truth.full().any():
                yield distance(
                    item.mask.full(), truth.full(), structure in THIN, image.pixel_size_mm
                )


def distance(
    found: NDArray[np.bool_],
    true: NDArray[np.bool_],
    is_thin: bool,
    pixel_size_mm: float | None = None,
) -> Distance:
    """Between two masks (H, W) that both have pixels."""
    there, back = _ways(outline(found), outline(true))
    hausdorff = max(np.percentile(there, 95), np.percentile(back, 95))
    centre = None
    if is_thin:
        axis = long_axis(true)
        ways = _ways(centre_line(found, axis), centre_line(true, axis))
        centre = float(np.concatenate(ways).mean())
    mean = float(np.concatenate([there, back]).mean())
    return Distance(mean, float(hausdorff), centre, pixel_size_mm)


def outline(mask: NDArray[np.bool_]) -> Points:
    """The border pixels of a mask (H, W), of its holes too."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    return np.concatenate([contour.reshape(-1, 2) for contour in contours]).astype(np.float64)


def long_axis(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The unit vector (2,), x y, along which the pixels of a mask spread most."""
    points = np.argwhere(mask)[:, ::-1].astype(np.float64)
    spread = np.cov(points.T, bias=True) if len(points) > 1 else np.eye(2)
    return np.asarray(np.linalg.eigh(spread)[1][:, 1])


def centre_line(mask: NDArray[np.bool_], axis: NDArray[np.float64]) -> Points:
    """The middle of a mask (H, W) at every pixel's length along an axis (2,)."""
    points = np.argwhere(mask)[:, ::-1].astype(np.float64)
    steps = np.round(points @ axis).astype(np.int64)
    _, place, counts = np.unique(steps, return_inverse=True, return_counts=True)
    sums = [np.bincount(place, points[:, i]) for i in (0, 1)]
    return np.stack(sums, axis=1) / counts[:, None]


def _ways(a: Points, b: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From every point of one to the nearest of the other, both ways."""
    return cKDTree(b).query(a)[0], cKDTree(a).query(b)[0]
