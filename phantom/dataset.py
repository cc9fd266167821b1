"""Writes labelled pictures as a COCO data set. A broken-off run is taken up where it stopped."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from pycocotools import mask as coco_mask

from inference.anatomy import load_anatomy
from phantom.errors import PhantomError
from phantom.image import PhantomImage
from phantom.observe import Instance, Mask
from phantom.sample import VIEWS, sample_image

ANNOTATIONS = Path("annotations") / "annotations.json"
IMAGES = "images"
FIRST_LANDMARK_ID = 101
DEFAULT_MIX = {"head": 0.35, "neck": 0.35, "none": 0.3}
_JPEG_QUALITY = 92


def generate_dataset(
    out: Path, count: int, seed: int = 0, view_mix: Mapping[str, float] | None = None
) -> Path:
    """Write `count` pictures and annotations/annotations.json under `out`; returns that file.

    Picture i depends on seed and i alone. Pictures that are there already are kept, so the same
    call finishes a run that was broken off; every file appears whole or not at all.
    Raises PhantomError for a wrong count, seed or mix, and where nothing can be written.
    """
    if count < 1:
        raise PhantomError(f"A data set needs at least one picture, not {count}.")
    if seed < 0:
        raise PhantomError("The phantom's seed must be 0 or more.")
    views = _views_of(count, DEFAULT_MIX if view_mix is None else view_mix)
    _prepare(out, {"seed": seed, "count": count, "views": views})
    for index, view in enumerate(views):
        label = _label_file(out, index)
        if not label.exists():
            image = sample_image(seed * 1_000_003 + index, view)
            _write(_image_file(out, index), _jpeg(image))
            _write(label, json.dumps(describe(image, index)).encode())
    labels = (json.loads(_label_file(out, index).read_text("utf-8")) for index in range(count))
    return _write_annotations(out, labels)


def describe(image: PhantomImage, index: int) -> dict[str, Any]:
    """One picture and its annotations as COCO entries; ids within the picture only."""
    height, width = image.pixels.shape[:2]
    return {
        "image": {
            "id": index + 1,
            "file_name": _file_name(index),
            "width": width,
            "height": height,
            "license": 1,
            "view": image.view,
            "patient_group": f"phantom-{index:06d}",
            "pixel_size_mm": image.pixel_size_mm,
            "record": image.record,
        },
        "annotations": [annotation(instance) for instance in image.instances],
    }


def annotation(instance: Instance) -> dict[str, Any]:
    """One instance with its mask as compressed run lengths."""
    x1, y1, x2, y2 = instance.box
    return {
        "category_id": category_ids()[instance.structure],
        "segmentation": run_lengths(instance.mask),
        "bbox": [x1, y1, x2 - x1, y2 - y1],
        "area": float(instance.mask.sum()),
        "iscrowd": 0,
        "mask_source": "phantom",
        "visible_fraction": round(instance.visible_fraction, 3),
    }


def run_lengths(mask: Mask) -> dict[str, Any]:
    """A mask as COCO's compressed run lengths."""
    encoded = coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))
    return {"size": encoded["size"], "counts": encoded["counts"].decode("ascii")}


def category_ids() -> dict[str, int]:
    """COCO category of every structure (from 1) and landmark (from 101)."""
    anatomy = load_anatomy()
    ids = {structure.id: structure.index + 1 for structure in anatomy.structures}
    ids |= {mark.id: FIRST_LANDMARK_ID + i for i, mark in enumerate(anatomy.landmarks)}
    return ids


def _views_of(count: int, mix: Mapping[str, float]) -> list[str]:
    """The view of each picture: exact shares, interleaved so that any beginning has them too."""
    total = sum(mix.values())
    if set(mix) - set(VIEWS) or min(mix.values(), default=0) < 0 or total <= 0:
        raise PhantomError("The view mix must give head, neck or none a share of 0 or more.")
    given = dict.fromkeys(mix, 0)
    views = []
    for index in range(count):
        view = max(mix, key=lambda name: mix[name] / total * (index + 1) - given[name])
        given[view] += 1
        views.append(view)
    return views


def _prepare(out: Path, plan: dict[str, Any]) -> None:
    """Make the folders; refuse to mix two different runs in one of them."""
    try:
        for folder in (out / IMAGES, out / "parts", out / "annotations"):
            folder.mkdir(parents=True, exist_ok=True)
        plan_file = out / "plan.json"
        if not plan_file.exists():
            _write(plan_file, json.dumps(plan).encode())
        if json.loads(plan_file.read_text("utf-8")) != plan:
            raise PhantomError(f"{out} holds another phantom data set; choose an empty folder.")
        for leftover in out.rglob("*.partial"):
            leftover.unlink()
    except OSError as error:
        raise PhantomError(f"{out} cannot be written to; choose another folder.") from error


def _jpeg(image: PhantomImage) -> bytes:
    bgr = cv2.cvtColor(image.pixels, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()


def _write_annotations(out: Path, labels: Iterable[dict[str, Any]]) -> Path:
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for label in labels:
        images.append(label["image"])
        for entry in label["annotations"]:
            identity = {"id": len(annotations) + 1, "image_id": label["image"]["id"]}
            annotations.append(identity | entry)
    document = {
        "info": {"description": "Fetalens digital fetus: computed, no patient", "version": "1"},
        "licenses": [
            {"id": 1, "name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
        ],
        "categories": [{"id": i, "name": name} for name, i in category_ids().items()],
        "images": images,
        "annotations": annotations,
    }
    _write(out / ANNOTATIONS, json.dumps(document).encode())
    return out / ANNOTATIONS


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: written beside its place, then moved there."""
    beside = path.with_name(path.name + ".partial")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    except OSError as error:
        raise PhantomError(
            f"{path.parent} cannot be written to: free some space or choose another folder."
        ) from error


def _file_name(index: int) -> str:
    return f"phantom_{index:06d}.jpg"


def _image_file(out: Path, index: int) -> Path:
    return out / IMAGES / _file_name(index)


def _label_file(out: Path, index: int) -> Path:
    return out / "parts" / f"{index:06d}.json"
