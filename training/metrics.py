"""Average precision by pycocotools, class by class, only where the truth is known."""

import contextlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from inference.types import Detections
from training.dataset import LabelledImage, classes_that_may_be_drawn


@dataclass(frozen=True, slots=True)
class Precision:
    """Average precision of one class, 0..1.

    images, instances  how many images were looked at, and annotated structures in them
    box_50, mask_50    AP at IoU 0.5; box and mask: mean over IoU 0.5 to 0.95
    mask_50, mask      None where no true mask exists
    """

    images: int
    instances: int
    box_50: float
    box: float
    mask_50: float | None
    mask: float | None


def average_precision(
    images: Sequence[LabelledImage], found: Sequence[Detections], classes: Sequence[str]
) -> dict[str, Precision]:
    """AP of each class that has ground truth, over the images whose view and set annotate it.

    Labels of `found` index `classes`. An image of another view says nothing of a class here: what
    the network sees there is counted by the view accuracy and the false overlays.
    """
    result = {}
    for label, name in enumerate(classes):
        known = [
            i
            for i, image in enumerate(images)
            if name in classes_that_may_be_drawn(image.view) - image.unknown
        ]
        truths = [[item for item in images[i].instances if item.class_id == name] for i in known]
        if not any(truths):
            continue
        has_masks = all(item.has_mask for items in truths for item in items)
        truth = _coco_truth([images[i] for i in known], name)
        detections = [found[i][found[i].labels == label] for i in known]
        box = _coco_ap(truth, detections, "bbox")
        mask = _coco_ap(truth, detections, "segm") if has_masks else (None, None)
        result[name] = Precision(
            len(known), sum(map(len, truths)), box[1], box[0], mask[1], mask[0]
        )
    return result


def mean_box_50(precisions: Mapping[str, Precision]) -> float:
    """Mean over the classes of box AP at IoU 0.5; 0 where there is none."""
    return float(np.mean([entry.box_50 for entry in precisions.values()] or [0.0]))


def _coco_truth(images: Sequence[LabelledImage], name: str) -> COCO:
    annotations: list[dict[str, Any]] = []
    for image_id, image in enumerate(images, start=1):
        for item in image.instances:
            if item.class_id != name:
                continue
            x1, y1, x2, y2 = item.box.tolist()
            mask = _fill(item.outlines, image.pixels.shape)
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image_id,
                    "category_id": 1,
                    "bbox": [x1, y1, x2 - x1, y2 - y1],
                    "area": (x2 - x1) * (y2 - y1),
                    "iscrowd": 0,
                    "segmentation": coco_mask.encode(np.asfortranarray(mask)),
                }
            )
    coco = COCO()
    coco.dataset = {
        "info": {},
        "images": [
            {"id": i, "height": image.pixels.shape[0], "width": image.pixels.shape[1]}
            for i, image in enumerate(images, start=1)
        ],
        "categories": [{"id": 1, "name": name}],
        "annotations": annotations,
    }
    with contextlib.redirect_stdout(io.StringIO()):
        coco.createIndex()
    return coco


def _coco_ap(truth: COCO, found: Sequence[Detections], kind: str) -> tuple[float, float]:
    """AP over IoU 0.5 to 0.95, and at 0.5."""
    results = []
    for image_id, detections in enumerate(found, start=1):
        for i in range(len(detections)):
            x1, y1, x2, y2 = detections.boxes[i].tolist()
            result = {
                "image_id": image_id,
                "category_id": 1,
                "score": float(detections.scores[i]),
                "bbox": [x1, y1, x2 - x1, y2 - y1],
            }
            if kind == "segm":
                full = np.asfortranarray(detections.full(i).astype(np.uint8))
                result["segmentation"] = coco_mask.encode(full)
            results.append(result)
    if not results:
        return 0.0, 0.0
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(truth, truth.loadRes(results), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return float(evaluation.stats[0]), float(evaluation.stats[1])


def _fill(outlines: Sequence[NDArray[np.float32]], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    mask = np.zeros(shape, np.uint8)
    for outline in outlines:
        cv2.fillPoly(mask, [np.round(outline - 0.5).astype(np.int32)], 1)
    return mask
