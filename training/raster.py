"""Outlines of a target as pixels: what the losses on masks compare with."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.augment import Target


def filled(target: Target, height: int, width: int) -> NDArray[np.uint8]:
    """The target's mask on a grid, (height, width) of 0 and 255, by the centres of its pixels."""
    canvas = np.zeros((height, width), np.uint8)
    scale = np.array([width, height], np.float32)
    for outline in target.outlines:
        cv2.fillPoly(canvas, [np.round(outline * scale - 0.5).astype(np.int32)], 255)
    return canvas


def shares(target: Target, height: int, width: int) -> NDArray[np.float32]:
    """The target's mask on a coarse grid, (height, width): the share of each cell it fills."""
    fine = 4
    canvas = filled(target, height * fine, width * fine)
    coarse = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(coarse / 255, np.float32)
