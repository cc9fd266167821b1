"""The two files of findings that `annotate` writes for an input: JSON lines and COCO."""

import json
from collections.abc import Mapping, Sequence
from typing import TextIO

from app.batch.records import FrameRecord, mask_area
from inference.analyzer import ModelInfo
from inference.anatomy import load_anatomy

DESCRIPTION = "Findings of a network. Research use, not for diagnosis."


class CocoWriter:
    """Writes a COCO file as frames come, so that a long loop needs no memory.

    Category 1 is the first structure of the anatomy. Image and annotation ids begin with 1. Each
    image says its frame's index, time_s, view and confidence; each annotation its score.
    """

    def __init__(self, file: TextIO, source: str, model: ModelInfo) -> None:
        self._file = file
        self._images: list[Mapping[str, object]] = []
        self._annotations = 0
        info = {
            "description": DESCRIPTION,
            "source": source,
            "model": model.name,
            "model_sha256": model.hash,
            "engine": f"{model.engine}, {model.precision}",
        }
        file.write(f'{{"info": {_json(info)},\n"licenses": [],\n')
        file.write(f'"categories": {_lines(_categories())},\n"annotations": [')

    def add(self, record: FrameRecord, frame_size: tuple[int, int]) -> None:
        """One frame of this height and width."""
        height, width = frame_size
        image_id = len(self._images) + 1
        self._images.append(
            {
                "id": image_id,
                "file_name": record["image"],
                "width": width,
                "height": height,
                "index": record["index"],
                "time_s": record["time_s"],
                "view": record["view"],
                "confidence": record["confidence"],
            }
        )
        for found in record["detections"]:
            separator = "," if self._annotations else ""
            self._annotations += 1
            x1, y1, x2, y2 = found["box"]
            annotation = {
                "id": self._annotations,
                "image_id": image_id,
                "category_id": load_anatomy().structure(found["structure"]).index + 1,
                "segmentation": found["mask"],
                "bbox": [x1, y1, round(x2 - x1, 2), round(y2 - y1, 2)],
                "area": mask_area(found["mask"]),
                "iscrowd": 0,
                "score": found["score"],
            }
            self._file.write(f"{separator}\n{_json(annotation)}")

    def finish(self) -> None:
        """Write what comes after the last frame."""
        self._file.write(f'],\n"images": {_lines(self._images)}}}\n')


def json_line(record: FrameRecord) -> str:
    return _json(record) + "\n"


def _categories() -> list[Mapping[str, object]]:
    return [
        {
            "id": structure.index + 1,
            "name": structure.id,
            "supercategory": "fetus",
            "title": structure.names["en"],
        }
        for structure in load_anatomy().structures
    ]


def _lines(items: Sequence[Mapping[str, object]]) -> str:
    """A JSON list, one item a line."""
    return "[\n" + ",\n".join(map(_json, items)) + "]"


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
