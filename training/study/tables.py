"""A table of the report: one value for HTML, CSV and JSON, so that they cannot differ."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rich.table
from rich.console import Console

from training.collection.files import write_json, write_text

Cell = str | int | float | None

NOT_AVAILABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Column:
    """key names it in CSV and JSON, title in the report; digits of its fractions there."""

    key: str
    title: str
    digits: int = 3


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values by column key. None is what cannot be said: "n/a".

    key    names its files
    note   a sentence or more on how it was counted, shown below it
    total  whether the last row sums up the others
    """

    key: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Cell]]
    total: bool = False

    def is_text(self, column: Column) -> bool:
        """Whether a column holds words, which begin below each other, and no numbers."""
        return any(isinstance(row.get(column.key), str) for row in self.rows)

    def printed(self) -> list[list[str]]:
        """The rows as a person reads them."""
        return [
            [_printed(row.get(column.key), column.digits) for column in self.columns]
            for row in self.rows
        ]

    def csv(self) -> str:
        """The rows with all digits, under the keys of the columns."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.key for column in self.columns])
        for row in self.rows:
            values = [row.get(column.key) for column in self.columns]
            writer.writerow([NOT_AVAILABLE if value is None else value for value in values])
        return text.getvalue()

    def to_json(self) -> dict[str, Any]:
        """Plain values; null is what cannot be said."""
        keys = [column.key for column in self.columns]
        return {
            "title": self.title,
            "note": self.note,
            "rows": [{key: row.get(key) for key in keys} for row in self.rows],
        }


def _printed(value: Cell, digits: int) -> str:
    if value is None:
        return NOT_AVAILABLE
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)


def write_tables(tables: Mapping[str, Table], out: Path) -> None:
    """Write NAME.csv and NAME.json of every table into a folder. Raises DatasetError."""
    for name, table in tables.items():
        write_text(out / f"{name}.csv", table.csv())
        write_json(out / f"{name}.json", table.to_json())


def print_table(table: Table, console: Console) -> None:
    """The table as a person reads it, on a terminal."""
    shown = rich.table.Table(*(column.title for column in table.columns), title=table.title)
    for row in table.printed():
        shown.add_row(*row)
    console.print(shown)
