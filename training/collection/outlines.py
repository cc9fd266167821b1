"""Outlines of structures: run lengths checked before C code reads them, and turned to polygons."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.collection.records import AnnotationRecord, RunLengths
from training.dataset import DatasetError
from training.mask_runs import MaskRuns, covers, run_lengths

Polygon = list[float]  # x y x y ... in pixels
_FINE = 3  # a contour runs through pixel centres: on pixels a third as large it hugs the mask
_SLACK_PX = 0.5  # so much a polygon may leave its contour: far fewer points to drag
_LEAST_POINTS = 3


def polygons_of(annotation: AnnotationRecord) -> list[Polygon]:
    """The outline as closed polygons; a mask's are within a pixel of it, and its holes filled.

    Raises DatasetError for run lengths that fit no mask.
    """
    if isinstance(annotation.segmentation, list):
        return annotation.segmentation
    return mask_polygons(_decode(annotation.segmentation))


def mask_polygons(mask: NDArray[np.uint8]) -> list[Polygon]:
    """The outer outlines of an (H, W) mask, x y x y ... in pixels."""
    if not mask.any():
        return []
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    corner = np.array([columns[0], rows[0]], np.float64)
    part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    fine = np.ascontiguousarray(part.repeat(_FINE, axis=0).repeat(_FINE, axis=1))
    contours, _ = cv2.findContours(fine, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    simple = (cv2.approxPolyDP(contour, _SLACK_PX * _FINE, True) for contour in contours)
    return [
        ((contour.reshape(-1, 2) + 0.5) / _FINE + corner).round(1).ravel().tolist()
        for contour in simple
        if len(contour) >= _LEAST_POINTS
    ]


def outline_fault(annotation: AnnotationRecord, width: int, height: int) -> str | None:
    """What is wrong with an outline in an image of this size; None if nothing is."""
    segmentation = annotation.segmentation
    if isinstance(segmentation, RunLengths):
        return _run_lengths_fault(segmentation, width, height)
    if not segmentation and annotation.mask_source != "box":
        return 'its outline is empty. Draw it, or say "box" as its mask_source'
    for points in segmentation:
        if len(points) % 2 or len(points) < 2 * _LEAST_POINTS:
            return "a polygon has fewer than three points, or half a point. Draw it again"
        corners = np.array(points, np.float32).reshape(-1, 2)
        if cv2.contourArea(corners) <= 0:
            return "a polygon encloses nothing. Draw it again, or remove it"
        if _is_outside(corners, width, height):
            return f"its outline leaves the image of {width} x {height} pixels. Correct it"
    return None


def box_fault(annotation: AnnotationRecord, width: int, height: int) -> str | None:
    """What is wrong with the box in an image of this size; None if nothing is."""
    x, y, box_width, box_height = annotation.bbox
    if box_width <= 0 or box_height <= 0:
        return "its box is empty: bbox is x, y, width and height. Correct it"
    if _is_outside(np.array([[x, y], [x + box_width, y + box_height]]), width, height):
        return (
            f"its box leaves the image of {width} x {height} pixels: bbox is x, y, width and "
            "height. Correct it"
        )
    return None


def _is_outside(points: NDArray[Any], width: int, height: int) -> bool:
    """Whether a point lies more than a pixel outside: a fitted curve may reach over the border."""
    return bool((points < -1).any() or (points > np.array([width + 1, height + 1])).any())


def _run_lengths_fault(mask: RunLengths, width: int, height: int) -> str | None:
    if tuple(mask.size) != (height, width):
        return (
            f"its mask is made for an image of {mask.size[1]} x {mask.size[0]} pixels, not of "
            f"{width} x {height}. Export it again"
        )
    try:
        runs = run_lengths(mask.counts)
    except ValueError:
        runs = np.zeros(0, np.int64)
    if not covers(runs, mask.size):
        return "its run lengths do not fill the mask's size. Export it again"
    if not runs[1::2].sum():
        return "its mask is empty. Draw it, or remove it"
    return None


def _decode(mask: RunLengths) -> NDArray[np.uint8]:
    height, width = mask.size
    fault = _run_lengths_fault(mask, width, height)
    if fault:
        raise DatasetError(f"A mask cannot be read: {fault}.")
    return MaskRuns.model_validate(mask.model_dump()).full().astype(np.uint8)
