"""The report of a study: one HTML file that needs nothing else, and its numbers beside it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from training.collection.files import write_json, write_text
from training.study.tables import Table, write_tables

TEMPLATE = "report.html.j2"


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure. media_type is "image/svg+xml" or "image/png"."""

    title: str
    media_type: str
    content: bytes

    @property
    def data_uri(self) -> str:
        """The whole figure as an address."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it. key begins the names of its tables' files."""

    key: str
    title: str
    tables: Sequence[Table]
    figures: Sequence[Picture] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    abstract: str
    sections: Sequence[Section]


def write_report(report: Report, out: Path) -> Path:
    """Write KEY.csv and KEY.json of every table, then report.json and report.html, into a folder.

    Returns the HTML file, which is written last. Raises DatasetError.
    """
    tables = {
        f"{section.key}-{table.key}": table
        for section in report.sections
        for table in section.tables
    }
    write_tables(tables, out)
    write_json(out / "report.json", {name: table.to_json() for name, table in tables.items()})
    path = out / "report.html"
    write_text(path, render(report))
    return path


def render(report: Report) -> str:
    """The report as HTML; what names of models and files hold is shown as text."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(TEMPLATE).render(report=report)
