"""What an analysis found, made ready to draw once and kept while it is on the screen."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtGui import QPainterPath

from app.ui.outlines import Points, outlines, thickness
from app.ui.overlay_style import OverlayStyle
from inference.anatomy import Structure, load_anatomy
from inference.types import Analysis

CONTAINERS = frozenset({"cranium", "thoracic_circumference", "abdominal_circumference"})


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One instance, ready to draw.

    row           in the analysis's detections
    outlines      in pixels of the frame, largest first; path is the same as curves
    thickness_px  of the largest piece, in pixels of the frame
    """

    row: int
    structure: Structure
    score: float
    outlines: tuple[Points, ...]
    path: QPainterPath
    thickness_px: float


def drawn(analysis: Analysis, style: OverlayStyle) -> tuple[Found, ...]:
    """What the style lets be seen, containers first so that they lie below."""
    return tuple(f for f in _found(analysis) if f.structure.id not in style.hidden)


@lru_cache(maxsize=4)
def _found(analysis: Analysis) -> tuple[Found, ...]:
    detections = analysis.detections
    structures = load_anatomy().structures
    found = []
    for row, label in enumerate(detections.labels):
        x1, y1, _, _ = detections.crop(row)
        lines = outlines(detections.masks[row], (x1, y1))
        if not lines:
            continue
        path = QPainterPath()
        for line in lines:
            _add_curve(path, line)
        score = float(detections.scores[row])
        found.append(Found(row, structures[label], score, lines, path, thickness(lines[0])))
    found.sort(key=lambda f: f.structure.id not in CONTAINERS)
    return tuple(found)


def _add_curve(path: QPainterPath, points: Points) -> None:
    """Append a closed Catmull-Rom curve through the points."""
    ahead = np.roll(points, -1, axis=0)
    tangent = (ahead - np.roll(points, 1, axis=0)) / 6
    out_of, into = points + tangent, ahead - np.roll(tangent, -1, axis=0)
    path.moveTo(float(points[0, 0]), float(points[0, 1]))
    for piece in np.concatenate([out_of, into, ahead], axis=1).tolist():
        path.cubicTo(*piece)
    path.closeSubpath()
