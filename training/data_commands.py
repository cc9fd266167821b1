"""The commands on data sets. fetalens.py adds them, and says what DatasetError says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

data_cli = typer.Typer(help="Annotated images: check, count, exchange with annotation tools, get.")
console = Console(soft_wrap=True, highlight=False)


class Tool(StrEnum):
    labelme = "labelme"
    cvat = "cvat"
    label_studio = "label-studio"


class Format(StrEnum):
    labelme = "labelme"
    cvat = "cvat"
    label_studio = "label-studio"
    coco = "coco"


class Public(StrEnum):
    hc18 = "hc18"
    nt = "nt"


Paths = Annotated[list[Path], typer.Argument(help="COCO JSON, or folders with annotations/*.json.")]


@data_cli.command("check")
def check_data(paths: Paths) -> None:
    """List everything that is wrong with annotated images; exit code 1 if anything is."""
    from training.collection.check import check
    from training.collection.faults import count_by_kind

    with _counted("images") as progress:
        faults = check(paths, progress)
    for fault in faults:
        console.print(str(fault), markup=False)
    table = Table("what", "errors", "warnings")
    for kind, (errors, warnings) in count_by_kind(faults).items():
        table.add_row(kind, str(errors), str(warnings))
    console.print(table if faults else "Nothing is wrong.")
    raise typer.Exit(1 if any(not fault.is_warning for fault in faults) else 0)


@data_cli.command("summary")
def summarise_data(
    paths: Paths,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures here.")
    ] = None,
) -> None:
    """Count patients, images by view, structures, route, gestational week and scanner."""
    from training.collection.files import write_json
    from training.collection.summary import print_summary, summarise

    summary = summarise(paths)
    print_summary(summary, console)
    if json_file is not None:
        write_json(json_file, summary.to_json())


@data_cli.command("import")
def import_data(
    tool: Annotated[Tool, typer.Argument(help="The annotation tool.")],
    source: Annotated[Path, typer.Argument(help="What it exported: a file or its folder.")],
    out: Annotated[Path, typer.Argument(help="The COCO JSON to write.")],
) -> None:
    """Bring annotations back from an annotation tool."""
    from training.collection.exchange import import_from

    images = import_from(tool.value, source, out)
    console.print(f"Written: {out} ({len(images)} images). Next: fetalens data check {out}")


@data_cli.command("export")
def export_data(
    tool: Annotated[Tool, typer.Argument(help="The annotation tool.")],
    source: Annotated[Path, typer.Argument(help="COCO JSON.")],
    out: Annotated[Path, typer.Argument(help="Folder for the tool's files.")],
) -> None:
    """Hand annotations to an annotation tool. The images stay where they are."""
    from training.collection.exchange import export_to

    images = export_to(tool.value, source, out)
    console.print(f"Written: {out} ({len(images)} images)")


@data_cli.command("preannotate")
def preannotate_data(
    model: Annotated[str, typer.Argument(help='Weights (.safetensors), or "shipped".')],
    images: Annotated[Path, typer.Argument(help="Folder of images.")],
    out: Annotated[Path, typer.Argument(help="Folder for the tool's files.")],
    tool: Annotated[Format, typer.Option("--format", help="The annotation tool.")],
) -> None:
    """Let a model draw what it finds, for people to correct in an annotation tool."""
    from training.collection.preannotate import preannotate

    weights = None if model == "shipped" else Path(model)
    with _counted("images") as progress:
        drawn = preannotate(weights, images, out, tool.value, progress)
    found = sum(len(image.drawings) for image in drawn)
    console.print(f"Written: {out} ({len(drawn)} images, {found} drawings to review)")


@data_cli.command("get")
def get_data(
    name: Annotated[Public, typer.Argument(help="HC18 head circumferences, or mid-sagittal NT.")],
    out: Annotated[Path, typer.Argument(help="Folder for the files.")],
) -> None:
    """Download a public set from its home, with its attribution. Goes on where it stopped."""
    from training.collection.public_sets import get

    with _counted("bytes") as progress:
        files = get(name.value, out, progress)
    console.print(f"Written: {out} ({len(files)} files, and their ATTRIBUTION.md)")


@contextmanager
def _counted(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, moved by calling it with what is done, and of how many."""
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(unit, total=None)
        yield lambda done, count: progress.update(task, completed=done, total=count)
