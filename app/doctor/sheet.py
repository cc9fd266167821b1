"""What was checked in a room, as values."""

import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from inference.told import told


class Result(Enum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not measured"


@dataclass(frozen=True, slots=True)
class Check:
    """One row. name, found and advice may be `Told`, for the window's language.

    found   what there is: a name, a rate, a time
    advice  what to do if it failed, why it was not checked, or what to avoid; else ""
    """

    name: str
    result: Result
    found: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pass or fail of a room. It holds nothing of a patient."""

    room: str
    taken: datetime
    checks: tuple[Check, ...]

    @property
    def is_passed(self) -> bool:
        return not self.count(Result.FAILED)

    def count(self, result: Result) -> int:
        return sum(check.result is result for check in self.checks)

    @property
    def summary(self) -> str:
        return told(
            "{passed} passed, {failed} failed, {unknown} not measured",
            passed=self.count(Result.PASSED),
            failed=self.count(Result.FAILED),
            unknown=self.count(Result.NOT_CHECKED),
        )

    def to_json(self) -> dict[str, object]:
        return {
            "version": 1,
            "room": self.room,
            "taken": self.taken.isoformat(timespec="seconds"),
            "passed": self.is_passed,
            "checks": [
                {
                    "name": str.__str__(check.name),
                    "result": check.result.value,
                    "found": str.__str__(check.found),
                    "advice": str.__str__(check.advice),
                }
                for check in self.checks
            ],
        }


def sheet_of(checks: Iterable[Check]) -> Sheet:
    """Of this computer, now."""
    return Sheet(platform.node() or "?", datetime.now(), tuple(checks))


def judged(name: str, is_good: bool, found: str, advice: str) -> Check:
    """A row that passed, or failed with what to do."""
    if is_good:
        return Check(name, Result.PASSED, found)
    return Check(name, Result.FAILED, found, advice)


def unknown(name: str, why: str) -> Check:
    return Check(name, Result.NOT_CHECKED, "", why)
