"""What a check of a data set has found: one line each."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class FaultKind(StrEnum):
    """What faults are counted by."""

    FILE = "file"
    RECORD = "broken record"
    ID = "ids and names"
    IMAGE = "image file"
    OUTLINE = "outline"
    ANATOMY = "structure or view"
    UNCONFIRMED = "predicted, not confirmed"
    PATIENT = "patient in two splits"
    DUPLICATE = "the same picture twice"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct.

    place       such as "annotation 7" or "image 12"; empty for the file as a whole
    sentence    what is wrong and what to do
    is_warning  it does not make the data unfit
    """

    kind: FaultKind
    file: Path
    place: str
    sentence: str
    is_warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else str(self.file)
        return f"{where}: {'(warning) ' if self.is_warning else ''}{self.sentence}"


def count_by_kind(faults: Iterable[Fault]) -> dict[FaultKind, tuple[int, int]]:
    """Errors and warnings of each kind that occurs."""
    counts: dict[FaultKind, tuple[int, int]] = {}
    for fault in faults:
        errors, warnings = counts.get(fault.kind, (0, 0))
        counts[fault.kind] = (errors + (not fault.is_warning), warnings + fault.is_warning)
    return counts
