"""Counts a data set as the reference study describes its own (its Tables 2 and S3)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from inference.anatomy import load_anatomy
from phantom.coco import category_ids
from training.collection.records import (
    Document,
    ImageRecord,
    annotation_files,
    read_whole_document,
)

NOT_GIVEN = "not given"
_WEEK = re.compile(r"(\d{1,2})(\+[0-6]|\.\d+)?")  # 12, 12+3, 12.4


@dataclass(frozen=True, slots=True)
class Count:
    """Images, and the patients they are of; None where some image names no patient."""

    images: int
    patients: int | None


@dataclass(frozen=True, slots=True)
class StructureCount:
    """How often a structure is drawn, in how many images, and how often as a mere box."""

    instances: int
    images: int
    boxes: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a data set holds; by view, structure, route, completed week and scanner."""

    total: Count
    views: dict[str, Count]
    structures: dict[str, StructureCount]
    routes: dict[str, Count]
    weeks: dict[str, Count]
    scanners: dict[str, Count]

    def to_json(self) -> dict[str, Any]:
        """The same figures as plain values."""
        return asdict(self)


def summarise(paths: Iterable[Path]) -> Summary:
    """Count COCO files, or folders with annotations/*.json. Raises DatasetError."""
    documents = [read_whole_document(path) for path in annotation_files(paths)]
    images = [image for document in documents for image in document.images]
    order = [view.id for view in load_anatomy().views] + ["none"]
    views = _grouped(images, lambda image: image.view)
    return Summary(
        total=_count(images),
        views={view: views[view] for view in sorted(views, key=_place_in(order))},
        structures=_structures(documents),
        routes=_grouped(images, lambda image: _said(image, "route")),
        weeks=_grouped(images, _week),
        scanners=_grouped(images, lambda image: _said(image, "scanner_model", "scanner")),
    )


def print_summary(summary: Summary, console: Console) -> None:
    """The figures as tables."""
    console.print(_count_table("all", {"images": summary.total}))
    for title, counts in (
        ("view", summary.views),
        ("route", summary.routes),
        ("gestational week", summary.weeks),
        ("scanner", summary.scanners),
    ):
        console.print(_count_table(title, counts))
    table = Table("structure", "instances", "images", "boxes only")
    for name, count in summary.structures.items():
        table.add_row(name, str(count.instances), str(count.images), str(count.boxes))
    console.print(table)


def _structures(documents: Sequence[Document]) -> dict[str, StructureCount]:
    """Every structure, drawn or not, and the landmarks that are drawn; in the anatomy's order."""
    drawn = [
        (document.categories.get(each.category_id, ""), (document.path, each.image_id), each)
        for document in documents
        for each in document.annotations
    ]
    found = {name for name, _, _ in drawn}
    wanted = [structure.id for structure in load_anatomy().structures]
    wanted += [name for name in category_ids() if name in found and name not in wanted]
    return {
        name: StructureCount(
            instances=sum(each == name for each, _, _ in drawn),
            images=len({image for each, image, _ in drawn if each == name}),
            boxes=sum(a.mask_source == "box" for each, _, a in drawn if each == name),
        )
        for name in wanted
    }


def _grouped(images: Sequence[ImageRecord], key: Callable[[ImageRecord], str]) -> dict[str, Count]:
    groups: dict[str, list[ImageRecord]] = {}
    for image in images:
        groups.setdefault(key(image), []).append(image)
    order = _place_in([*sorted(groups.keys() - {NOT_GIVEN}), NOT_GIVEN])
    return {name: _count(groups[name]) for name in sorted(groups, key=order)}


def _count(images: Sequence[ImageRecord]) -> Count:
    patients = {image.patient_group for image in images}
    return Count(len(images), None if None in patients else len(patients))


def _place_in(order: Sequence[str]) -> Callable[[str], int]:
    return lambda name: order.index(name) if name in order else len(order)


def _said(image: ImageRecord, *fields: str) -> str:
    """The first of the fields that the image has."""
    said = (image.fields.get(field) for field in fields)
    return next((str(value) for value in said if value not in (None, "")), NOT_GIVEN)


def _week(image: ImageRecord) -> str:
    """Completed weeks; what is no week, such as "11-14", as it is written."""
    said = _said(image, "gestational_age", "gestational_weeks")
    match = _WEEK.fullmatch(said)
    return match.group(1) if match else said


def _count_table(title: str, counts: dict[str, Count]) -> Table:
    table = Table(title, "images", "patients")
    for name, count in counts.items():
        patients = NOT_GIVEN if count.patients is None else str(count.patients)
        table.add_row(name, str(count.images), patients)
    return table
