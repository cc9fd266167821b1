"""Letters that a scanner writes half across the fan's edge: cut by it, they would stay as scraps.

A letter is small, bright and sharp, reaches over the edge, and stands on even ground out there;
tissue that lies outside of a fan found too small stands among tissue.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.fan import GROUND_STEP, WORKING_HEIGHT, Region, working_size

STROKE = 9  # working pixels: the strokes of letters are thinner
CONTRAST = 50  # grey levels of a stroke above what is around it
BETWEEN = 7  # working pixels from a letter to the next of its word
HIGHEST = 24  # working pixels: a line of text
RIM = 20  # working pixels inside the fan: nothing is taken from further in
OVER = 2.0  # working pixels that a letter reaches out at least
MOST_LIT = 0.35  # of the ground around its outer part


def letters_across(picture: NDArray[np.uint8], fan: Region) -> Region:
    """What of the fan (H, W) of a picture (H, W, 3) is covered by letters that its edge cuts."""
    size = working_size(picture, WORKING_HEIGHT)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    inside = cv2.resize(fan.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    into, out_of = _depth(inside), _depth(~inside)
    hat = cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, np.ones((STROKE, STROKE), np.uint8))
    strokes = (hat > CONTRAST).astype(np.uint8)
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((3, BETWEEN), np.uint8))
    _, words, stats, _ = cv2.connectedComponentsWithStats(joined)
    lit = _lit(grey, out_of)
    found = np.zeros(inside.shape, np.bool_)
    for number in np.unique(words[inside & (into <= 2)]):
        word = words == number
        is_line = number > 0 and stats[number, cv2.CC_STAT_HEIGHT] <= HIGHEST
        if is_line and out_of[word].max() >= OVER and _stands_free(word & ~inside, lit):
            found |= word & inside & (into <= RIM)
    grown = cv2.dilate(found.astype(np.uint8), np.ones((5, 5), np.uint8))
    height, width = fan.shape
    grown = cv2.resize(grown, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray((grown > 0) & fan)


def _depth(part: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How far each pixel is from the edge of the part that it is in; 0 outside of it."""
    return np.asarray(cv2.distanceTransform(part.astype(np.uint8), cv2.DIST_L2, 3), np.float32)


def _lit(grey: NDArray[np.uint8], out_of: NDArray[np.float32]) -> NDArray[np.bool_]:
    outside = grey[out_of > 0]
    ground = np.bincount(outside, minlength=256).argmax() if len(outside) else 0
    return np.asarray(np.abs(grey.astype(np.int16) - ground) > GROUND_STEP)


def _stands_free(part: NDArray[np.bool_], lit: NDArray[np.bool_]) -> bool:
    """Whether what is around the outer part of a word is ground."""
    near, far = (cv2.dilate(part.astype(np.uint8), np.ones((n, n), np.uint8)) for n in (3, 7))
    around = (far > 0) & (near == 0)
    return bool(around.any() and lit[around].mean() <= MOST_LIT)
