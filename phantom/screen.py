"""Scan conversion and the screen around it: what a capture card grabs."""

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom.layout import Layout, settings_text
from phantom.plane import Sector, Window
from phantom.shapes import Array

Picture = NDArray[np.uint8]

_MAP_STEP = 8  # pixels between which the place in the fan is interpolated: within 0.02 of a sample
_FAINTEST = 90  # of 255: how much of a pixel a letter must fill
_CALIPER = (235, 220, 90)


def scan_convert(grey: Array, sector: Sector, window: Window) -> tuple[Array, NDArray[np.bool_]]:
    """Polar grey values to the picture, and where the fan is; both (H, W)."""
    columns, rows, fan = _maps(sector, window)
    picture = cv2.remap(
        grey, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0
    )
    return np.asarray(picture, np.float32) * fan, fan


@lru_cache(maxsize=1)  # both scan conversions of a picture, and all of a loop, share it
def _maps(sector: Sector, window: Window) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Fractional column and row of every pixel, and where they lie in the fan; each (H, W)."""
    down, right = window.height // _MAP_STEP + 2, window.width // _MAP_STEP + 2
    knots = [np.arange(n, dtype=np.float32) * _MAP_STEP + np.float32(0.5) for n in (down, right)]
    pixel = np.float32(window.pixel_size_mm)
    rows, columns = sector.cells(
        np.float32(window.left) + knots[1][None, :] * pixel,
        np.float32(window.top) + knots[0][:, None] * pixel,
    )
    step = np.arange(max(window.height, window.width), dtype=np.float32) / _MAP_STEP
    x, y = np.meshgrid(step[: window.width], step[: window.height])
    rows, columns = (
        np.asarray(cv2.remap(m, x, y, cv2.INTER_LINEAR), np.float32) for m in (rows, columns)
    )
    height, width = sector.shape
    fan = (rows >= 0) & (rows <= height - 1) & (columns >= 0) & (columns <= width - 1)
    return columns, rows, fan


def compose(
    picture: Array, fan: NDArray[np.bool_], layout: Layout, pixel_size_mm: float
) -> Picture:
    """The whole screen, (H, W, 3) uint8 RGB."""
    height, width = fan.shape
    grey = np.asarray(cv2.convertScaleAbs(picture, alpha=255), np.uint8)
    grey[~fan] = layout.base_grey
    if layout.inset is not None:
        _draw_inset(grey, layout.inset)
    if layout.tint == (1.0, 1.0, 1.0):
        screen = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    else:
        screen = cv2.merge([cv2.convertScaleAbs(grey, alpha=share) for share in layout.tint])
    ink, drawn = _overlay(layout, height, width, pixel_size_mm)
    cv2.copyTo(ink, drawn, screen)
    return np.asarray(screen, np.uint8)


def _draw_inset(grey: NDArray[np.uint8], box: tuple[float, float, float, float]) -> None:
    """The small picture that shows where a magnified one lies, in a thin frame."""
    height, width = grey.shape
    left, top, right, bottom = (
        int(edge * full) for edge, full in zip(box, (width, height) * 2, strict=True)
    )
    inside = np.zeros((bottom - top, right - left), np.uint8)
    tall, wide = int(0.8 * len(inside)), int(0.6 * inside.shape[1])
    small = cv2.resize(grey, (wide, tall), interpolation=cv2.INTER_AREA)
    edge = np.linspace(0.32, 0.0, tall)[:, None] * wide  # a narrow fan
    column = np.arange(wide)[None, :]
    small[(column < edge) | (column > wide - edge)] = 0
    y, x = (len(inside) - tall) // 2, (inside.shape[1] - wide) // 2
    inside[y : y + tall, x : x + wide] = small
    cv2.rectangle(inside, (0, 0), (right - left - 1, bottom - top - 1), 110, 1)
    grey[top:bottom, left:right] = inside


@lru_cache(maxsize=2)  # the same for every frame of a loop
def _overlay(
    layout: Layout, height: int, width: int, pixel_size_mm: float
) -> tuple[Picture, NDArray[np.uint8]]:
    """What lies over the picture, (H, W, 3), and where it does, (H, W)."""
    ink = np.zeros((height, width, 3), np.uint8)
    drawn = np.zeros((height, width), np.uint8)
    for x1, y1, x2, y2 in layout.covers:
        box = slice(int(y1 * height), int(y2 * height)), slice(int(x1 * width), int(x2 * width))
        ink[box], drawn[box] = layout.base_grey, 255
    if layout.bar is not None:
        x, y, length = layout.bar
        top, tall, left = int(y * height), int(length * height), int(x * width)
        box = slice(top, top + tall), slice(left, left + max(4, width // 100))
        ink[box] = np.linspace(255, 0, tall).astype(np.uint8)[:, None, None]
        drawn[box] = 255
    pitch = 5.0 / pixel_size_mm
    if layout.ticks is not None:
        for i, y in enumerate(np.arange(pitch / 2, height, pitch)):
            _twice(
                ink, drawn, cv2.circle, (int(layout.ticks * width), int(y)), 1 + (i % 2 == 0),
                colour=(170, 170, 170), thickness=-1,
            )  # fmt: skip
    if layout.ruler is not None:
        x, low, high = int(layout.ruler * width), int(0.1 * height), int(0.92 * height)
        _twice(ink, drawn, cv2.line, (x, low), (x, high), colour=(150, 150, 150), thickness=1)
        for y in np.arange(low, high, pitch):
            ends = (x - 3, int(y)), (x + 3, int(y))
            _twice(ink, drawn, cv2.line, *ends, colour=(150, 150, 150), thickness=1)
    for x, y in layout.calipers:
        at, arm = (int(x * width), int(y * height)), max(3, height // 110)
        for dx, dy in ((arm, 0), (0, arm)):
            ends = (at[0] - dx, at[1] - dy), (at[0] + dx, at[1] + dy)
            _twice(ink, drawn, cv2.line, *ends, colour=_CALIPER, thickness=1)
    _write(ink, drawn, layout)
    return ink, drawn


def _twice(
    ink: Picture,
    drawn: NDArray[np.uint8],
    draw: Callable[..., object],
    *where: object,
    colour: tuple[int, int, int],
    thickness: int,
) -> None:
    """A figure in its colour, and as what is drawn at all."""
    draw(ink, *where, colour, thickness)
    draw(drawn, *where, 255, thickness)


def _write(ink: Picture, drawn: NDArray[np.uint8], layout: Layout) -> None:
    """The words; what is left out of their soft edge would look like a dark rim."""
    height, width = drawn.shape
    scale = layout.scale * (1.9 if layout.font == cv2.FONT_HERSHEY_PLAIN else 1.0) * height / 480
    letters = np.zeros_like(drawn)
    for x, y, words in layout.text:
        (wide, _), _ = cv2.getTextSize(words, layout.font, scale, 1)
        left = int(x * width) - (wide if x > layout.right_of else 0)
        at = (left, int(y * height) + 10)
        cv2.putText(letters, words, at, layout.font, scale, 255, 1, cv2.LINE_AA)
    inked = letters > _FAINTEST
    level = np.minimum(letters[inked] * np.float32(1.6 / 255), 1) * np.float32(layout.text_grey)
    ink[inked] = level[:, None]
    drawn[inked] = 255


def text_page(rng: np.random.Generator, height: int, width: int) -> Picture:
    """A screen without a fan: a report, a menu, or an unlit monitor."""
    page = np.full((height, width), int(rng.choice([0, 0, 10, 40, 90, 225])), np.uint8)
    ink = 30 if page[0, 0] > 128 else int(rng.integers(90, 240))
    for _ in range(int(rng.integers(0, 5))):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        size = int(rng.integers(20, width // 2)), int(rng.integers(12, height // 3))
        cv2.rectangle(
            page,
            (x, y),
            (x + size[0], y + size[1]),
            int(rng.integers(0, 200)),
            int(rng.choice([-1, 1])),
        )
    for row in range(int(rng.integers(0, 16))):
        words = "   ".join(settings_text(rng)[:4])
        cv2.putText(
            page,
            words,
            (int(rng.integers(8, 60)), 30 + row * 26),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.5,
            ink,
            1,
            cv2.LINE_AA,
        )
    return np.repeat(page[..., None], 3, axis=2)
