"""Screens of a made-up scanner: the phantom below a banner that names a made-up patient."""

from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom import sample_image

BANNER_PX = 64
PATIENT = "KIM SOOJIN  F 1991-04-23  ID 7720431"
SETTINGS = ("7.5cm / 1.4 / 11Hz", "Har-mid", "Gn 2  C6 / M7", "P2 / E2", "HOSPITAL")


class Screen(NamedTuple):
    """A screen, and what of it is letters outside of the picture."""

    pixels: NDArray[np.uint8]
    letters: NDArray[np.bool_]


@cache
def screen(seed: int, view: str = "head", ground: int = 0) -> Screen:
    """The phantom's picture with banner above and settings at the right, all on an even ground."""
    picture = sample_image(seed, view).pixels
    height, width = picture.shape[:2]
    column = width // 4
    bare = np.full((height + BANNER_PX, width + column, 3), ground, np.uint8)
    bare[BANNER_PX:, :width] = picture
    written = bare.copy()
    ink = (225, 225, 225)
    cv2.putText(written, PATIENT, (10, 40), cv2.FONT_HERSHEY_DUPLEX, 0.9, ink, 1, cv2.LINE_AA)
    for row, words in enumerate(SETTINGS):
        place = (width + 8, BANNER_PX + 30 + 24 * row)
        cv2.putText(written, words, place, cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, 1, cv2.LINE_AA)
    return Screen(written, (written != bare).any(axis=2))
