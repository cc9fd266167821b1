"""Films of the digital fetus with what is truly in each frame, as an analysis would say it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from inference.anatomy import Structure, View, load_anatomy
from inference.types import Analysis, Detections, Frame, ViewPrediction
from phantom.cine import Cine, CineFrame
from phantom.demo import practice_patient
from phantom.scripts import SWEEP, Script, Step

CAPTURE_HZ = 30.0
SEED = 3
REST_S = 0.4  # on a view, between two sweeps


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """Frames of one course, each held by the analysis that a perfect network would make of it.

    is_held  the probe rests on one view all the time; else it is on its way most of it
    """

    is_held: bool
    truths: tuple[Analysis, ...]


def films(views: Sequence[View], structures: Sequence[Structure], each_s: float) -> Iterator[Film]:
    """One that rests on each view, then one that sweeps over all of them. Raises PhantomError.

    structures  those that are asked for; others are left out of the truth
    each_s      seconds on a view, and as many a view for the sweep
    """
    for view in views:
        yield _film(Script((Step(view.id, each_s),)), each_s, structures, True)
    stays = [step for view in views for step in (Step(view.id, REST_S), Step(SWEEP, 1.0))]
    yield _film(Script(tuple(stays)), each_s * len(views), structures, False)


def _film(script: Script, length_s: float, structures: Sequence[Structure], is_held: bool) -> Film:
    cine = Cine(script, practice_patient(SEED), SEED, CAPTURE_HZ, length_s)
    wanted = {structure.id: structure.index for structure in structures}
    return Film(is_held, tuple(_truth(frame, wanted) for frame in cine.frames()))


def _truth(frame: CineFrame, wanted: dict[str, int]) -> Analysis:
    image = frame.image
    seen = [each for each in image.instances if each.structure in wanted]
    boxes = np.array([each.box for each in seen], np.float32).reshape(-1, 4)
    detections = Detections(
        boxes,
        np.array([wanted[each.structure] for each in seen], np.int64),
        np.ones(len(seen), np.float32),
        tuple(
            each.mask[y1:y2, x1:x2].astype(np.uint8)
            for each, (x1, y1, x2, y2) in zip(seen, boxes.astype(int).tolist(), strict=True)
        ),
        (image.pixels.shape[0], image.pixels.shape[1]),
    )
    view = next((view for view in load_anatomy().views if view.id == image.view), None)
    own = Frame(frame.index, frame.time_s, image.pixels)
    return Analysis(own, detections, ViewPrediction(view, 1.0), 0.0, "truth")
