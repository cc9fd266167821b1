"""A small picture of any one frame: what a pointer that passes over the timeline sees."""

from dataclasses import dataclass, replace
from math import ceil, floor

import cv2
import numpy as np
from numpy.typing import NDArray

from app.live.packed import PackedAnalysis
from app.live.seen import Seen
from inference.types import Analysis, Detections, Frame

MOST = (180, 320)  # height and width of it: twice what it has on a small window
COVERED = 0.4  # of a small pixel, for it to belong to the mask


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """One frame, made small.

    at_s      when it is, on the timeline
    frame     its picture
    analysis  what was found in this very frame, as small; None: it is not known
    seen      what the frame showed, in a few words; None if it was not analysed
    """

    at_s: float
    frame: Frame
    analysis: Analysis | None
    seen: Seen | None


def glance(frame: Frame, at_s: float, found: PackedAnalysis | None, seen: Seen | None) -> Glance:
    """found, seen: of this frame. Takes some milliseconds: not for the GUI thread."""
    height, width = frame.height, frame.width
    scale = min(MOST[0] / height, MOST[1] / width, 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    pixels = cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA)
    small = Frame(frame.index, frame.time_s, np.asarray(pixels, np.uint8))
    analysis = None if found is None else _small(found.on(frame), small)
    return Glance(at_s, small, analysis, seen)


def _small(analysis: Analysis, frame: Frame) -> Analysis:
    """The same findings in the pixels of the small frame."""
    found = analysis.detections
    scale = np.array([frame.width / found.frame_size[1], frame.height / found.frame_size[0]] * 2)
    crops, masks = [], []
    for row in range(len(found)):
        crop, mask = _small_mask(found.masks[row], found.crop(row), scale)
        crops.append(crop)
        masks.append(mask)
    detections = Detections(
        (found.boxes * scale).astype(np.float32),
        found.labels,
        found.scores,
        tuple(masks),
        (frame.height, frame.width),
        np.array(crops, np.int64).reshape(-1, 4),
    )
    return replace(analysis, frame=frame, detections=detections)


def _small_mask(
    mask: NDArray[np.uint8], crop: tuple[int, int, int, int], scale: NDArray[np.float64]
) -> tuple[tuple[int, int, int, int], NDArray[np.uint8]]:
    """The mask's whole pixels in the small frame, and which of them it covers."""
    x1, y1, x2, y2 = (np.array(crop) * scale).tolist()
    left, top, right, bottom = floor(x1), floor(y1), ceil(x2), ceil(y2)
    size = right - left, bottom - top
    share = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return (left, top, right, bottom), (share >= COVERED).astype(np.uint8)
