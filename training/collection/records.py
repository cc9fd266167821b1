"""COCO JSON of the study, record by record: what is broken is told, the rest is read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from training.dataset import DatasetError, Size, images_folder

_LISTS = ("images", "annotations", "categories")


class _Record(BaseModel):
    """Fields that a data set has beside ours are kept as they are."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)


class ImageRecord(_Record):
    """An image: width and height in pixels, `view` one of the six or "none".

    patient_group  who was examined, under a name that says nothing; the same in all files
    """

    id: int
    file_name: str
    width: Size
    height: Size
    view: str
    patient_group: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """What else the image says: route, gestational age, scanner and the like."""
        return dict(self.model_extra or {})


class RunLengths(_Record):
    """A mask of height, width as COCO run lengths, compressed or not."""

    size: tuple[int, int]
    counts: str | list[int]


class AnnotationRecord(_Record):
    """One drawn structure: bbox is x, y, width, height in pixels.

    mask_source  "human", "ellipse", "box" (nothing but the box is known), "phantom", or "model":
                 predicted, and confirmed by nobody
    score        how sure the model was, 0..1
    """

    id: int
    image_id: int
    category_id: int
    bbox: tuple[float, float, float, float]
    segmentation: list[list[float]] | RunLengths
    mask_source: str
    score: float | None = None


class _Category(_Record):
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read: where it stands, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A COCO file: its whole records, and the broken ones.

    categories  names by id; an id that is given twice has the first name
    """

    path: Path
    images: tuple[ImageRecord, ...]
    annotations: tuple[AnnotationRecord, ...]
    categories: dict[int, str]
    category_ids: tuple[int, ...]
    broken: tuple[Broken, ...]

    def picture(self, image: ImageRecord) -> Path:
        """The image's file. Raises DatasetError for a name that leads out of its folder."""
        name = Path(image.file_name)
        is_odd = not name.name or not image.file_name.isprintable()
        if is_odd or name.is_absolute() or ".." in name.parts:
            raise DatasetError(
                f"{image.file_name!r} is no name within the images folder: give the file's path "
                "relative to it."
            )
        return images_folder(self.path) / name

    @property
    def patients(self) -> set[str]:
        """All patients that the images name."""
        return {image.patient_group for image in self.images if image.patient_group}


def annotation_files(paths: Iterable[Path]) -> list[Path]:
    """The COCO files that are meant by files, or by folders with annotations/*.json.

    Raises DatasetError where a folder holds none.
    """
    files: list[Path] = []
    for path in paths:
        found = sorted((path / "annotations").glob("*.json")) if path.is_dir() else [path]
        if not found:
            raise DatasetError(f"{path} holds no annotations/*.json. Name a COCO file.")
        files += found
    return list(dict.fromkeys(files))


def read_document(path: Path) -> Document:
    """Read a COCO file as far as it can be read. Raises DatasetError if it is not one at all."""
    content = read_json(path)
    if not isinstance(content, dict) or not all(
        isinstance(content.get(key), list) for key in _LISTS
    ):
        raise DatasetError(
            f"{path} is not COCO: it has no lists of images, annotations and categories. "
            "Leave it out, or export it again."
        )
    broken: list[Broken] = []
    images = tuple(_whole(ImageRecord, content["images"], "image", broken))
    annotations = tuple(_whole(AnnotationRecord, content["annotations"], "annotation", broken))
    categories = list(_whole(_Category, content["categories"], "category", broken))
    names = {category.id: category.name for category in reversed(categories)}
    ids = tuple(category.id for category in categories)
    return Document(path, images, annotations, names, ids, tuple(broken))


def read_whole_document(path: Path) -> Document:
    """Read a COCO file of which every record is whole. Raises DatasetError."""
    document = read_document(path)
    if document.broken:
        first = document.broken[0]
        raise DatasetError(
            f"{path}, {first.place}: {first.reason}. Run fetalens data check on it first."
        )
    return document


def read_json(path: Path) -> object:
    """What a JSON file holds. Raises DatasetError."""
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}). Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(
            f"{path} is not JSON, or is cut off ({error}). Export it again."
        ) from error


R = TypeVar("R", bound=_Record)


def _whole(model: type[R], records: list[Any], kind: str, broken: list[Broken]) -> Iterator[R]:
    for index, record in enumerate(records):
        try:
            yield model.model_validate(record)
        except ValidationError as error:
            broken.append(Broken(_place(record, kind, index), validation_reason(error)))


def _place(record: object, kind: str, index: int) -> str:
    """Its id, or else where it stands in the list, counted from 1."""
    number = record.get("id") if isinstance(record, dict) else None
    return f"{kind} {number}" if isinstance(number, int) else f"{kind} no. {index + 1} of the list"


def validation_reason(error: ValidationError) -> str:
    """The first thing that is wrong, as "field: what it should be"."""
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg']}" if place else fault["msg"]
