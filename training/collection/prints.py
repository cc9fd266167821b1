"""Fingerprints of pictures, by which the same picture is known again after it was saved anew.

Two pictures are near-duplicates when their hashes nearly agree and their small pictures do. Either
alone cries wolf, as all pictures of a scanner share fan, screen and darkness.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

MAX_DISTANCE = 10  # bits of 64
MIN_CORRELATION = 0.9
_SIDE_PX, _LOW = 32, 8  # the hash keeps the 8 x 8 lowest frequencies of 32 x 32 pixels


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What a picture looks like.

    bits       64 signs of its cosine transform, about their median
    thumbnail  (32 * 32,) float32 of mean 0 and length 1; all 0 where the picture is of one grey
    """

    bits: np.uint64
    thumbnail: NDArray[np.float32]


def fingerprint(pixels: NDArray[np.uint8]) -> Fingerprint:
    """The fingerprint of an (H, W) grey picture."""
    small = cv2.resize(pixels, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA)
    small = np.asarray(small, np.float32)
    low = cv2.dct(small)[:_LOW, :_LOW].ravel()
    bits = np.packbits(low > np.median(low)).view(np.uint64)[0]
    centred = small.ravel() - small.mean()
    length = float(np.linalg.norm(centred))
    return Fingerprint(bits, centred / length if length > 1 else np.zeros_like(centred))


def near_duplicates(prints: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    """Pairs i < j of pictures that are one picture, as far as can be told."""
    bits = np.array([each.bits for each in prints], np.uint64)
    thumbnails = np.array([each.thumbnail for each in prints])
    for i, one in enumerate(prints):
        near = np.flatnonzero(np.bitwise_count(bits[i + 1 :] ^ one.bits) <= MAX_DISTANCE) + i + 1
        same = thumbnails[near] @ one.thumbnail >= MIN_CORRELATION
        yield from ((i, j) for j in near[same].tolist())
