"""Screens of a made-up scanner, made of the phantom's pictures: colour, two pictures, and pages."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import Frame
from phantom import sample_image
from phantom.screen import text_page

Picture = NDArray[np.uint8]


@cache
def grey(seed: int = 1, view: str = "abdomen") -> Picture:
    """One picture of the phantom, on a screen of its own."""
    return sample_image(seed, view).pixels


def coloured(picture: Picture, radius: float = 0.06) -> Picture:
    """With a red and a blue vessel in the middle; the radius is a share of the height."""
    made = picture.copy()
    height, width = made.shape[:2]
    size = round(radius * height)
    cv2.circle(made, (width // 2 - size, height // 2), size, (200, 40, 20), -1)
    cv2.circle(made, (width // 2 + size, height // 2), size, (20, 60, 210), -1)
    return made


def tinted(picture: Picture) -> Picture:
    """In a map of greys that is no grey: sepia."""
    return np.round(picture * (1.0, 0.85, 0.6)).astype(np.uint8)


def measured(picture: Picture) -> Picture:
    """With yellow calipers and a dotted line between them."""
    made = picture.copy()
    height, width = made.shape[:2]
    ends = [(round(0.4 * width), height // 2), (round(0.6 * width), height // 2)]
    for at in ends:
        cv2.drawMarker(made, at, (235, 220, 90), cv2.MARKER_CROSS, 12, 1)
    for x in range(ends[0][0], ends[1][0], 6):
        cv2.circle(made, (x, height // 2), 1, (235, 220, 90), -1)
    return made


def two(left: Picture, right: Picture) -> Picture:
    """Side by side at half their size, with black between them."""
    height, width = left.shape[:2]
    size = round(0.46 * width), round(0.46 * height)
    made = np.zeros_like(left)
    top = (height - size[1]) // 2
    for column, picture in ((0.02, left), (0.52, right)):
        start = round(column * width)
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        made[top : top + size[1], start : start + size[0]] = small
    return made


def shadowed(picture: Picture) -> Picture:
    """With a black shadow down its middle, from below the skin to the ground."""
    made = picture.copy()
    height, width = made.shape[:2]
    made[height // 4 :, round(0.46 * width) : round(0.54 * width)] = 0
    return made


def without_contact(picture: Picture) -> Picture:
    """With air under the middle of the probe: black from the skin on, spreading with the beam."""
    made = picture.copy()
    height, width = made.shape[:2]
    at = ((0.48, 0), (0.52, 0), (0.58, 1), (0.42, 1))
    corners = [(round(x * width), y * height) for x, y in at]
    return cv2.fillPoly(made, [np.array(corners, np.int32)], (0, 0, 0))


def page(seed: int = 0) -> Picture:
    return text_page(np.random.default_rng(seed), 480, 640)


def with_clock(picture: Picture, second: int) -> Picture:
    """With the time of day in a corner, outside of the fan."""
    made = picture.copy()
    made[:30, -110:] = 0
    words = f"09:47:{second:02d}"
    cv2.putText(made, words, (made.shape[1] - 105, 20), cv2.FONT_HERSHEY_PLAIN, 1.2, (200,) * 3, 1)
    return made


def film(*pictures: Picture, step_s: float = 0.25) -> list[Frame]:
    """These pictures, one after the other."""
    return [Frame(i, i * step_s, picture.copy()) for i, picture in enumerate(pictures)]
