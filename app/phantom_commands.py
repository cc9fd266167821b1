"""The commands of the digital fetus. fetalens.py adds them.

They stand beside the program, as the phantom's own package is imported only when it is asked for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

phantom_cli = typer.Typer(help="The digital fetus: labelled pictures and the practice loop.")
console = Console()


class CineScript(StrEnum):
    exam = "exam"
    hold = "hold"
    sweep = "sweep"
    nothing = "nothing"
    dropouts = "dropouts"


@phantom_cli.command("images")
def phantom_images(
    out: Annotated[Path, typer.Argument(help="Folder of the data set.")],
    count: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many pictures.")],
    seed: Annotated[int, typer.Option(min=0)] = 0,
    workers: Annotated[int, typer.Option(min=1, max=61, help="Processes; same bytes.")] = 1,
    view: Annotated[
        list[str] | None,
        typer.Option(help="Only this view (or none); repeat for more. By default all."),
    ] = None,
) -> None:
    """Write labelled pictures of the digital fetus as COCO JSON. Goes on where it stopped."""
    from app.main import prepare_process

    prepare_process()
    from phantom import generate_dataset

    mix = dict.fromkeys(view, 1.0) if view else None
    with _counted(out.name, "images") as progress:
        written = generate_dataset(out, count, seed, workers, mix, progress)
    console.print(f"Written: {written}", soft_wrap=True)


@phantom_cli.command("cine")
def phantom_cine(
    out: Annotated[Path, typer.Argument(help="The film, NAME.mp4; its truth is NAME.jsonl.")],
    script: Annotated[CineScript, typer.Option(help="What the operator does.")] = CineScript.exam,
    seed: Annotated[int, typer.Option(min=0, help="Which patient, and how it moves.")] = 0,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, max=3600, help="How long; the script's own if absent.")
    ] = None,
    view: Annotated[str, typer.Option(help="What hold and dropouts rest on.")] = "neck",
) -> None:
    """Write a cine loop of the digital fetus, and the ground truth of every frame beside it."""
    from app.main import prepare_process

    prepare_process()
    from phantom import Cine, patient_of_seed, script_named, write_film

    with _counted(out.name, "frames") as progress:
        cine = Cine(script_named(script.value, view), patient_of_seed(seed), seed, 25.0, seconds)
        truth = write_film(out, cine, on_progress=progress)
    console.print(f"Written: {out} and {truth}", soft_wrap=True)


@phantom_cli.command("sheets")
def phantom_sheets(
    out: Annotated[Path, typer.Argument(help="Folder for VIEW.jpg of each view, and none.jpg.")],
    seed: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Write contact sheets: pictures of each view, bare and outlined, to be judged by eye."""
    from app.main import prepare_process

    prepare_process()
    from phantom.sheet import write_sheets

    console.print(f"Written: {len(write_sheets(out, seed))} sheets in {out}", soft_wrap=True)


@phantom_cli.command("demo")
def phantom_demo(out: Annotated[Path, typer.Argument(help="Folder for loop and truth.")]) -> None:
    """Write the practice examination: a 20 s loop with the ground truth of every frame."""
    from phantom import make_demo

    console.print(f"Written: {make_demo(out)}")


@contextmanager
def _counted(name: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, moved by calling it with what is done, and of how many."""
    from app.batch.progress import frame_progress

    with frame_progress(console, unit) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, count: progress.update(task, completed=done, total=count)
