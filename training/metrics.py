"""Average precision by pycocotools, class by class, only where the truth is known."""

import contextlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from inference.types import Detections
from training.dataset import LabelledImage, classes_that_may_be_drawn

Overlap = Literal["bbox", "segm"]  # what must overlap: boxes, or masks


@dataclass(frozen=True, slots=True)
class Precision:
    """Average precision of one class, 0..1.

    images, instances  how many images were looked at, and annotated structures in them
    box_50, mask_50    AP at IoU 0.5; box and mask: mean over IoU 0.5 to 0.95
    mask_50, mask      over the images whose instances all have masks; None where no mask exists
    """

    images: int
    instances: int
    box_50: float
    box: float
    mask_50: float | None
    mask: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """One instance of a class in an image, true or found.

    box    x1 y1 x2 y2 in pixels of the image
    mask   COCO run lengths at the size of the image; None where only the box is known or asked for
    score  of what was found
    """

    box: Sequence[float]
    mask: Mapping[str, object] | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class MarkedImage:
    """All instances of one class in an image in which that class is known."""

    height: int
    width: int
    true: Sequence[Marked]
    found: Sequence[Marked]


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
            (image, detections[detections.labels == label])
            for image, detections in zip(images, found, strict=True)
            if name in classes_that_may_be_drawn(image.view) - image.unknown
        ]
        truths = [item for image, _ in known for item in image.instances if item.class_id == name]
        has_masks = any(item.has_mask for item in truths)
        marked = [_marked(image, detections, name, has_masks) for image, detections in known]
        if not truths:
            continue
        box = class_ap(marked, "bbox")
        masked = with_masks(marked)
        mask = class_ap(masked, "segm") if masked else (None, None)
        result[name] = Precision(len(marked), len(truths), box[1], box[0], mask[1], mask[0])
    return result


def mean_box_50(precisions: Mapping[str, Precision]) -> float | None:
    """Mean over the classes of box AP at IoU 0.5; None where no class has a true instance."""
    if not precisions:
        return None
    return float(np.mean([entry.box_50 for entry in precisions.values()]))


def with_masks(images: Iterable[MarkedImage]) -> list[MarkedImage]:
    """The images on which masks can be judged; none of them where no true mask exists."""
    masked = [image for image in images if all(item.mask is not None for item in image.true)]
    return masked if any(image.true for image in masked) else []


def class_ap(images: Sequence[MarkedImage], overlap: Overlap) -> tuple[float, float]:
    """AP of a class over IoU 0.5 to 0.95, and at 0.5. Some image must have a true instance."""
    truth, results = coco_documents(images)
    if not results:
        return 0.0, 0.0
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = coco_evaluation(truth, results, overlap)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return float(evaluation.stats[0]), float(evaluation.stats[1])


def coco_evaluation(
    truth: dict[str, Any], results: list[dict[str, Any]], overlap: Overlap
) -> COCOeval:
    """pycocotools on documents of `coco_documents`, some result among them; it prints."""
    coco = COCO()
    coco.dataset = truth
    coco.createIndex()
    return COCOeval(coco, coco.loadRes(results), overlap)


def coco_documents(images: Sequence[MarkedImage]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """COCO's ground truth and results of one class, with category 1 and image ids from 1."""
    truth: dict[str, Any] = {
        "info": {},
        "images": [
            {"id": i, "height": image.height, "width": image.width}
            for i, image in enumerate(images, start=1)
        ],
        "categories": [{"id": 1, "name": "class"}],
        "annotations": [],
    }
    results = []
    for image_id, image in enumerate(images, start=1):
        for item in image.true:
            entry = _coco_entry(item, image_id)
            area = entry["bbox"][2] * entry["bbox"][3]
            known = {"id": len(truth["annotations"]) + 1, "area": area, "iscrowd": 0}
            truth["annotations"].append(entry | known)
        for item in image.found:
            results.append(_coco_entry(item, image_id) | {"score": item.score})
    return truth, results


def _coco_entry(item: Marked, image_id: int) -> dict[str, Any]:
    x1, y1, x2, y2 = item.box
    entry = {"image_id": image_id, "category_id": 1, "bbox": [x1, y1, x2 - x1, y2 - y1]}
    return entry if item.mask is None else entry | {"segmentation": item.mask}


def _marked(
    image: LabelledImage, found: Detections, name: str, is_mask_needed: bool
) -> MarkedImage:
    height, width = image.pixels.shape
    true = [
        Marked(
            item.box.tolist(),
            _runs(fill(item.outlines, image.pixels.shape)) if item.has_mask else None,
        )
        for item in image.instances
        if item.class_id == name
    ]
    results = [
        Marked(
            found.boxes[i].tolist(),
            _runs(found.full(i)) if is_mask_needed else None,
            float(found.scores[i]),
        )
        for i in range(len(found))
    ]
    return MarkedImage(height, width, true, results)


def _runs(mask: NDArray[np.uint8] | NDArray[np.bool_]) -> dict[str, Any]:
    return dict(coco_mask.encode(np.asfortranarray(mask, np.uint8)))


def fill(outlines: Sequence[NDArray[np.float32]], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """The mask (H, W) uint8, 1 inside closed polygons (n, 2), x y in pixels."""
    mask = np.zeros(shape, np.uint8)
    for outline in outlines:
        cv2.fillPoly(mask, [np.round(outline - 0.5).astype(np.int32)], 1)
    return mask
