"""What stands on the screen beside the fan: drawn at random, as scanners and their users differ."""

from dataclasses import dataclass

import cv2
import numpy as np

Box = tuple[float, float, float, float]
Line = tuple[float, float, str]

_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_DUPLEX)
_TO_THE_RIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Layout:
    """What the screen shows beside the fan; positions are fractions of the picture.

    text    (x, y, words) drawn in `text_grey`; they end at x where it is beyond `right_of`
    scale   of the letters                       bar   grey bar (x, y, height) or None
    ticks   depth marks at x, or None            ruler line with a mark every 5 mm at x, or None
    calipers  marks (x, y) in the picture        covers blacked-out boxes (x1, y1, x2, y2)
    base_grey level outside the fan              tint   of the grey map, RGB factors
    inset   box of the small picture that shows where a magnified one lies, or None
    """

    text: tuple[Line, ...]
    scale: float
    font: int
    text_grey: int
    bar: tuple[float, float, float] | None
    ticks: float | None
    calipers: tuple[tuple[float, float], ...]
    covers: tuple[Box, ...]
    base_grey: int
    tint: tuple[float, float, float]
    ruler: float | None = None
    inset: Box | None = None
    right_of: float = 2.0

    @property
    def hidden(self) -> tuple[Box, ...]:
        """Boxes of the picture that nothing can be seen through."""
        return self.covers if self.inset is None else (*self.covers, self.inset)


def sample_layout(rng: np.random.Generator) -> Layout:
    """One of many screens: bare, sparse text, columns of settings, a banner, blacked-out boxes."""
    style = rng.choice(
        ["bare", "boxes", "right", "left", "banner"], p=[0.15, 0.25, 0.3, 0.15, 0.15]
    )
    text, covers, calipers = _columns(rng, style), _covers(rng, style), _calipers(rng)
    if calipers:
        text.append((float(rng.uniform(0.01, 0.1)), 0.95, f"+ Dist {rng.uniform(0.08, 3):.3f} cm"))
    inset = None
    if style == "right" and rng.random() < 0.35:
        left, wide = float(rng.choice([0.0, 0.72])), float(rng.uniform(0.22, 0.28))
        inset = (left, 0.72, left + wide, 0.995)
    return Layout(
        tuple(text),
        scale=float(rng.uniform(0.36, 0.46)),
        font=int(rng.choice(_FONTS)),
        text_grey=int(rng.integers(140, 240)),
        bar=_bar(rng, style) if style == "boxes" or rng.random() < 0.6 else None,
        ticks=float(rng.choice([0.02, 0.035, 0.975])) if rng.random() < 0.45 else None,
        calipers=calipers,
        covers=covers,
        base_grey=0 if style == "boxes" else int(rng.choice([0, 0, 4, 12, 20])),
        tint=_tint(rng, style),
        ruler=0.89 if style == "left" else None,
        inset=inset,
        right_of=_TO_THE_RIGHT,
    )


def _columns(rng: np.random.Generator, style: str) -> list[Line]:
    """Settings down one side; the banner has them along the top."""
    pitch = rng.uniform(0.03, 0.038)
    if style == "banner":
        text = [(0.015, 0.012, _patient(rng)), (0.985, 0.012, settings_text(rng)[0])]
        return text + [(0.985, 0.07 + i * pitch, row) for i, row in enumerate(settings_text(rng))]
    if style not in ("left", "right"):
        return []
    x, top = (0.008, 0.06) if style == "left" else (0.992, 0.012)
    rows = settings_text(rng)
    return [(x, float(top + i * pitch), row) for i, row in enumerate(rows)]


def _covers(rng: np.random.Generator, style: str) -> tuple[Box, ...]:
    if style == "boxes":  # measurements and names taken out of a picture before it was shared
        left, top = float(rng.uniform(0.68, 0.86)), float(rng.uniform(0.72, 0.9))
        covers = [(left, top, 1.0, float(rng.uniform(0.96, 1.0)))]
        if rng.random() < 0.7:
            covers.append((float(rng.uniform(0.9, 0.96)), 0.0, 1.0, float(rng.uniform(0.1, 0.3))))
        if rng.random() < 0.3:
            covers.append((0.04, 0.04, 0.075, 0.08))
        return tuple(covers)
    if style == "banner":
        return ((0.0, 0.0, 1.0, 0.05),)
    if style == "left":
        return ((0.0, 0.0, 1.0, float(rng.uniform(0.04, 0.11))),)
    if rng.random() < 0.25:
        left, right, top = rng.uniform(0, 0.12), rng.uniform(0.9, 1), rng.uniform(0, 0.08)
        sides = [(0.0, 0.0, float(left), 1.0), (float(right), 0.0, 1.0, 1.0)]
        return (*sides, (0.0, 0.0, 1.0, float(top)))
    return ()


def _calipers(rng: np.random.Generator) -> tuple[tuple[float, float], ...]:
    if rng.random() > 0.3:
        return ()
    x, y = (float(v) for v in rng.uniform(0.25, 0.8, 2))
    return ((x, y), (x + float(rng.normal(0, 0.08)), y + float(rng.normal(0, 0.06))))


def _bar(rng: np.random.Generator, style: str) -> tuple[float, float, float]:
    if style == "left":
        return (0.945, float(rng.uniform(0.08, 0.14)), float(rng.uniform(0.25, 0.35)))
    return (
        float(rng.uniform(0.0, 0.015)),
        float(rng.uniform(0.02, 0.1)),
        float(rng.uniform(0.25, 0.36)),
    )


def _tint(rng: np.random.Generator, style: str) -> tuple[float, float, float]:
    """Grey in most; some maps are a little blue, few a little warm."""
    kind = "grey" if style == "boxes" else rng.choice(["grey", "blue", "warm"], p=[0.66, 0.3, 0.04])
    depth = float(rng.uniform(0.02, 0.12))
    if kind == "blue":
        return (1 - depth, 1 - 0.5 * depth, 1.0)
    return (1.0, 1 - 0.6 * depth, 1 - 2 * depth) if kind == "warm" else (1.0, 1.0, 1.0)


def settings_text(rng: np.random.Generator) -> list[str]:
    """Three to eight rows as scanners show them."""
    pool = [
        f"{rng.integers(18, 60)}Hz", f"Z {rng.uniform(1, 4):.1f}", "2D", f"{rng.integers(30, 95)}%",
        f"Dyn R {rng.integers(45, 80)}", "P Low", "HRes", f"Gn {rng.integers(-8, 12)}", "OB NT",
        f"C{rng.integers(4, 9)} / M{rng.integers(5, 17)}",
        f"FF{rng.integers(1, 5)} / E{rng.integers(1, 4)}",
        "1.Trim.", "Har-high", f"{rng.integers(4, 14)}.{rng.integers(0, 9)}cm",
        f"MI {rng.uniform(0.6, 1.2):.1f}",
        f"TIb {rng.uniform(0.1, 0.6):.1f}", f"F {rng.integers(3, 9)}.0 MHz",
    ]  # fmt: skip
    return [str(row) for row in rng.permutation(pool)[: int(rng.integers(3, 9))]]


def _patient(rng: np.random.Generator) -> str:
    """A banner that nobody can take for a person's."""
    return (
        f"PHANTOM, Specimen {rng.integers(100, 999)}   ID 0000-{rng.integers(1000, 9999)}   "
        f"GA {rng.integers(11, 14)}w{rng.integers(0, 7)}d"
    )
