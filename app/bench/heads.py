"""Head circumference from the network's own mask, against heads whose circumference is known."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from app.measuring.measurement import Kind
from app.measuring.proposals import propose
from app.measuring.scale import scale_of
from app.video import SourceError, open_source
from inference.analyzer import Analyzer, load_analyzer
from inference.errors import ToldError
from inference.types import Frame, PixelSize

GOAL_PERCENT = 3.0
NO_CRANIUM = "no cranium found"
NO_SIZE = "no pixel size"

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class HeadError(ToldError):
    """Heads cannot be read; one sentence that says what to do."""


class KnownHead(BaseModel):
    """A picture with its answer; a picture that tells its own pixel size needs none beside it."""

    file_name: str
    head_circumference_mm: Positive
    pixel_size_mm: Positive | None = None


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One head. measured_mm is None where nothing was proposed, and why_not says why."""

    name: str
    known_mm: float
    measured_mm: float | None
    why_not: str = ""

    @property
    def error_percent(self) -> float | None:
        if self.measured_mm is None:
            return None
        return 100 * (self.measured_mm / self.known_mm - 1)


@dataclass(frozen=True, slots=True)
class HeadReport:
    """Everything `fetalens bench heads` found: rows by the file that names the heads."""

    model_hash: str
    sets: dict[str, tuple[HeadRow, ...]]

    def to_json(self) -> dict[str, Any]:
        """Plain values under the names of the fields, with the error of each head."""
        told = asdict(self)
        told["sets"] = {
            name: [asdict(row) | {"error_percent": row.error_percent} for row in rows]
            for name, rows in self.sets.items()
        }
        return told


def run_heads_bench(files: Sequence[Path]) -> HeadReport:
    """Measure the heads that these files name. Raises HeadError, SourceError, ModelError.

    A file is either COCO JSON whose images bear head_circumference_mm and pixel_size_mm, or JSON
    that gives these for pictures beside it by their names. Pictures of COCO lie in ../images.
    """
    if not files:
        raise HeadError("Name a file of heads whose circumference is known: --heads FILE.json")
    analyzer = load_analyzer()
    sets = {"/".join(file.parts[-3:]): tuple(_rows(analyzer, *read_heads(file))) for file in files}
    return HeadReport(analyzer.info.hash, sets)


def read_heads(file: Path) -> tuple[Path, list[KnownHead]]:
    """The folder of the pictures, and those with a known answer."""
    try:
        told = json.loads(file.read_text("utf-8"))
        is_coco = isinstance(told, dict) and "images" in told
        folder = file.parent.parent / "images" if is_coco else file.parent
        listed = (
            told["images"]
            if is_coco
            else [{"file_name": name, **facts} for name, facts in told.items()]
        )
        heads = [each for each in listed if "head_circumference_mm" in each]
        return folder, TypeAdapter(list[KnownHead]).validate_python(heads)
    except (OSError, ValueError, ValidationError, AttributeError, TypeError) as error:
        raise HeadError(
            f"{file.name} does not say of pictures how large their heads are. "
            "Name JSON with head_circumference_mm by picture."
        ) from error


def _rows(analyzer: Analyzer, folder: Path, heads: Sequence[KnownHead]) -> Iterator[HeadRow]:
    for head in heads:
        yield measured(analyzer, _picture(folder / head.file_name, head.pixel_size_mm), head)


def _picture(path: Path, pixel_size_mm: float | None) -> Frame:
    """The first frame; with the size of its pixels, if that is told beside it only."""
    source = open_source(str(path))
    try:
        frame = source.read()
    finally:
        source.close()
    if frame is None:
        raise SourceError(f"{path.name} holds no picture. Choose another file.")
    if frame.pixel_sizes or pixel_size_mm is None:
        return frame
    size = PixelSize(pixel_size_mm, pixel_size_mm, (0, 0, frame.width, frame.height))
    return Frame(frame.index, frame.time_s, frame.pixels, (size,))


def measured(analyzer: Analyzer, frame: Frame, head: KnownHead) -> HeadRow:
    """As the window would propose it."""
    scale = scale_of(frame)
    if scale is None:
        return HeadRow(head.file_name, head.head_circumference_mm, None, NO_SIZE)
    found = propose(analyzer.analyze_alone(frame), scale)
    for each in found.measurements:
        if each.kind is Kind.HC:
            return HeadRow(head.file_name, head.head_circumference_mm, each.value_mm)
    why = [why.value for structure, why in found.missing if structure.id == "cranium"]
    return HeadRow(head.file_name, head.head_circumference_mm, None, (why or [NO_CRANIUM])[0])


def print_heads_report(report: HeadReport, console: Console) -> None:
    """A line for each head, and a sentence for each set."""
    for name, rows in report.sets.items():
        table = Table(title=name)
        table.add_column("picture")
        for heading in ("known mm", "measured mm", "error %"):
            table.add_column(heading, justify="right")
        for row in rows:
            error = row.error_percent
            cells = (
                (row.why_not, "") if error is None else (f"{row.measured_mm:.1f}", f"{error:+.1f}")
            )
            table.add_row(row.name, f"{row.known_mm:.1f}", *cells)
        console.print(table)
        console.print(f"- {summary(rows)}")


def summary(rows: Sequence[HeadRow]) -> str:
    """How far off, and how many were not proposed."""
    errors = [abs(row.error_percent) for row in rows if row.error_percent is not None]
    if not errors:
        return f"None of {len(rows)} heads was measured."
    middle = median(errors)
    goal = "goal reached" if middle <= GOAL_PERCENT else "goal NOT reached"
    return (
        f"{len(errors)} of {len(rows)} heads measured: error of HC median {middle:.2f} %, mean "
        f"{mean(errors):.2f} %, largest {max(errors):.2f} % ({goal}: median {GOAL_PERCENT:g} %)."
    )
