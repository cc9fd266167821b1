"""Masks to smooth closed outlines, in pixels of the frame. Called by the overlay."""

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]

SMOOTHING_PX = 5.0  # Gaussian along the outline; takes the steps out of an upscaled mask
SPACING_PX = 6.0
LEAST_PART = 0.04  # of the largest piece's area: smaller pieces are specks


def outlines(mask: NDArray[np.uint8], origin: tuple[int, int]) -> tuple[Points, ...]:
    """The outer outlines of a cropped mask, largest first, each (N, 2) x y with N >= 8.

    origin  x, y of the crop in the frame. Every outline starts at its topmost point and runs
    on to the left, so that dashes drawn from there stay where they are while the mask moves.
    """
    padded = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    found, _ = cv2.findContours(padded, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    shift = np.array(origin, np.float32) - 0.5  # the border's pixel, and a pixel's centre
    pieces = sorted(((cv2.contourArea(c), c[:, 0]) for c in found), key=lambda p: -p[0])
    return tuple(
        _smooth(points.astype(np.float32) + shift)
        for area, points in pieces
        if len(points) >= 4 and area >= LEAST_PART * pieces[0][0]
    )


def thickness(outline: Points) -> float:
    """How thick a strip of this outline is, in its unit: 2 area / perimeter (half a disc's)."""
    following = np.roll(outline, -1, axis=0)
    x, y = outline[:, 0], outline[:, 1]
    area = abs(float((x * following[:, 1] - following[:, 0] * y).sum())) / 2
    perimeter = float(np.linalg.norm(following - outline, axis=1).sum())
    return 2 * area / perimeter if perimeter else 0.0


def _smooth(points: Points) -> Points:
    """Evenly spaced points of the closed curve after a Gaussian along its length."""
    steps = np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1)
    at = np.concatenate([[0.0], np.cumsum(steps)])
    length = float(at[-1])
    closed = np.concatenate([points, points[:1]])
    dense = np.arange(max(int(length), 32)) * (length / max(int(length), 32))
    curve = np.interp(dense, at, closed[:, 0]) + 1j * np.interp(dense, at, closed[:, 1])
    sigma = min(SMOOTHING_PX, thickness(points) / 3)
    waves = 2 * np.pi * np.fft.fftfreq(len(curve), length / len(curve))
    curve = np.fft.ifft(np.fft.fft(curve) * np.exp(-0.5 * np.square(waves * sigma)))
    start = int(curve.imag.argmin())
    count = max(round(length / SPACING_PX), 8)
    rows = (start + np.arange(count) * len(curve) // count) % len(curve)
    kept = curve[rows]
    return np.stack([kept.real, kept.imag], axis=1).astype(np.float32)
