"""How findings behave over a clip: how soon, how steady, and how often wrong between the views."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from pycocotools import mask as coco_mask

from training.mask_runs import MaskRuns
from training.study.matching import RIGHT_PLACE
from training.study.stored import NO_VIEW, structure_names

Masks = Mapping[str, Sequence[MaskRuns]]  # of each structure its instances


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """One frame of a clip: what is true, and what the program called and showed.

    time_s        on the clip's own clock
    view, called  the true view and the one called, "none" included
    """

    time_s: float
    view: str
    called: str
    true: Masks
    shown: Masks


@dataclass(frozen=True, slots=True)
class Steadiness:
    """A structure over a clip.

    first_s  from the first frame in which it is true to the first, from there on, that shows it in
             its place (mask IoU 0.5 with a true one); None where it never comes
    iou      mean IoU of its masks in consecutive frames that both show it; None where none do
    """

    first_s: float | None
    iou: float | None


@dataclass(frozen=True, slots=True)
class VideoFigures:
    """All figures of one clip.

    structures            of those that are true in some frame
    changes_per_minute    how often the called view changes; true_changes_per_minute: the true one
    false_share           share of the frames of no standard view that show a structure; None where
                          there is no such frame
    false_per_minute      structures that appear there, a minute of such frames: one that stays from
                          frame to frame appears once
    """

    frames: int
    duration_s: float
    structures: Mapping[str, Steadiness]
    changes_per_minute: float
    true_changes_per_minute: float
    false_share: float | None
    false_per_minute: float | None


def video_figures(frames: Sequence[VideoFrame]) -> VideoFigures:
    """Figures of two frames or more, at rising times."""
    true = {name for frame in frames for name in frame.true}
    duration_s = _duration_s(frames)
    between = [frame for frame in frames if frame.view == NO_VIEW]
    between_s = duration_s * len(between) / len(frames)
    return VideoFigures(
        len(frames),
        duration_s,
        {name: _steadiness(frames, name) for name in structure_names() if name in true},
        60 * sum(a.called != b.called for a, b in pairwise(frames)) / duration_s,
        60 * sum(a.view != b.view for a, b in pairwise(frames)) / duration_s,
        sum(bool(frame.shown) for frame in between) / len(between) if between else None,
        60 * sum(_false_appearances(frames)) / between_s if between else None,
    )


def _duration_s(frames: Sequence[VideoFrame]) -> float:
    """From the first frame to the end of the last, which lasts as long as the others."""
    return (frames[-1].time_s - frames[0].time_s) * len(frames) / (len(frames) - 1)


def _steadiness(frames: Sequence[VideoFrame], name: str) -> Steadiness:
    begins_s = next(frame.time_s for frame in frames if name in frame.true)
    found_s = next((frame.time_s for frame in frames if _is_in_its_place(frame, name)), None)
    ious = [
        _iou(a.shown[name], b.shown[name])
        for a, b in pairwise(frames)
        if name in a.shown and name in b.shown
    ]
    return Steadiness(
        None if found_s is None else found_s - begins_s,
        float(np.mean(ious)) if ious else None,
    )


def _is_in_its_place(frame: VideoFrame, name: str) -> bool:
    shown, true = frame.shown.get(name, ()), frame.true.get(name, ())
    if not shown or not true:
        return False
    ious = coco_mask.iou([a.coco() for a in shown], [b.coco() for b in true], [0] * len(true))
    return bool(ious.max() >= RIGHT_PLACE)


def _iou(a: Sequence[MaskRuns], b: Sequence[MaskRuns]) -> float:
    """Of all that two frames show of a structure together."""
    merged = [coco_mask.merge([mask.coco() for mask in masks]) for masks in (a, b)]
    return float(coco_mask.iou(merged[:1], merged[1:], [0])[0, 0])


def _false_appearances(frames: Sequence[VideoFrame]) -> Iterator[int]:
    """Structures shown in frames of no standard view that such a frame just before did not show."""
    before: frozenset[str] = frozenset()
    for frame in frames:
        shown = frozenset(frame.shown) if frame.view == NO_VIEW else frozenset()
        yield len(shown - before)
        before = shown
