"""CVAT: one file of "CVAT for images 1.1", and the labels that a task needs for it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from pydantic import BaseModel, ConfigDict, Json, ValidationError

from inference.anatomy import load_anatomy
from phantom.coco import category_ids
from training.collection.drawings import (
    BOX,
    HUMAN,
    MODEL,
    Drawing,
    DrawnImage,
    Origin,
    Part,
    Value,
    came_back,
    corners,
    known_structure,
    known_view,
    pixel,
    settled,
)
from training.collection.files import write_json, write_text
from training.collection.outlines import mask_polygons
from training.collection.records import validation_reason
from training.dataset import DatasetError

ANNOTATIONS, LABELS = "annotations.xml", "labels.json"
_IMAGE = "image"  # the tag that carries what is said of an image


class _Said(BaseModel):
    """What the tag of an image carries."""

    model_config = ConfigDict(allow_inf_nan=False)

    view: str | None = None
    patient: str | None = None
    reviewed: bool = False
    fields: Json[dict[str, Value]] = {}


def write_cvat(images: Sequence[DrawnImage], pictures: Path, out: Path) -> None:
    """Write OUT/annotations.xml, and OUT/labels.json to paste into a new task's raw labels.

    pictures  the folder of the images, which are uploaded to the task
    """
    root = Element("annotations")
    SubElement(root, "version").text = "1.1"
    for number, image in enumerate(images):
        root.append(_image_element(image, number))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, "unicode")
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise DatasetError(f"A name holds what XML cannot ({error}). Correct the data.") from error
    write_text(out / ANNOTATIONS, text)
    write_json(out / LABELS, _labels())


def read_cvat(path: Path) -> list[DrawnImage]:
    """The images of an export "CVAT for images 1.1": annotations.xml or its folder.

    Raises DatasetError.
    """
    file = path / ANNOTATIONS if path.is_dir() else path
    try:
        root = ElementTree.fromstring(file.read_bytes())
    except OSError as error:
        raise DatasetError(f"{file} cannot be read ({error.strerror}). Check the path.") from error
    except ElementTree.ParseError as error:
        raise DatasetError(
            f'{file} is not XML ({error}). Export as "CVAT for images 1.1" and unpack it.'
        ) from error
    if root.tag != "annotations":
        raise DatasetError(f'{file} is not from CVAT. Export as "CVAT for images 1.1".')
    return [_image(element, file) for element in root.iter("image")]


def _image_element(image: DrawnImage, number: int) -> Element:
    element = Element(
        "image",
        id=str(number),
        name=image.file_name,
        width=str(image.width),
        height=str(image.height),
    )
    tag = SubElement(element, "tag", label=_IMAGE, source="manual")
    _say(tag, "view", image.view)
    _say(tag, "patient", image.patient or "")
    _say(tag, "reviewed", "false")
    _say(tag, "fields", json.dumps(image.fields))
    for group, drawing in enumerate(image.drawings, 1):
        for polygon in drawing.polygons:
            element.append(_shape(drawing, polygon, group if len(drawing.polygons) > 1 else 0))
    return element


def _shape(drawing: Drawing, polygon: list[float], group: int) -> Element:
    pairs = [f"{polygon[i]:.2f},{polygon[i + 1]:.2f}" for i in range(0, len(polygon), 2)]
    place = {"points": ";".join(pairs)}
    if drawing.mask_source == BOX:
        sides = zip(("xtl", "ytl", "xbr", "ybr"), drawing.box, strict=True)
        place = {side: f"{value:.2f}" for side, value in sides}
    shape = Element(
        "box" if drawing.mask_source == BOX else "polygon",
        place,
        label=drawing.structure,
        source="auto" if drawing.mask_source == MODEL else "manual",
        occluded="0",
        z_order="0",
        group_id=str(group),
    )
    origin = drawing.origin
    _say(shape, "mask_source", origin.mask_source)
    _say(shape, "score", "" if origin.score is None else f"{origin.score:.4f}")
    _say(shape, "trace", drawing.trace)
    return shape


def _say(element: Element, name: str, value: str) -> None:
    SubElement(element, "attribute", name=name).text = value


def _said(element: Element) -> dict[str, str]:
    """The attributes of a tag or shape; empty ones are left out."""
    return {a.get("name", ""): a.text for a in element.iter("attribute") if a.text}


def _image(element: Element, file: Path) -> DrawnImage:
    where = f"{file}, {element.get('name', '')}"
    try:
        tags = [_said(tag) for tag in element.iter("tag") if tag.get("label") == _IMAGE]
        said = _Said.model_validate(tags[0] if tags else {})
        parts = [_part(each, where) for each in element if each.tag != "tag"]
        width, height = int(element.attrib["width"]), int(element.attrib["height"])
    except ValidationError as error:
        raise DatasetError(f"{where}: {validation_reason(error)}. Correct its tag.") from error
    except (KeyError, ValueError) as error:
        raise DatasetError(f"{where}: an entry is not whole ({error}). Export it again.") from error
    view = known_view(said.view, where)
    fields = settled(said.fields, view, said.reviewed)
    drawings = came_back(parts, said.reviewed)
    return DrawnImage(element.get("name", ""), width, height, view, said.patient, fields, drawings)


def _part(shape: Element, where: str) -> Part:
    structure = known_structure(shape.attrib["label"], where)
    kind = BOX if shape.tag == "box" else HUMAN
    drawing = Drawing(structure, tuple(_polygons(shape, where)), kind)
    return Part(drawing, int(shape.get("group_id", 0)) or None, _origin(shape))


def _origin(shape: Element) -> Origin | None:
    """What left with the shape; of what is predicted CVAT itself says so where all else is lost."""
    said = _said(shape)
    score = float(said["score"]) if "score" in said else None
    if "trace" in said:
        return Origin(mask_source=said["mask_source"], score=score, trace=said["trace"])
    if shape.get("source") == "auto":
        return Origin(mask_source=MODEL, score=score, trace=None)
    return None


def _polygons(shape: Element, where: str) -> list[list[float]]:
    if shape.tag == "polygon":
        pairs = (pair.split(",") for pair in shape.attrib["points"].split(";"))
        return [[pixel(value) for x, y in pairs for value in (x, y)]]
    if shape.tag == "box" and float(shape.get("rotation", 0)) == 0:
        return [corners(*(pixel(shape.attrib[side]) for side in ("xtl", "ytl", "xbr", "ybr")))]
    if shape.tag == "mask":
        return _mask_polygons(shape)
    raise DatasetError(
        f"{where}: a {shape.tag} cannot be read. Draw a polygon, a mask or an upright box."
    )


def _mask_polygons(shape: Element) -> list[list[float]]:
    """A brushed mask: runs of background and mask in turn, row by row from its left and top."""
    runs = [int(run) for run in shape.attrib["rle"].split(",")]
    width, height = int(shape.attrib["width"]), int(shape.attrib["height"])
    values = np.arange(len(runs)) % 2
    mask = np.repeat(values, runs).astype(np.uint8).reshape(height, width)
    corner = float(shape.attrib["left"]), float(shape.attrib["top"])
    return [[value + corner[i % 2] for i, value in enumerate(p)] for p in mask_polygons(mask)]


def _labels() -> list[dict[str, Any]]:
    """What a task has to be made with, so that CVAT keeps what is said of images and shapes."""
    colours = {structure.id: structure.colour for structure in load_anatomy().structures}
    views = [*(view.id for view in load_anatomy().views), "none"]
    shape_attributes = [_text("mask_source", HUMAN), _text("score", ""), _text("trace", "")]
    image_attributes = [
        _attribute("view", "select", views[-1], views),
        _text("patient", ""),
        _attribute("reviewed", "checkbox", "false", ["false"]),
        _text("fields", "{}"),
    ]
    labels: list[dict[str, Any]] = [
        {"name": name, "type": "any", "attributes": shape_attributes}
        | ({"color": colours[name]} if name in colours else {})
        for name in category_ids()
    ]
    return [*labels, {"name": _IMAGE, "type": "tag", "attributes": image_attributes}]


def _text(name: str, value: str) -> dict[str, Any]:
    return _attribute(name, "text", value, [value])


def _attribute(name: str, kind: str, value: str, values: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "mutable": False,
        "input_type": kind,
        "default_value": value,
        "values": values,
    }
