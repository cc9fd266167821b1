"""What the page of a report says in words, in the operator's language."""

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version

from PySide6.QtCore import QDate, QLocale

from app.exam import NO_VIEW, ItemStatus
from app.export.page import DATE
from app.export.report_file import NO_FINDING, RESEARCH_USE
from app.measuring.measurement import Measurement, Status
from app.record import Origin
from app.report import Entry, Report
from app.ui.exam_words import REASONS, STATUSES
from app.ui.language import noted
from app.ui.measure_words import KINDS, value_of
from app.ui.patient_scene import PRACTICE
from app.ui.speech import Speech
from inference.anatomy import load_anatomy

MOST_NOTES = 8  # overrides, and measurements, that the page names; the file holds all

TITLE = noted("Session report")
BEGAN, LAST = noted("began {time}"), noted("last entry {time}")
WRITTEN, NOT_BEGUN = noted("written {time}"), noted("no source was opened")
LIST = noted("List: {name}, version {version}")
ORIGINS = {
    Origin.LIVE: noted("Pictures: live"),
    Origin.RECORDED: noted("Pictures: recorded"),
    Origin.PRACTICE: PRACTICE,
}
CONFIRMED = noted("{confirmed} of {total} core items confirmed")
OPEN = {
    "core": noted("Open core items: {items}."),
    "extended": noted("Open extended items: {items}."),
}
ALL_OPEN = {
    "core": noted("Open core items: all {count}."),
    "extended": noted("Open extended items: all {count}."),
}
NONE_OPEN = noted("No item is open.")
IN_STATE = noted("{item} ({state})")
NOT_OBTAINABLE = noted("Not obtainable: {items}.")
VIEW_SET = noted("{time} {view} (model: {by_model})")
VIEWS_SET = noted("View set by the operator: {views}.")
MEASURED = noted("Measured by the operator: {values}.")
VALUE = noted("{time} {name} {value} ({status})")
MORE = noted("{count} more in the file")
STATUS = {
    Status.ACCEPTED: noted("accepted"),
    Status.MOVED: noted("moved by hand"),
    Status.PLACED: noted("placed by hand"),
}
PROGRAM = noted('Outlines and "seen by model" by Fetalens {version}.')
MODEL, NO_MODEL = noted("Model {name}, SHA-256 {hash}."), noted("No model took part.")
AUDIT = noted("SHA-256 of the .json file of the same name: {hash}")


def times_of(report: Report, speech: Speech) -> str:
    """The day, when it began, when something was last said of it, and when this was written."""
    day = report.began or report.written
    date = QLocale(speech.code).toString(QDate(day.year, day.month, day.day), speech.of(DATE))
    parts = [date, speech.of(NOT_BEGUN)]
    if report.began is not None:
        parts[1] = speech.of(BEGAN).format(time=_clock(report.began))
    if report.last is not None:
        parts.append(speech.of(LAST).format(time=_clock(report.last)))
    return "   ".join([*parts, speech.of(WRITTEN).format(time=_clock(report.written))])


def origins_of(report: Report, speech: Speech) -> str:
    """By which list, and what the pictures are."""
    name = speech.term(report.checklist.names)
    said = [speech.of(LIST).format(name=name, version=report.checklist.version)]
    said += [speech.of(words) for origin, words in ORIGINS.items() if report.has(origin)]
    return "   ".join(said)


def caution_of(report: Report, speech: Speech) -> str:
    parts = [RESEARCH_USE, NO_FINDING]
    said = " ".join(speech.of(part) for part in parts)
    return f"{speech.of(PRACTICE)}. {said}" if report.has(Origin.PRACTICE) else said


def summary_of(report: Report, speech: Speech) -> Iterator[str]:
    """How many core items are confirmed, then all that are open, then those not obtainable."""
    yield speech.of(CONFIRMED).format(confirmed=report.core_confirmed, total=len(report.core))
    if not any(entry.is_open for entry in report.entries):
        yield speech.of(NONE_OPEN)
    for level, words in OPEN.items():
        entries = report.open(level)
        count = sum(entry.item.level == level for entry in report.entries)
        if entries and len(entries) == count and not any(e.by for e in entries):
            yield speech.of(ALL_OPEN[level]).format(count=count)
        elif entries:
            yield speech.of(words).format(items="; ".join(_open(e, speech) for e in entries))
    refused = [e for e in report.entries if e.state.status is ItemStatus.NOT_OBTAINABLE]
    if refused:
        items = "; ".join(_refused(entry, speech) for entry in refused)
        yield speech.of(NOT_OBTAINABLE).format(items=items)


def notes_of(report: Report, speech: Speech) -> Iterator[str]:
    """Views that the operator set, and what was measured."""
    views = [
        speech.of(VIEW_SET).format(
            time=_clock(at),
            view=view_name(override.operator, speech),
            by_model=view_name(override.model, speech),
        )
        for override, at in report.overrides
    ]
    if views:
        yield speech.of(VIEWS_SET).format(views=_listed(views, speech))
    values = [
        _value(measurement, measured.at, speech)
        for measured in report.measured
        for measurement in measured.measurements
    ]
    if values:
        yield speech.of(MEASURED).format(values=_listed(values, speech))


def models_of(report: Report, speech: Speech) -> Iterator[str]:
    """Which program and models, and what these are by their own cards."""
    yield speech.of(PROGRAM).format(version=version("fetalens"))
    for model in report.models:
        said = speech.of(MODEL).format(name=model.name, hash=model.hash)
        yield f"{said} {model.card}".strip()
    if not report.models:
        yield speech.of(NO_MODEL)


def view_name(view_id: str, speech: Speech) -> str:
    anatomy = load_anatomy()
    is_none = view_id == NO_VIEW
    return speech.term(anatomy.no_view_names if is_none else anatomy.view(view_id).names)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}"


def _open(entry: Entry, speech: Speech) -> str:
    name = speech.term(entry.item.titles)
    if entry.by is None:
        return name
    state = speech.of(STATUSES[entry.state.status][0])
    return speech.of(IN_STATE).format(item=name, state=state)


def _refused(entry: Entry, speech: Speech) -> str:
    word, name = entry.state.word, speech.term(entry.item.titles)
    if word is None or word.reason is None:
        return name
    return speech.of(IN_STATE).format(item=name, state=speech.of(REASONS[word.reason]))


def _value(measurement: Measurement, at: datetime, speech: Speech) -> str:
    name = speech.of(KINDS[measurement.kind])
    if measurement.structure is not None:
        name = name.format(structure=speech.term(measurement.structure.names))
    status = speech.of(STATUS[measurement.status])
    return speech.of(VALUE).format(
        time=_clock(at), name=name, value=value_of(measurement), status=status
    )


def _listed(said: list[str], speech: Speech) -> str:
    """The first of them, and how many more there are."""
    shown = said[:MOST_NOTES]
    if len(said) > MOST_NOTES:
        shown.append(speech.of(MORE).format(count=len(said) - MOST_NOTES))
    return "; ".join(shown)
