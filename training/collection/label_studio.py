"""Label Studio: one JSON list of tasks. What is predicted stands apart from what was submitted."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from inference.anatomy import load_anatomy
from phantom.coco import category_ids
from training.collection.drawings import (
    BOX,
    HUMAN,
    MODEL,
    PREDICTED_VIEW,
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
from training.collection.records import read_json, validation_reason
from training.dataset import DatasetError, Size

TASKS, CONFIG = "tasks.json", "labels.xml"
_SERVED = "/data/local-files/?d="  # how Label Studio names files of its own machine


class _Meta(BaseModel):
    drawing: int | None = None
    origin: Origin | None = None


class _Result(BaseModel):
    type: str
    value: dict[str, Any]
    meta: _Meta = _Meta()


class _Answer(BaseModel):
    result: list[_Result]
    was_cancelled: bool = False


class _TaskData(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)

    file_name: str
    width: Size
    height: Size
    patient: str | None = None
    fields: dict[str, Value] = {}


class _Task(BaseModel):
    data: _TaskData
    annotations: list[_Answer] = []
    predictions: list[_Answer] = []


def write_label_studio(images: Sequence[DrawnImage], pictures: Path, out: Path) -> None:
    """Write OUT/tasks.json, and OUT/labels.xml to paste as labelling interface.

    pictures  the folder of the images, whose parent Label Studio has to serve
    """
    tasks = [_task(image, pictures.name) for image in images]
    write_json(out / TASKS, tasks)
    write_text(out / CONFIG, _config())


def read_label_studio(path: Path) -> list[DrawnImage]:
    """The images of a JSON export, or of OUT as it was written. Raises DatasetError."""
    file = path / TASKS if path.is_dir() else path
    try:
        tasks = TypeAdapter(list[_Task]).validate_python(read_json(file))
    except ValidationError as error:
        raise DatasetError(
            f"{file} is not an export of these tasks from Label Studio "
            f"({validation_reason(error)}). Export as JSON."
        ) from error
    return [_image(task, file) for task in tasks]


def _task(image: DrawnImage, folder: str) -> dict[str, Any]:
    """Predictions are shown to be corrected; what people drew is an annotation already."""
    is_predicted = PREDICTED_VIEW in image.fields or any(
        drawing.mask_source == MODEL for drawing in image.drawings
    )
    view = {"id": "view", "type": "choices", "value": {"choices": [image.view]}}
    results = [view | {"from_name": "view", "to_name": "image"}]
    for number, drawing in enumerate(image.drawings):
        results += _results(drawing, number, image)
    return {
        "data": {
            "image": _SERVED + quote(f"{folder}/{image.file_name}"),
            "file_name": image.file_name,
            "width": image.width,
            "height": image.height,
            "patient": image.patient,
            "fields": image.fields,
        },
        "predictions" if is_predicted else "annotations": [{"result": results}],
    }


def _results(drawing: Drawing, number: int, image: DrawnImage) -> Iterable[dict[str, Any]]:
    kind, name = ("rectanglelabels", "box") if drawing.mask_source == BOX else _POLYGON
    for part, polygon in enumerate(drawing.polygons):
        yield {
            "id": f"drawing-{number}-{part}",
            "type": kind,
            "from_name": name,
            "to_name": "image",
            "original_width": image.width,
            "original_height": image.height,
            "image_rotation": 0,
            "value": _value(drawing, polygon, image) | {kind: [drawing.structure]},
            "meta": {"drawing": number, "origin": drawing.origin.model_dump()},
        } | ({} if drawing.score is None else {"score": drawing.score})


_POLYGON = ("polygonlabels", "outline")


def _value(drawing: Drawing, polygon: list[float], image: DrawnImage) -> dict[str, Any]:
    """Positions are in percent of the image."""
    sizes = image.width, image.height
    percent = [100 * value / sizes[i % 2] for i, value in enumerate(polygon)]
    points = [percent[i : i + 2] for i in range(0, len(percent), 2)]
    if drawing.mask_source != BOX:
        return {"points": points, "closed": True}
    (x1, y1), _, (x2, y2), _ = points
    return {"x": x1, "y": y1, "width": x2 - x1, "height": y2 - y1, "rotation": 0}


def _image(task: _Task, file: Path) -> DrawnImage:
    """The last submitted annotation counts; where there is none, the last prediction."""
    where = f"{file}, {task.data.file_name}"
    submitted = [answer for answer in task.annotations if not answer.was_cancelled]
    answers = submitted or task.predictions
    results = answers[-1].result if answers else []
    views = [view for r in results if r.type == "choices" for view in r.value.get("choices", [])]
    data, is_reviewed = task.data, bool(submitted)
    view = known_view(str(views[0]) if views else None, where)
    parts = (_part(result, data, where) for result in results if result.type != "choices")
    return DrawnImage(
        data.file_name,
        data.width,
        data.height,
        view,
        data.patient,
        settled(data.fields, view, is_reviewed),
        came_back(parts, is_reviewed),
    )


def _part(result: _Result, data: _TaskData, where: str) -> Part:
    try:
        drawing = _drawing(result, data, where)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise DatasetError(f"{where}: a region is not whole. Correct it.") from error
    return Part(drawing, result.meta.drawing, result.meta.origin)


def _drawing(result: _Result, data: _TaskData, where: str) -> Drawing:
    value, across, down = result.value, data.width / 100, data.height / 100
    if result.type == "polygonlabels":
        points = [(pixel(x) * across, pixel(y) * down) for x, y in value["points"]]
        if not points:
            raise ValueError("A polygon without points.")
        structure = known_structure(value[result.type][0], where)
        return Drawing(structure, ([c for point in points for c in point],), HUMAN)
    if result.type == "rectanglelabels" and not value.get("rotation"):
        x, y, width, height = (pixel(value[key]) for key in ("x", "y", "width", "height"))
        box = corners(x * across, y * down, (x + width) * across, (y + height) * down)
        return Drawing(known_structure(value[result.type][0], where), (box,), BOX)
    raise DatasetError(
        f"{where}: a region is no polygon or upright rectangle ({result.type}). Draw it as one."
    )


def _config() -> str:
    """The labelling interface: the view as a choice, structures as polygons or boxes."""
    root = ElementTree.Element("View")
    ElementTree.SubElement(root, "Image", name="image", value="$image")
    choices = ElementTree.SubElement(
        root, "Choices", name="view", toName="image", choice="single-radio"
    )
    for view in (*(view.id for view in load_anatomy().views), "none"):
        ElementTree.SubElement(choices, "Choice", value=view)
    colours = {structure.id: structure.colour for structure in load_anatomy().structures}
    for kind, name in (("PolygonLabels", "outline"), ("RectangleLabels", "box")):
        labels = ElementTree.SubElement(root, kind, name=name, toName="image")
        for structure in category_ids():
            colour = {"background": colours[structure]} if structure in colours else {}
            ElementTree.SubElement(labels, "Label", {"value": structure} | colour)
    ElementTree.indent(root)
    return ElementTree.tostring(root, "unicode")
