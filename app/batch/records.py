"""An analysis as plain records, ready for JSON. Written by `annotate`, compared by tests."""

from typing import NotRequired, TypedDict

import numpy as np
from pycocotools import mask as coco_mask

from inference.anatomy import load_anatomy
from inference.types import Analysis, Detections
from inference.view_weights import NO_VIEW


class MaskRecord(TypedDict):
    """COCO's compressed run lengths. size is height, width."""

    size: tuple[int, int]
    counts: str


class FoundRecord(TypedDict):
    """One instance. box is x1 y1 x2 y2 in pixels of the frame, x2 and y2 exclusive."""

    structure: str
    score: float
    box: list[float]
    mask: MaskRecord


class FrameRecord(TypedDict):
    """What was found in one frame.

    image          name of the picture's file
    view           that the model called; None is "no standard view"
    because        ids of the structures that decided, strongest first
    screen         "B-mode"; of another kind nothing was looked for
    operator_view  that the operator had set, None as above; lacking where the model's counted
    """

    image: str
    index: int
    time_s: float
    view: str | None
    confidence: float
    because: list[str]
    screen: str
    detections: list[FoundRecord]
    operator_view: NotRequired[str | None]


def frame_record(analysis: Analysis, image: str, operator: str | None = None) -> FrameRecord:
    """What was found in the frame whose picture has this name, best score first.

    operator: id of the view that was set by hand, or NO_VIEW; None left it to the model.
    """
    view = analysis.view
    record: FrameRecord = {
        "image": image,
        "index": analysis.frame.index,
        "time_s": round(analysis.frame.time_s, 6),
        "view": view.view.id if view.view else None,
        "confidence": round(float(view.confidence), 4),
        "because": [structure.id for structure in view.because],
        "screen": analysis.screen.kind.value,
        "detections": [
            _found_record(analysis.detections, row) for row in range(len(analysis.detections))
        ],
    }
    if operator is not None:
        record["operator_view"] = None if operator == NO_VIEW else operator
    return record


def mask_area(mask: MaskRecord) -> int:
    """Pixels inside."""
    return int(coco_mask.area(mask))


def _found_record(detections: Detections, row: int) -> FoundRecord:
    height, width = detections.frame_size
    runs = coco_mask.encode(np.asfortranarray(detections.full(row), np.uint8))
    return {
        "structure": load_anatomy().structures[detections.labels[row]].id,
        "score": round(float(detections.scores[row]), 4),
        "box": [round(float(edge), 2) for edge in detections.boxes[row]],
        "mask": {"size": (height, width), "counts": runs["counts"].decode("ascii")},
    }
