"""Clips for the video figures: findings by `fetalens annotate`, truth by the phantom."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from training.dataset import DatasetError
from training.mask_runs import MaskRuns
from training.study.stored import NO_VIEW, ViewName, structure_names
from training.study.video import VideoFrame

Line = TypeVar("Line", bound=BaseModel)


class _Instance(BaseModel):
    structure: str  # or a landmark, which is passed over
    mask: MaskRuns


class _Truth(BaseModel):
    index: int
    view: ViewName
    instances: list[_Instance]


class _Findings(BaseModel):
    index: int
    time_s: float
    view: ViewName | None
    detections: list[_Instance]


def read_clip_frames(findings: Path, truth: Path) -> list[VideoFrame]:
    """The frames of a clip whose findings and truth are NAME.jsonl files. Raises DatasetError.

    findings  of `fetalens annotate`
    truth     of `fetalens phantom cine`, whose header is passed over
    """
    found = {line.index: line for line in _lines(findings, _Findings)}
    true = {line.index: line for line in _lines(truth, _Truth)}
    sizes = {item.mask.size for line in found.values() for item in line.detections}
    sizes |= {item.mask.size for line in true.values() for item in line.instances}
    if len(found) < 2 or set(found) != set(true) or len(sizes) > 1:
        raise DatasetError(
            f"{findings.name} and {truth.name} are not the findings and the truth of one clip of "
            "two frames or more. Use the files that belong together."
        )
    frames = [_frame(found[index], true[index]) for index in sorted(found)]
    if any(a.time_s >= b.time_s for a, b in pairwise(frames)):
        raise DatasetError(f"The times of {findings.name} do not rise. Annotate the clip again.")
    return frames


def _frame(found: _Findings, true: _Truth) -> VideoFrame:
    return VideoFrame(
        found.time_s,
        true.view,
        found.view or NO_VIEW,
        _by_structure(true.instances),
        _by_structure(found.detections),
    )


def _by_structure(instances: Sequence[_Instance]) -> dict[str, list[MaskRuns]]:
    masks: dict[str, list[MaskRuns]] = {}
    for item in instances:
        if item.structure in structure_names():
            masks.setdefault(item.structure, []).append(item.mask)
    return masks


def _lines(path: Path, kind: type[Line]) -> list[Line]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DatasetError(f"{path} cannot be read. Check the path.") from error
    return [
        _line(kind, line, f"{path.name}, line {number}")
        for number, line in enumerate(lines, start=1)
        if not line.startswith(b'{"header"')
    ]


def _line(kind: type[Line], line: bytes, place: str) -> Line:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        reason = error.errors()[0]["msg"]
        raise DatasetError(
            f"{place}: this is no frame of a clip ({reason}). Write the file again."
        ) from error
