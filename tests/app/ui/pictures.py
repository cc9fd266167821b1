"""Analyses drawn by hand: ellipses as structures on a grey fan."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from inference.anatomy import load_anatomy
from inference.types import Analysis, Detections, Frame, ViewPrediction

ANATOMY = load_anatomy()
HEIGHT, WIDTH = 360, 480


class Ellipse(NamedTuple):
    """One instance of a structure; pixels, degrees and score."""

    structure: str
    centre: tuple[int, int]
    radii: tuple[int, int]
    angle: float = 0.0
    score: float = 0.9


HEAD = (
    Ellipse("cranium", (240, 190), (110, 90)),
    Ellipse("midline_falx", (240, 190), (90, 8)),
    Ellipse("choroid_plexus", (225, 145), (30, 20)),
    Ellipse("choroid_plexus", (245, 235), (30, 20)),
)


def frame(index: int = 0, time_s: float | None = None) -> Frame:
    """A grey disc sector on black."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    cv2.ellipse(pixels, (240, 20), (330, 330), 0, 55, 125, (70, 70, 70), -1)
    return Frame(index, index / 30 if time_s is None else time_s, pixels)


def speckled(index: int = 0, time_s: float | None = None, shift_px: int = 0) -> Frame:
    """Speckle everywhere, so that flow has something to follow, shifted to the right."""
    noise = np.random.default_rng(7).normal(size=(HEIGHT, WIDTH)).astype(np.float32)
    grey = np.clip(110 + 200 * cv2.GaussianBlur(noise, (0, 0), 2.5), 0, 255).astype(np.uint8)
    pixels = np.repeat(np.roll(grey, shift_px, axis=1)[..., None], 3, axis=2)
    return Frame(index, index / 30 if time_s is None else time_s, pixels)


def analysis_of(
    shapes: Sequence[Ellipse] = HEAD, view: str | None = "head", on: Frame | None = None
) -> Analysis:
    on = on or frame()
    boxes, masks = [], []
    for shape in shapes:
        full = np.zeros((on.height, on.width), np.uint8)
        cv2.ellipse(full, shape.centre, shape.radii, shape.angle, 0, 360, 1, -1)
        x, y, width, height = cv2.boundingRect(full)
        boxes.append((x, y, x + width, y + height))
        masks.append(full[y : y + height, x : x + width].copy())
    labels = [ANATOMY.structure(shape.structure).index for shape in shapes]
    detections = Detections(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array(labels, np.int64),
        np.array([shape.score for shape in shapes], np.float32),
        tuple(masks),
        (on.height, on.width),
    )
    prediction = ViewPrediction(None, 0.0)
    if view is not None:
        because = tuple(dict.fromkeys(ANATOMY.structures[label] for label in labels))
        prediction = ViewPrediction(ANATOMY.view(view), 0.9, because[:2])
    return Analysis(on, detections, prediction, 0.02, "0123456789abcdef" * 4)
