"""Four images of limbs in one: a piece of each, mostly as large as it would be by itself.

A limb fills a small part of its image, lies anywhere in it and any way up, and is the hardest to
name: so a step sees four times as many at the same cost (a mosaic, Bochkovskiy 2020, without the
shrinking of all).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from training.augment import Example, Target, place, random_affine, vary
from training.dataset import LabelledImage

PIECES = 4
LONGEST = 0.6  # a side of a limb's box, as a share of its piece
OFF_CENTRE = 0.12  # standard deviation of a limb's place in its piece, as a share of the piece


def is_of_limbs(image: LabelledImage) -> bool:
    """Whether it is an image of limbs that are labelled."""
    return image.view == "extremity" and len(image.instances) > 0


def mosaic(images: Sequence[LabelledImage], size: int, rng: np.random.Generator) -> Example:
    """A random variation of four images of limbs, each a quarter of the square.

    What one of them does not tell is unknown in all.
    """
    half = size // 2
    pixels = np.zeros((size, size), np.uint8)
    targets: list[Target] = []
    for i, image in enumerate(images):
        piece = vary(place(image, _window(image, size, half, rng), half), rng)
        row, column = divmod(i, 2)
        pixels[row * half : (row + 1) * half, column * half : (column + 1) * half] = piece.pixels
        corner = np.array([column * half / size, row * half / size], np.float32)
        targets += (_moved(target, half / size, corner) for target in piece.targets)
    return Example(pixels, tuple(targets), frozenset().union(*(image.unknown for image in images)))


def _window(
    image: LabelledImage, size: int, half: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(3, 3) to the piece's pixels: the image as in a square of its own, round one of its limbs,
    which is made smaller where the piece would not hold it."""
    affine = random_affine(image, size, rng)
    limb = image.instances[int(rng.integers(len(image.instances)))]
    points = np.concatenate(limb.outlines) @ affine[:2, :2].T + affine[:2, 2]
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min(1.0, LONGEST * half / max(*(high - low), 1e-9))
    place_of_limb = half * (0.5 + rng.normal(0, OFF_CENTRE, 2).clip(-0.35, 0.35))
    onto = np.diag([scale, scale, 1.0])
    onto[:2, 2] = place_of_limb - scale * (low + high) / 2
    moved: NDArray[np.float64] = onto @ affine
    return moved


def _moved(target: Target, scale: float, corner: NDArray[np.float32]) -> Target:
    """A target of a piece in the whole, cut off at the edges of its piece."""
    outlines = tuple(
        (outline.clip(0, 1) * scale + corner).astype(np.float32) for outline in target.outlines
    )
    box = target.box * scale + np.tile(corner, 2)
    return replace(target, outlines=outlines, box=box.astype(np.float32))
