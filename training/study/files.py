"""Runs on disk: a header, and one JSON line an image."""

from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from training.collection.files import write_text
from training.dataset import DatasetError
from training.study.stored import Cost, StudyImage, StudyRun

Line = TypeVar("Line", bound=BaseModel)


class _Header(BaseModel):
    """The first line: whose run it is, and how many lines of images follow."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["fetalens study run 1"] = "fetalens study run 1"
    model: str
    model_hash: str
    seed: int
    cost: Cost | None = None
    images: Annotated[int, Field(ge=0)]


def write_run(run: StudyRun, path: Path) -> None:
    """Write a run under its name when it is whole. Raises DatasetError."""
    header = _Header(
        model=run.model,
        model_hash=run.model_hash,
        seed=run.seed,
        cost=run.cost,
        images=len(run.images),
    )
    lines = [header.model_dump_json(), *(image.model_dump_json() for image in run.images)]
    write_text(path, "\n".join([*lines, ""]))


def read_run(path: Path) -> StudyRun:
    """Read and check a run. Raises DatasetError."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DatasetError(f"{path} cannot be read. Check the path.") from error
    if not lines:
        raise DatasetError(f"{path.name} is empty. Make it again with fetalens study evaluate.")
    header = _checked(_Header, lines[0], f"{path.name}, line 1")
    images = [
        _checked(StudyImage, line, f"{path.name}, line {number}")
        for number, line in enumerate(lines[1:], start=2)
    ]
    if len(images) != header.images:
        raise DatasetError(
            f"{path.name} has {len(images)} of its {header.images} images. Copy all of it, or make "
            "it again with fetalens study evaluate."
        )
    try:
        return StudyRun(
            model=header.model,
            model_hash=header.model_hash,
            seed=header.seed,
            cost=header.cost,
            images=tuple(images),
        )
    except ValidationError as error:
        raise _refusal(error, path.name) from error


def _checked(kind: type[Line], line: bytes, place: str) -> Line:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        raise _refusal(error, place) from error


def _refusal(error: ValidationError, place: str) -> DatasetError:
    fault = error.errors()[0]
    field = "".join(f", {part}" for part in fault["loc"])
    return DatasetError(
        f"{place}{field}: this is no run of the study ({fault['msg']}). Make it again with "
        "fetalens study evaluate."
    )
