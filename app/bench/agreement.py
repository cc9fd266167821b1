"""How well what was shown agrees with what was truly there, and how calm it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from app.bench.simulated import DISPLAY_HZ
from app.bench.truth import Film
from app.ui.showing import Shown
from inference.types import Analysis, Detections

Masks = Mapping[int, NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one way to show, over some films; None where nothing was shown to tell it from.

    iou            of each structure shown with the truth of the frame that it is shown on, mean
    shown_percent  of the structures that were truly there, those shown, right or wrong
    age_ms         of the overlays, mean
    steadiness     IoU of an overlay with that on the frame shown before, as a share of the truth's
    view_changes   a minute, while the true view stayed
    """

    iou: float | None
    shown_percent: float
    age_ms: float | None
    steadiness: float | None
    view_changes: float | None


class Tally:
    """Counts while films are shown; `agreement` says what came of it."""

    def __init__(self) -> None:
        self._ious: list[float] = []
        self._ages_s: list[float] = []
        self._ours: list[float] = []  # of overlays on frames shown one after the other
        self._true: list[float] = []  # of the truth of the same frames
        self._there = self._shown = 0
        self._changes = self._ticks = 0

    def add(self, film: Film, screen: Iterable[Shown]) -> None:
        """One film, tick by tick."""
        before: Shown | None = None
        former: Shown | None = None  # of the frame before
        for shown in screen:
            if shown.frame is None:
                continue
            truth = film.truths[shown.frame.index]
            self._score(shown, truth)
            if before is not None and before.frame is not shown.frame:
                self._compare(film, former, before)
                former = before
            if before is not None:
                self._watch_view(film, before, shown)
            before = shown

    @property
    def agreement(self) -> Agreement:
        minutes = self._ticks / DISPLAY_HZ / 60
        true = _mean(self._true)
        ours = _mean(self._ours)
        age_s = _mean(self._ages_s)
        return Agreement(
            _rounded(_mean(self._ious)),
            round(100 * self._shown / max(self._there, 1), 1),
            None if age_s is None else round(age_s * 1000, 1),
            _rounded(ours / true) if ours is not None and true else None,
            round(self._changes / minutes, 2) if minutes else None,
        )

    def _score(self, shown: Shown, truth: Analysis) -> None:
        true = masks_of(truth.detections)
        self._there += len(true)
        if shown.overlay is None:
            return
        ours = masks_of(shown.overlay.detections)
        self._shown += len(ours.keys() & true.keys())
        self._ious += [iou(mask, true[key]) if key in true else 0.0 for key, mask in ours.items()]
        if ours and shown.age_s is not None:
            self._ages_s.append(shown.age_s)

    def _compare(self, film: Film, former: Shown | None, shown: Shown) -> None:
        """The overlay of a frame with that of the frame shown before it."""
        if former is None or former.overlay is None or shown.overlay is None:
            return
        if former.frame is None or shown.frame is None:
            return
        before, now = masks_of(former.overlay.detections), masks_of(shown.overlay.detections)
        true_before = masks_of(film.truths[former.frame.index].detections)
        true_now = masks_of(film.truths[shown.frame.index].detections)
        for key in before.keys() & now.keys() & true_before.keys() & true_now.keys():
            self._ours.append(iou(before[key], now[key]))
            self._true.append(iou(true_before[key], true_now[key]))

    def _watch_view(self, film: Film, before: Shown, shown: Shown) -> None:
        if before.analysis is None or shown.analysis is None:
            return
        places = before.analysis.frame.index, shown.analysis.frame.index
        first, second = (film.truths[place].view.view for place in places)
        if first is second:
            self._ticks += 1
            self._changes += before.analysis.view.view is not shown.analysis.view.view


@lru_cache(maxsize=8)  # the same ones are compared with those of neighbouring frames
def masks_of(detections: Detections) -> Masks:
    """By label, all instances of a structure together, (H, W) 0 and 1."""
    masks: dict[int, NDArray[np.uint8]] = {}
    for row, label in enumerate(detections.labels.tolist()):
        mask = masks.setdefault(label, np.zeros(detections.frame_size, np.uint8))
        x1, y1, x2, y2 = detections.crop(row)
        mask[y1:y2, x1:x2] |= detections.masks[row]
    return masks


def iou(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Of two masks; 1 of two empty ones."""
    union = cv2.countNonZero(cv2.bitwise_or(a, b))
    return cv2.countNonZero(cv2.bitwise_and(a, b)) / union if union else 1.0


def _mean(values: list[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
