"""labelme: one JSON file an image. Unknown keys come back from it as they went."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inference.anatomy import load_anatomy
from training.collection.drawings import (
    BOX,
    HUMAN,
    Drawing,
    DrawnImage,
    Origin,
    Part,
    Value,
    came_back,
    corners,
    known_structure,
    known_view,
    settled,
)
from training.collection.files import write_json
from training.collection.records import read_json, validation_reason
from training.dataset import DatasetError, Size

_VERSION = "5.5.0"
_REVIEWED, _VIEW = "reviewed", "view "  # check boxes of the image, one for every view


Pixel = Annotated[float, Field(ge=-1e6, le=1e6)]


class _Shape(BaseModel):
    label: str
    points: Annotated[list[tuple[Pixel, Pixel]], Field(min_length=2)]
    shape_type: Literal["polygon", "rectangle"]
    group_id: int | None = None
    origin: Origin | None = None


class _Ours(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)

    file_name: str
    patient: str | None = None
    fields: dict[str, Value] = {}


class _File(BaseModel):
    imagePath: str
    imageWidth: Size
    imageHeight: Size
    shapes: list[_Shape]
    flags: dict[str, bool] = {}
    fetalens: _Ours | None = None


def write_labelme(images: Sequence[DrawnImage], pictures: Path, out: Path) -> None:
    """Write OUT/NAME.json for every image, which stays in the folder `pictures`.

    Raises DatasetError where two images would have one file.
    """
    # Where `labelme --output OUT` looks for them: without the folders that the images lie in.
    files = [out / f"{Path(image.file_name).stem}.json" for image in images]
    for index, (image, file) in enumerate(zip(images, files, strict=True)):
        if file in files[:index]:
            raise DatasetError(f"Two images would be described by {file}. Rename one.")
        write_json(file, _content(image, os.path.relpath(pictures / image.file_name, file.parent)))


def read_labelme(path: Path) -> list[DrawnImage]:
    """The images of a folder of labelme files. Raises DatasetError."""
    files = sorted(path.glob("*.json"))
    if not files:
        raise DatasetError(f"{path} holds no labelme file (.json). Check the path.")
    return [_image(file) for file in files]


def _content(image: DrawnImage, image_path: str) -> dict[str, Any]:
    views = [*(view.id for view in load_anatomy().views), "none"]
    return {
        "version": _VERSION,
        "flags": {_REVIEWED: False} | {f"{_VIEW}{view}": view == image.view for view in views},
        "shapes": [
            _shape(drawing, part, number if len(drawing.polygons) > 1 else None)
            for number, drawing in enumerate(image.drawings, 1)
            for part in range(len(drawing.polygons))
        ],
        "imagePath": Path(image_path).as_posix(),
        "imageData": None,
        "imageHeight": image.height,
        "imageWidth": image.width,
        "fetalens": {
            "file_name": image.file_name,
            "patient": image.patient,
            "fields": image.fields,
        },
    }


def _shape(drawing: Drawing, part: int, group: int | None) -> dict[str, Any]:
    is_box = drawing.mask_source == BOX
    flat = [*drawing.box] if is_box else drawing.polygons[part]
    return {
        "label": drawing.structure,
        "points": [flat[i : i + 2] for i in range(0, len(flat), 2)],
        "group_id": group,
        "description": "",
        "shape_type": "rectangle" if is_box else "polygon",
        "flags": {},
        "origin": drawing.origin.model_dump(),
    }


def _image(file: Path) -> DrawnImage:
    try:
        content = _File.model_validate(read_json(file))
    except ValidationError as error:
        raise DatasetError(
            f"{file} is not a labelme file of polygons and rectangles "
            f"({validation_reason(error)}). Correct it in labelme."
        ) from error
    ours = content.fetalens or _Ours(file_name=Path(content.imagePath).name)
    ticked = {flag for flag, is_ticked in content.flags.items() if is_ticked}
    view = _view(ticked, file)
    is_reviewed = _REVIEWED in ticked
    return DrawnImage(
        ours.file_name,
        content.imageWidth,
        content.imageHeight,
        view,
        ours.patient,
        settled(ours.fields, view, is_reviewed),
        came_back((_part(shape, file) for shape in content.shapes), is_reviewed),
    )


def _view(ticked: Iterable[str], file: Path) -> str:
    views = sorted(flag.removeprefix(_VIEW) for flag in ticked if flag.startswith(_VIEW))
    if len(views) > 1:
        raise DatasetError(f"{file}: {' and '.join(views)} are ticked. Tick one view.")
    return known_view(views[0] if views else None, file)


def _part(shape: _Shape, file: Path) -> Part:
    polygon = [value for point in shape.points for value in point]
    drawing = Drawing(known_structure(shape.label, file), (polygon,), HUMAN)
    if shape.shape_type == "rectangle":
        drawing = Drawing(shape.label, (corners(*drawing.box),), BOX)
    return Part(drawing, shape.group_id, shape.origin)
