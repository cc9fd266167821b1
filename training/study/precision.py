"""Table 4 of the reference study: AP@0.5 of each structure by area and by box, over all runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from faster_coco_eval import COCO, COCOeval_faster
from numpy.typing import NDArray

from training.dataset import DatasetError
from training.metrics import MarkedImage, Overlap, class_ap, coco_documents
from training.study.bootstrap import Interval, interval, match, patient_weights
from training.study.matching import has_masks, is_known, marked, true_of
from training.study.stored import StudyRun, structure_names

AGREEMENT = 1e-6  # between the two libraries


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of several runs.

    runs      of each run
    interval  95 % by patient bootstrap of the mean over the runs
    """

    runs: tuple[float, ...]
    interval: Interval | None

    @property
    def mean(self) -> float:
        return float(np.mean(self.runs))

    @property
    def sd(self) -> float | None:
        """Sample standard deviation over the runs; None of a single one."""
        return float(np.std(self.runs, ddof=1)) if len(self.runs) > 1 else None


@dataclass(frozen=True, slots=True)
class PrecisionRow:
    """AP@0.5 of a structure. images and instances say over how much; area is None without masks."""

    images: int
    instances: int
    box: Estimate
    area: Estimate | None


@dataclass(frozen=True, slots=True)
class PrecisionTable:
    """AP@0.5 by structure, where there is ground truth, and its means over the structures."""

    rows: Mapping[str, PrecisionRow]
    mean_box: Estimate | None
    mean_area: Estimate | None


def precision_table(runs: Sequence[StudyRun]) -> PrecisionTable:
    """AP@0.5 of runs on the same images in the same order. Raises DatasetError.

    A structure counts over the images that could be labelled with it; masks only over those whose
    true instances of it have masks.
    """
    images = runs[0].images
    weights = patient_weights(images)
    boxes = {name: _drawn(runs, name, "bbox", weights) for name in structure_names()}
    areas = {name: _drawn(runs, name, "segm", weights) for name in structure_names()}
    rows = {}
    for name, box in boxes.items():
        if box is not None:
            known = [image for image in images if is_known(image, name)]
            area = areas[name]
            rows[name] = PrecisionRow(
                len(known),
                sum(len(true_of(image, name)) for image in known),
                box.estimate(),
                None if area is None else area.estimate(),
            )
    return PrecisionTable(rows, _mean(boxes.values()), _mean(areas.values()))


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """AP of a structure in each run (R,), and in each resample its mean over the runs (B,)."""

    runs: NDArray[np.float64]
    resampled: NDArray[np.float64]

    def estimate(self) -> Estimate:
        return Estimate(tuple(self.runs.tolist()), interval(self.resampled))


def _drawn(
    runs: Sequence[StudyRun], structure: str, overlap: Overlap, weights: NDArray[np.int64]
) -> _Drawn | None:
    """None where the structure is annotated nowhere, or for "segm" nowhere with a mask."""
    rows = [
        row
        for row, image in enumerate(runs[0].images)
        if is_known(image, structure) and (overlap == "bbox" or has_masks(image, structure))
    ]
    if not any(true_of(runs[0].images[row], structure) for row in rows):
        return None
    figures, resampled = [], []
    for run in runs:
        images = [marked(run.images[row], structure) for row in rows]
        figures.append(agreed_ap(images, overlap, structure))
        matches = match(images, overlap)
        resampled.append([matches.average_precision(drawn) for drawn in weights[:, rows]])
    return _Drawn(np.array(figures), np.mean(resampled, axis=0))


def _mean(drawn: Iterable[_Drawn | None]) -> Estimate | None:
    """The mean over the structures that have ground truth, in each run and in each resample."""
    known = [one for one in drawn if one is not None]
    if not known:
        return None
    resampled = np.stack([one.resampled for one in known])
    there = ~np.isnan(resampled)
    means = np.where(there, resampled, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    figures = np.mean([one.runs for one in known], axis=0)
    return Estimate(tuple(figures.tolist()), interval(means[there.any(axis=0)]))


def agreed_ap(images: Sequence[MarkedImage], overlap: Overlap, structure: str) -> float:
    """AP@0.5 by pycocotools, on which faster-coco-eval must agree. Raises DatasetError."""
    slow, fast = class_ap(images, overlap)[1], faster_ap(images, overlap)
    if abs(slow - fast) > AGREEMENT:
        raise DatasetError(
            f"pycocotools and faster-coco-eval disagree on the AP of {structure} ({slow:.6f} and "
            f"{fast:.6f}). Install the versions of constraints.txt."
        )
    return slow


def faster_ap(images: Sequence[MarkedImage], overlap: Overlap) -> float:
    """AP@0.5 by faster-coco-eval."""
    truth, results = coco_documents(images)
    if not results:
        return 0.0
    coco = COCO(truth)
    evaluation = COCOeval_faster(coco, coco.loadRes(results), overlap)
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return float(evaluation.stats[1])
