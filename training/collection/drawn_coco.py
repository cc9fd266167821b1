"""Drawn images from COCO JSON and to it."""

from collections.abc import Iterable, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from phantom.coco import category_ids
from training.collection.drawings import (
    BOX,
    Drawing,
    DrawnImage,
    Value,
    corners,
    known_structure,
    known_view,
)
from training.collection.files import write_json
from training.collection.outlines import Polygon, polygons_of
from training.collection.records import AnnotationRecord, Document, ImageRecord
from training.dataset import DatasetError


def read_drawn(document: Document) -> list[DrawnImage]:
    """All images of a COCO file. Masks become polygons. Raises DatasetError."""
    images = {image.id: image for image in document.images}
    drawings: dict[int, list[Drawing]] = {number: [] for number in images}
    for annotation in document.annotations:
        where = f"{document.path}, annotation {annotation.id}"
        image = images.get(annotation.image_id)
        name = document.categories.get(annotation.category_id)
        if image is None or name is None:
            raise DatasetError(f"{where}: its image or category is not listed. List it.")
        structure = known_structure(name, where)
        polygons = _rounded(_outline(annotation), image)
        drawing = Drawing(structure, polygons, annotation.mask_source, annotation.score)
        drawings[image.id].append(drawing)
    return [_drawn(image, drawings[image.id], document) for image in document.images]


def write_drawn(images: Iterable[DrawnImage], path: Path) -> None:
    """Write images and drawings as COCO, images in the order of their names."""
    ordered = sorted(images, key=lambda image: image.file_name)
    annotations: list[dict[str, Any]] = []
    for number, image in enumerate(ordered, 1):
        for drawing in image.drawings:
            annotations.append(_annotation(drawing, number) | {"id": len(annotations) + 1})
    content = {
        "categories": [{"id": i, "name": name} for name, i in category_ids().items()],
        "images": [_image_entry(image, number) for number, image in enumerate(ordered, 1)],
        "annotations": annotations,
    }
    write_json(path, content)


def _drawn(image: ImageRecord, drawings: Sequence[Drawing], document: Document) -> DrawnImage:
    document.picture(image)  # refuses a name that leads elsewhere: files are called after it
    return DrawnImage(
        file_name=image.file_name,
        width=image.width,
        height=image.height,
        view=known_view(image.view, f"{document.path}, image {image.id}"),
        patient=image.patient_group,
        fields={
            key: value
            for key, value in image.fields.items()
            if _is_value(value) and key != "license"  # a number in a list that stays behind
        },
        drawings=tuple(drawings),
    )


def _is_value(value: object) -> bool:
    """Whether it is a single value that JSON knows."""
    return isinstance(value, Value) and not (isinstance(value, float) and not isfinite(value))


def _outline(annotation: AnnotationRecord) -> list[Polygon]:
    x, y, width, height = annotation.bbox
    if annotation.mask_source == BOX:
        return [corners(x, y, x + width, y + height)]
    return polygons_of(annotation)


def _rounded(polygons: Iterable[Polygon], image: ImageRecord) -> tuple[Polygon, ...]:
    """To a tenth of a pixel, and within the image, as the tools keep points there."""
    limits = image.width, image.height
    return tuple(
        [round(min(max(value, 0), limits[i % 2]), 1) for i, value in enumerate(polygon)]
        for polygon in polygons
    )


def _image_entry(image: DrawnImage, number: int) -> dict[str, Any]:
    patient = {} if image.patient is None else {"patient_group": image.patient}
    return {
        **image.fields,
        "id": number,
        "file_name": image.file_name,
        "width": image.width,
        "height": image.height,
        "view": image.view,
        **patient,
    }


def _annotation(drawing: Drawing, image_number: int) -> dict[str, Any]:
    x1, y1, x2, y2 = (round(value, 2) for value in drawing.box)
    outlines = (np.array(p, np.float32).reshape(-1, 2) for p in drawing.polygons)
    score = {} if drawing.score is None else {"score": drawing.score}
    return {
        "image_id": image_number,
        "category_id": category_ids()[drawing.structure],
        "segmentation": [list(polygon) for polygon in drawing.polygons],
        "bbox": [x1, y1, round(x2 - x1, 2), round(y2 - y1, 2)],
        "area": round(sum(cv2.contourArea(outline) for outline in outlines), 1),
        "iscrowd": 0,
        "mask_source": drawing.mask_source,
        **score,
    }
