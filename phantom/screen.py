"""Scan conversion and the screen around it: what a capture card grabs."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom.plane import Sector, Window
from phantom.shapes import Array

Picture = NDArray[np.uint8]

_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_DUPLEX)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the screen shows beside the fan; positions are fractions of the picture.

    text    (x, y, words) drawn in `text_grey`      scale  of the letters
    bar     grey bar (x, y, height) or None          ticks  depth marks at x, or None
    calipers  pairs of marks (x, y) in the picture   covers blacked-out boxes (x1, y1, x2, y2)
    base_grey level outside the fan                  tint   of the grey map, RGB factors
    """

    text: tuple[tuple[float, float, str], ...]
    scale: float
    font: int
    text_grey: int
    bar: tuple[float, float, float] | None
    ticks: float | None
    calipers: tuple[tuple[float, float], ...]
    covers: tuple[tuple[float, float, float, float], ...]
    base_grey: int
    tint: tuple[float, float, float]


def sample_layout(rng: np.random.Generator) -> Layout:
    """One of many screens: bare picture, sparse text, or a full column of settings."""
    style = rng.choice(["bare", "left", "right", "both"], p=[0.3, 0.25, 0.3, 0.15])
    text: list[tuple[float, float, str]] = []
    pitch = rng.uniform(0.03, 0.045)
    for side, x in (("left", 0.008), ("right", rng.uniform(0.86, 0.92))):
        if style in (side, "both"):
            top = rng.uniform(0.03, 0.2)
            rows = _settings_text(rng)
            text += [(x, float(top + i * pitch), row) for i, row in enumerate(rows)]
    if rng.random() < 0.25:
        text.append((float(rng.uniform(0.1, 0.6)), 0.035, _banner(rng)))
    calipers: list[tuple[float, float]] = []
    if rng.random() < 0.3:
        x, y = rng.uniform(0.2, 0.8, 2)
        calipers = [
            (float(x), float(y)),
            (float(x + rng.normal(0, 0.1)), float(y + rng.normal(0, 0.08))),
        ]
        text.append((float(rng.uniform(0.01, 0.1)), 0.97, f"+ Dist {rng.uniform(0.08, 3):.3f} cm"))
    covers: list[tuple[float, float, float, float]] = []
    if rng.random() < 0.3:
        x, y = rng.uniform(0.7, 0.9), rng.uniform(0.75, 0.95)
        covers.append((float(x), float(y), 1.0, 1.0))
    if rng.random() < 0.2:
        left, right, top = rng.uniform(0, 0.16), rng.uniform(0.86, 1), rng.uniform(0, 0.1)
        covers += [(0.0, 0.0, float(left), 1.0), (float(right), 0.0, 1.0, 1.0)]
        covers.append((0.0, 0.0, 1.0, float(top)))
    warm = rng.random() < 0.05
    tint = (
        (1.0, float(rng.uniform(0.86, 0.95)), float(rng.uniform(0.68, 0.85)))
        if warm
        else (1.0, 1.0, 1.0)
    )
    return Layout(
        tuple(text),
        scale=float(rng.uniform(0.33, 0.5)),
        font=int(rng.choice(_FONTS)),
        text_grey=int(rng.integers(120, 240)),
        bar=(
            float(rng.uniform(0.0, 0.02)),
            float(rng.uniform(0.0, 0.1)),
            float(rng.uniform(0.2, 0.4)),
        )
        if rng.random() < 0.6
        else None,
        ticks=float(rng.choice([0.02, 0.95, 0.975])) if rng.random() < 0.55 else None,
        calipers=tuple(calipers),
        covers=tuple(covers),
        base_grey=int(rng.choice([0, 0, 0, 4, 12, 24])),
        tint=tint,
    )


def _settings_text(rng: np.random.Generator) -> list[str]:
    pool = [
        f"{rng.integers(18, 60)}Hz", f"Z {rng.uniform(1, 4):.1f}", "2D", f"{rng.integers(30, 95)}%",
        f"Dyn R {rng.integers(45, 80)}", "P Low", "HRes", f"Gn {rng.integers(-8, 12)}", "OB NT",
        f"C{rng.integers(4, 9)} / M{rng.integers(5, 17)}",
        f"FF{rng.integers(1, 5)} / E{rng.integers(1, 4)}",
        "1.Trim.", "Har-mid", f"{rng.integers(4, 14)}.{rng.integers(0, 9)}cm",
        f"MI {rng.uniform(0.6, 1.2):.1f}",
        f"TIb {rng.uniform(0.1, 0.6):.1f}", f"F {rng.integers(3, 9)}.0 MHz",
    ]  # fmt: skip
    return [str(row) for row in rng.permutation(pool)[: int(rng.integers(3, 9))]]


def _banner(rng: np.random.Generator) -> str:
    return f"PHANTOM {rng.integers(1000, 9999)}  GA {rng.integers(11, 14)}w{rng.integers(0, 7)}d"


def scan_convert(grey: Array, sector: Sector, window: Window) -> tuple[Array, NDArray[np.bool_]]:
    """Polar grey values to the picture, and where the fan is; both (H, W)."""
    rows, columns = sector.cells(window.lateral, window.depth)
    picture = cv2.remap(
        grey, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0
    )
    height, width = sector.shape
    fan = (rows >= 0) & (rows <= height - 1) & (columns >= 0) & (columns <= width - 1)
    return np.asarray(picture, np.float32) * fan, fan


def compose(
    picture: Array, fan: NDArray[np.bool_], layout: Layout, pixel_size_mm: float
) -> Picture:
    """The whole screen, (H, W, 3) uint8 RGB."""
    grey = np.where(fan, np.clip(picture, 0, 1) * 255, layout.base_grey).astype(np.uint8)
    height, width = grey.shape
    for x1, y1, x2, y2 in layout.covers:
        rows, columns = (
            slice(int(y1 * height), int(y2 * height)),
            slice(int(x1 * width), int(x2 * width)),
        )
        grey[rows, columns] = layout.base_grey
    if layout.bar:
        x, y, length = layout.bar
        top, tall = int(y * height), int(length * height)
        ramp = np.linspace(255, 0, tall).astype(np.uint8)[:, None]
        left = int(x * width)
        grey[top : top + tall, left : left + max(4, width // 100)] = ramp
    if layout.ticks is not None:
        pitch = 5.0 / pixel_size_mm
        column = int(layout.ticks * width)
        for i, y in enumerate(np.arange(pitch / 2, height, pitch)):
            cv2.circle(grey, (column, int(y)), 2 if i % 2 == 0 else 1, 170, -1)
    for x, y in layout.calipers:
        cv2.drawMarker(grey, (int(x * width), int(y * height)), 230, cv2.MARKER_CROSS, 9, 1)
    for x, y, words in layout.text:
        scale = (
            layout.scale * (1.9 if layout.font == cv2.FONT_HERSHEY_PLAIN else 1.0) * height / 480
        )
        cv2.putText(
            grey,
            words,
            (int(x * width), int(y * height) + 10),
            layout.font,
            scale,
            layout.text_grey,
            1,
            cv2.LINE_AA,
        )
    return _tinted(grey, layout.tint)


def _tinted(grey: NDArray[np.uint8], tint: tuple[float, float, float]) -> Picture:
    if tint == (1.0, 1.0, 1.0):
        return np.repeat(grey[..., None], 3, axis=2)
    return (grey[..., None] * np.array(tint, np.float32)).astype(np.uint8)


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
        words = "   ".join(_settings_text(rng)[:4])
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
