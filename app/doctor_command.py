"""`fetalens doctor`: a pass or fail sheet of the room. fetalens.py adds it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from app.doctor import Sheet

console = Console()


def doctor(
    source: Annotated[
        str | None, typer.Option(help="A card that sees this screen: the pattern is read from it.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write the sheet.")] = None,
    page: Annotated[Path | None, typer.Option(help="Also write a page to print (.html).")] = None,
    seconds: Annotated[float, typer.Option(min=2, max=600, help="Of the latency run.")] = 30,
    model: Annotated[
        Path | None, typer.Option(help="Weights (.safetensors); the shipped ones if absent.")
    ] = None,
) -> None:
    """Check this room: engines, codecs, devices, disk, files, and latency with a test pattern.

    Exit code 1 if something fails.
    """
    from app.main import prepare_process

    prepare_process()
    from app.doctor import check_machine, check_source, page_of, sheet_of
    from app.doctor.application import doctors_application
    from app.doctor.latency import run_latency
    from app.doctor.latency_rows import latency_checks
    from inference.analyzer import load_analyzer

    application = doctors_application()
    checks = list(check_machine(model))
    if source is not None:
        checks.append(check_source(source))
        console.print("Let the card see this screen: the test pattern comes now.")
    checks += latency_checks(run_latency(lambda: load_analyzer(model), seconds, source))
    del application
    sheet = sheet_of(checks)
    print_sheet(sheet, console)
    if json_file is not None:
        text = json.dumps(sheet.to_json(), indent=2, ensure_ascii=False)
        json_file.write_text(text + "\n", "utf-8")
    if page is not None:
        page.write_text(page_of(sheet), "utf-8")
    raise typer.Exit(0 if sheet.is_passed else 1)


def print_sheet(sheet: "Sheet", console: Console) -> None:
    """As a table, and below it a plain sentence for each row that failed or was not measured."""
    table = Table("what", "result", "found", title=f"Room check of {sheet.room}")
    for check in sheet.checks:
        table.add_row(check.name, check.result.value, check.found)
    console.print(table)
    for check in sheet.checks:
        if check.advice:
            console.print(f"{check.name}, {check.result.value}: {check.advice}", soft_wrap=True)
    console.print(sheet.summary)
