"""The report of an examination on the disk: the page, and beside it the same for a machine."""

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.exam import Moment, Override
from app.export.whole import free_stem, write_whole
from app.record import Measured, Origin
from app.report import Entry, Picture, Report
from app.ui.language import noted
from inference.analyzer import ModelInfo
from inference.errors import ToldError
from inference.told import told

FORMAT, VERSION = "fetalens session report", 1
RESEARCH_USE = noted("Research use, not for diagnosis.")
NO_FINDING = noted(
    "Not a medical report on the fetus: 'not seen yet' never means that something is absent."
)


class ReportError(ToldError):
    """The report could not be written; one sentence for the operator."""


def write_report(report: Report, paint: Callable[[Report, str], bytes], folder: Path) -> Path:
    """Write page and file, both whole or neither; return the page's path. Raises ReportError.

    Their names hold date and time, nothing of a patient.

    paint  makes the page, as a PDF, of the report and the SHA-256 of its file
    """
    content = file_of(report)
    page = paint(report, sha256(content).hexdigest())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stem = free_stem(folder, f"report {report.written:%Y-%m-%d %H.%M.%S}", ".pdf", ".json")
        beside = write_whole(folder / f"{stem}.json", content)
        try:
            return write_whole(folder / f"{stem}.pdf", page)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ReportError(
            told(
                "The report could not be kept in {folder}: {fault}. The picture goes on; free "
                "the disk or choose another folder.",
                folder=folder,
                fault=error.strerror,
            )
        ) from error


def file_of(report: Report) -> bytes:
    """The file's bytes, always the same for the same report: keys sorted, UTF-8, no spare space."""
    values = values_of(report)
    return (json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def values_of(report: Report) -> dict[str, Any]:
    """Plain values; docs/bedside.md says what they mean."""
    origins = dict(report.origins)
    return {
        "format": FORMAT,
        "version": VERSION,
        "caution": f"{RESEARCH_USE} {NO_FINDING}",
        "is_practice": report.has(Origin.PRACTICE),
        "program": {"name": "Fetalens", "version": version("fetalens")},
        "written": _time(report.written),
        "examination": {
            "began": _time(report.began),
            "last_entry": _time(report.last),
            "sources": [{"number": number, "is": origin} for number, origin in report.origins],
        },
        "checklist": {
            "id": report.checklist.id,
            "version": report.checklist.version,
            "name": report.checklist.names["en"],
        },
        "core": {
            "items": len(report.core),
            "confirmed": report.core_confirmed,
            "open": [entry.item.id for entry in report.open("core")],
        },
        "models": [_model(model) for model in report.models],
        "items": [_item(entry, report, origins) for entry in report.entries],
        "view_overrides": [_override(*each, origins) for each in report.overrides],
        "pictures": [
            _picture(number, picture, origins)
            for number, picture in enumerate(report.pictures, start=1)
        ],
        "measurements": [value for each in report.measured for value in _measured(each, origins)],
    }


def _time(moment: datetime | None) -> str | None:
    """With the distance from UTC."""
    return None if moment is None else moment.astimezone().isoformat(timespec="seconds")


def _model(model: ModelInfo) -> dict[str, Any]:
    return {
        "name": model.name,
        "sha256": model.hash,
        "engine": model.engine,
        "precision": model.precision,
        "card": model.card,
    }


def _moment(at: Moment | None, origins: dict[int, Origin]) -> dict[str, Any] | None:
    """A frame: of which source, its index, and seconds on the source's own clock."""
    if at is None:
        return None
    return {
        "source": at.source,
        "is": origins.get(at.source),
        "frame": at.frame_index,
        "source_time_s": round(at.time_s, 3),
    }


def _item(entry: Entry, report: Report, origins: dict[int, Origin]) -> dict[str, Any]:
    state, word = entry.state, entry.state.word
    pictures = [n for n, p in enumerate(report.pictures, start=1) if entry.item in p.items]
    return {
        "id": entry.item.id,
        "group": entry.group.id,
        "name": entry.item.titles["en"],
        "level": entry.item.level,
        "by": entry.item.by,
        "is_manual": entry.is_manual,
        "state": state.status.value,
        "said_by": entry.by,
        "time": _time(entry.at),
        "reason": None if word is None else word.reason,
        "frame": None if word is None else _moment(word.at, origins),
        "picture": pictures[0] if pictures else None,
        "model": _seen(entry, origins),
    }


def _seen(entry: Entry, origins: dict[int, Origin]) -> dict[str, Any] | None:
    """What the model saw, also where a person has spoken since."""
    first, best, sighting = entry.state.first, entry.state.best, entry.sighting
    if first is None or best is None or sighting is None:
        return None
    return {
        "first": {"time": _time(sighting.first), "frame": _moment(first, origins)},
        "best": {"time": _time(sighting.best), "frame": _moment(best, origins)},
        "best_score": round(best.score, 4),
        "sha256": sighting.model_hash,
    }


def _override(override: Override, at: datetime, origins: dict[int, Origin]) -> dict[str, Any]:
    return {
        "model": override.model,
        "operator": override.operator,
        "time": _time(at),
        "frame": _moment(override.at, origins),
    }


def _picture(number: int, picture: Picture, origins: dict[int, Origin]) -> dict[str, Any]:
    shot = picture.shot
    return {
        "number": number,
        "why": "confirmed" if picture.items else "accepted",
        "by": "operator",
        "items": [item.id for item in picture.items],
        "time": _time(shot.taken),
        "view": shot.view,
        "view_by_model": shot.by_model,
        "frame": _moment(shot.at, origins),
        "sha256": shot.model_hash or None,
        "structures": list(shot.structures),
        "is_shown": shot.thumbnail.result() is not None,
    }


def _measured(measured: Measured, origins: dict[int, Origin]) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "structure": None if each.structure is None else each.structure.id,
            "value_mm": round(each.value_mm, 2),
            "status": each.status,
            "time": _time(measured.at),
            "frame": _moment(measured.frame, origins),
        }
        for each in measured.measurements
    ]
