"""Labelled images from COCO JSON, with what each image says and does not say of every class.

Sets are partly labelled. An annotator draws what the view's "annotated" list holds, so a class
outside that list is background in the image, even where its anatomy can be seen. A class inside the
list that the set never labels is unknown there, and no loss may be taken from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from inference.anatomy import load_anatomy
from inference.errors import ToldError
from inference.types import Frame
from training.mask_runs import MaskRuns
from training.pictures import PictureError, read_picture

Size = Annotated[int, Field(ge=1, le=20_000)]
UNCONFIRMED = "model"  # the mask_source of a prediction: no truth until a person says so


class DatasetError(ToldError):
    """Annotated data cannot be used. The message says what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One annotated structure or landmark.

    outlines  closed polygons (n, 2) float32, x y in pixels; of a box-only label, the ellipse that
              the box encloses, whose extent stays close when it is rotated
    box       (4,) float32, x1 y1 x2 y2 in pixels
    has_mask  False where only the box is known: its outline trains no mask
    """

    class_id: str
    outlines: tuple[NDArray[np.float32], ...]
    box: NDArray[np.float32]
    has_mask: bool


@dataclass(frozen=True, slots=True, eq=False)
class LabelledImage:
    """An image and what is known of it.

    pixels   (H, W) uint8; ultrasound is grey, and colour would let a network learn the calipers
    source   name of the set it belongs to
    view     id of its view; "none" where it is no standard view
    unknown  classes that may be there without being labelled
    """

    name: str
    source: str
    pixels: NDArray[np.uint8]
    view: str
    instances: tuple[Instance, ...]
    unknown: frozenset[str]

    @property
    def frame(self) -> Frame:
        """The image as the program sees a frame, at the time 0."""
        return Frame(0, 0.0, np.repeat(self.pixels[..., None], 3, axis=2))


class _Image(BaseModel):
    id: int
    file_name: str
    width: Size
    height: Size
    view: str


class _Annotation(BaseModel):
    image_id: int
    category_id: int
    bbox: tuple[float, float, float, float]
    segmentation: list[list[float]] | MaskRuns
    mask_source: str


class _Category(BaseModel):
    id: int
    name: str


class _ViewEntry(BaseModel):
    file_name: str
    view: str | None = None


class _Coco(BaseModel):
    categories: list[_Category]
    images: list[_Image]
    annotations: list[_Annotation]


def load_coco(annotations: Path) -> list[LabelledImage]:
    """All images of a COCO JSON file; they lie in `images`, beside the file or its folder.

    Raises DatasetError where the file or an image cannot be read, or names an unknown view.
    """
    try:
        coco = _Coco.model_validate_json(annotations.read_bytes())
    except OSError as error:
        raise DatasetError(f"{annotations} cannot be read. Check the path.") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise DatasetError(
            f"{annotations.name} is not COCO JSON with view and mask_source fields "
            f"({place}: {fault['msg']}). Correct the file."
        ) from error
    names = {category.id: category.name for category in coco.categories}
    _check_references(coco, names, annotations.name)
    folder = images_folder(annotations)
    labelled = {names[annotation.category_id] for annotation in coco.annotations}
    by_image: dict[int, list[Instance]] = {image.id: [] for image in coco.images}
    for annotation in coco.annotations:
        by_image[annotation.image_id].append(_instance(annotation, names))
    source = (
        annotations.parent.name
        if annotations.parent.name != "annotations"
        else (annotations.parent.parent.name)
    )
    return [
        LabelledImage(
            name=image.file_name,
            source=source,
            pixels=read_grey(folder / image.file_name),
            view=image.view,
            instances=tuple(by_image[image.id]),
            unknown=classes_that_may_be_drawn(image.view) - labelled,
        )
        for image in coco.images
    ]


def images_folder(annotations: Path) -> Path:
    """Where the images of a COCO JSON file lie: in `images`, beside the file or its folder."""
    return next(
        (parent / "images" for parent in annotations.parents[:2] if (parent / "images").is_dir()),
        annotations.parent,
    )


def _check_references(coco: _Coco, names: dict[int, str], file_name: str) -> None:
    images = {image.id for image in coco.images}
    for annotation in coco.annotations:
        if annotation.category_id not in names or annotation.image_id not in images:
            raise DatasetError(
                f"{file_name} annotates image {annotation.image_id} with category "
                f"{annotation.category_id}, and does not list both. Correct the file."
            )
        if annotation.mask_source == UNCONFIRMED:
            raise DatasetError(
                f"{file_name} holds what a model drew in image {annotation.image_id} and nobody "
                "has confirmed. Correct it in your annotation tool, or leave it out."
            )
        if annotation.mask_source != "box" and not annotation.segmentation:
            raise DatasetError(
                f"{file_name} has an empty outline in image {annotation.image_id}. Give its "
                'polygon, or say "box" as its mask_source.'
            )


def load_views(views: Path) -> list[LabelledImage]:
    """Images of which only the view is known, from a JSON list beside their `images` folder.

    They teach what is not there: the classes that their view does not annotate. An entry without
    a view teaches nothing and is left out.
    """
    try:
        entries = TypeAdapter(list[_ViewEntry]).validate_json(views.read_bytes())
    except OSError as error:
        raise DatasetError(f"{views} cannot be read. Check the path.") from error
    except ValidationError as error:
        raise DatasetError(
            f"{views.name} is not a list of file_name and view. Correct it."
        ) from error
    return [
        LabelledImage(
            name=entry.file_name,
            source=views.parent.name,
            pixels=read_grey(views.parent / "images" / entry.file_name),
            view=entry.view,
            instances=(),
            unknown=classes_that_may_be_drawn(entry.view),
        )
        for entry in entries
        if entry.view
    ]


def classes_that_may_be_drawn(view: str) -> frozenset[str]:
    """Structures and landmarks that an annotator may draw in an image of this view."""
    anatomy = load_anatomy()
    if view == "none":
        return frozenset()
    try:
        structures = {structure.id for structure in anatomy.view(view).annotated}
    except KeyError:
        raise DatasetError(f'There is no view "{view}". Use one of the six, or "none".') from None
    return frozenset(structures | {mark.id for mark in anatomy.landmarks if mark.view == view})


def read_grey(path: Path) -> NDArray[np.uint8]:
    """An image file as (H, W) uint8. Raises DatasetError."""
    try:
        read_picture(path)  # OpenCV says nothing of what is cut off, or not of 8 bits
    except PictureError as error:
        raise DatasetError(f"{path}: {error}.") from error
    # Pixels are OpenCV's, which networks have learnt from: Pillow's differ by a few grey levels.
    image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if image is None:
        raise DatasetError(f"{path}: the image cannot be read. Save it as PNG or JPEG.")
    return np.asarray(image, np.uint8)


def box_only(class_id: str, bbox: tuple[float, float, float, float]) -> Instance:
    """A structure of which only x, y, width and height in pixels are known."""
    x, y, width, height = bbox
    box = np.array([x, y, x + width, y + height], np.float32)
    return Instance(class_id, (_ellipse_in(box),), box, has_mask=False)


def _instance(annotation: _Annotation, names: dict[int, str]) -> Instance:
    known = box_only(names[annotation.category_id], annotation.bbox)
    if annotation.mask_source == "box":
        return known
    return replace(known, outlines=tuple(_outlines(annotation.segmentation)), has_mask=True)


def _outlines(segmentation: list[list[float]] | MaskRuns) -> Iterator[NDArray[np.float32]]:
    if isinstance(segmentation, list):
        yield from (np.array(points, np.float32).reshape(-1, 2) for points in segmentation)
        return
    contours, _ = cv2.findContours(
        segmentation.full().astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    # Contours run through the centres of the border pixels; half a pixel makes them the border.
    yield from (contour.reshape(-1, 2).astype(np.float32) + 0.5 for contour in contours)


def _ellipse_in(box: NDArray[np.float32]) -> NDArray[np.float32]:
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2
    points = centre + half * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.asarray(points, np.float32)


def only_classes(images: Sequence[LabelledImage], classes: Sequence[str]) -> list[LabelledImage]:
    """The images with the instances of these classes only."""
    wanted = frozenset(classes)
    return [
        replace(
            image,
            instances=tuple(item for item in image.instances if item.class_id in wanted),
            unknown=image.unknown & wanted,
        )
        for image in images
    ]
