"""From which score on each class is believed: chosen where its F1 is best on labelled images."""

from collections.abc import Sequence

import numpy as np
import torch

from inference.rules import Rules
from inference.types import Detections
from inference.yolact.boxes import box_iou
from inference.yolact.model import Yolact
from training.assignment import MATCH_IOU
from training.dataset import LabelledImage
from training.detect import detect_in_batches

ROUND = ("cranium", "thoracic_circumference", "abdominal_circumference")
MOST = 0.98  # of the labelled round ones reach their score
PLATEAU = 0.002  # F1 values that differ by less are the same; the middle of them is the safest
LOWEST, HIGHEST = 0.2, 0.95  # whatever a set says, nothing is believed below, or asked above


def calibrated_rules(network: Yolact, images: Sequence[LabelledImage], rules: Rules) -> Rules:
    """The rules with a score for each class that the images label; other rules stay."""
    found = detect_in_batches(network, rules, images)
    scores = rules.scores | calibrated_scores(found, images, network.config.classes)
    return rules.model_copy(update={"scores": scores})


def calibrated_scores(
    found: Sequence[Detections], images: Sequence[LabelledImage], classes: Sequence[str]
) -> dict[str, float]:
    """The score of each class with the best F1, over the images that say whether it is there.

    What is round is asked for the score that nearly all labelled ones reach, where that is more: a
    skull or a trunk is what a network sees in any round chamber, most of which is in no set.
    The best detection of an image counts: right if its box overlaps a true one by half. A class
    without a labelled instance gets no score. Labels of `found` index `classes`.
    """
    scores = {}
    for name, best in judged(found, images, classes).items():
        known = [image for image in images if name not in image.unknown]
        truths = sum(any(item.class_id == name for item in image.instances) for image in known)
        if truths:
            scores[name] = _best_f1(best, truths)
            if name in ROUND:
                scores[name] = max(scores[name], _reached_by_most(best))
    return scores


def judged(
    found: Sequence[Detections], images: Sequence[LabelledImage], classes: Sequence[str]
) -> dict[str, list[tuple[float, bool]]]:
    """By class: score of its best detection, and whether it is right, in each image that knows."""
    return {
        name: [
            _best(detections, label, image, name)
            for detections, image in zip(found, images, strict=True)
            if name not in image.unknown
        ]
        for label, name in enumerate(classes)
    }


def _best(found: Detections, label: int, image: LabelledImage, name: str) -> tuple[float, bool]:
    """Score of the best detection of a class, 0 if there is none, and whether it is right."""
    rows = np.flatnonzero(found.labels == label)
    if not len(rows):
        return 0.0, False
    truths = [item.box for item in image.instances if item.class_id == name]
    if not truths:
        return float(found.scores[rows[0]]), False
    box = torch.from_numpy(found.boxes[rows[:1]])
    overlap = box_iou(box, torch.from_numpy(np.stack(truths))).max()
    return float(found.scores[rows[0]]), bool(overlap >= MATCH_IOU)


def _reached_by_most(best: Sequence[tuple[float, bool]]) -> float:
    right = [score for score, is_right in best if is_right]
    least = np.quantile(right, 1 - MOST) if right else HIGHEST
    return round(float(np.clip(least, LOWEST, HIGHEST)), 2)


def _best_f1(best: Sequence[tuple[float, bool]], truths: int) -> float:
    candidates = np.arange(LOWEST, HIGHEST + 0.001, 0.01)
    f1 = []
    for threshold in candidates:
        shown = [is_right for score, is_right in best if score >= threshold]
        f1.append(2 * sum(shown) / max(len(shown) + truths, 1))
    plateau = np.flatnonzero(np.array(f1) >= max(f1) - PLATEAU)
    return round(float(candidates[plateau[len(plateau) // 2]]), 2)
