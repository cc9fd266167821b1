"""The command line: the program's commands, and those of the others composed with them.

Each command imports what it needs, so that the window opens fast.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from multiprocessing import freeze_support
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from app.doctor_command import doctor
from app.model_commands import model_cli
from app.phantom_commands import phantom_cli
from training.commands import calibrate, context, evaluate, train
from training.data_commands import data_cli
from training.study_commands import study_cli

if TYPE_CHECKING:
    from training.bench import TrainingReport

console = Console()


def main() -> None:
    """The `fetalens` command: exit code 1 with one sentence for bad input, 2 for wrong usage."""
    # Read when numpy is imported, which is later: its products here are small, and threads of its
    # own would only take the cores from the network and the picture.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    freeze_support()  # a worker process of a bundled program begins here, and ends here
    cli()


@contextmanager
def _told() -> Iterator[None]:
    """A fault ends in its one sentence and exit code 1; the trace is not for the person."""
    try:
        yield
    except Exception as error:  # the command line's edge: what is no such fault goes on as it is
        sentence = _sentence_of(error)
        if sentence is None:
            raise
        _say_error(sentence)
        sys.exit(1)


def _sentence_of(error: Exception) -> str | None:
    """None for an error that no sentence is meant for."""
    from inference.errors import ToldError  # not before it is needed: it takes a while

    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}. Check the path and the disk."
    return str(error) if isinstance(error, ToldError | OSError) else None


def _say_error(sentence: str) -> None:
    Console(stderr=True, soft_wrap=True).print(sentence, style="red", markup=False, highlight=False)


class _Commands(TyperGroup):
    """Commands say what is wrong by raising it. It is told here, for all of them."""

    main = _told()(TyperGroup.main)


cli = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Live overlay of fetal structures for first-trimester ultrasound. Research use only.",
)


class Engine(StrEnum):
    auto = "auto"
    onnx = "onnx"
    torch = "torch"


class BenchPart(StrEnum):
    program = "program"
    phantom = "phantom"
    train = "train"
    bedside = "bedside"
    heads = "heads"


ModelOption = Annotated[
    Path | None, typer.Option("--model", help="Weights (.safetensors); the shipped ones if absent.")
]
ProfileOption = Annotated[
    str | None, typer.Option("--profile", help="A room's profile, by its name or its file.")
]
EngineOption = Annotated[Engine, typer.Option(help="What runs the network.")]


@cli.callback(invoke_without_command=True)
def window_by_default(context: typer.Context, profile: ProfileOption = None) -> None:
    """Without a command, open the window."""
    if context.invoked_subcommand is None:
        run(profile=profile)


@cli.command()
def run(
    source: Annotated[str | None, typer.Argument(help="File, folder, card:, phantom, url.")] = None,
    model: ModelOption = None,
    engine: EngineOption = Engine.auto,
    profile: ProfileOption = None,
) -> None:
    """Open the window; without a source, on the practice phantom."""
    if not (_has_display() or "QT_QPA_PLATFORM" in os.environ):
        from inference.errors import ToldError

        raise ToldError(
            "There is no display to open a window on. Use fetalens annotate, or fetalens demo."
        )
    from app.main import leave, run_window

    leave(run_window(source, model, engine.value, profile))


@cli.command()
def demo(out: Annotated[Path, typer.Option(help="Where pictures go.")] = Path("out")) -> None:
    """Open the window on the practice phantom; without a display, film it on a loop into OUT."""
    from app.main import leave, render_demo, run_window

    if _has_display():
        leave(run_window(None, None, "auto"))
    console.print("There is no display: filming the window off screen.")
    render_demo(None, out)
    console.print(f"Written: {out / 'demo.png'} and {out / 'demo.mp4'}")


@cli.command()
def devices() -> None:
    """List capture cards, screens and the practice phantom, and the url that opens each."""
    from app.video import list_devices

    table = Table("kind", "name", "open with", title="What can be opened")
    for device in list_devices():
        table.add_row(device.kind, device.name, f"fetalens run '{device.url}'")
    console.print(table)


@cli.command()
def annotate(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders or DICOM.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    video: Annotated[bool, typer.Option("--video", help="Also the overlay as mp4.")] = False,
    whole_screen: Annotated[
        bool, typer.Option("--whole-screen", help="Film all that the scanner shows, names too.")
    ] = False,
    model: ModelOption = None,
    engine: EngineOption = Engine.auto,
) -> None:
    """Analyse recordings without a window: findings a frame as JSON lines and COCO."""
    from app.main import prepare_process

    prepare_process()
    from app.batch import annotate as annotate_all
    from app.fans import fans_of
    from app.settings import Settings, SettingsError, load_settings, settings_path
    from inference.analyzer import load_analyzer

    try:
        settings = load_settings(settings_path())
    except SettingsError as error:
        _say_error(str(error))
        settings = Settings()
    analyzer, fans = load_analyzer(model, engine.value), fans_of(settings.fans)
    failures = annotate_all(inputs, out, analyzer, video, console, whole_screen, fans)
    for sentence in failures:
        _say_error(sentence)
    raise typer.Exit(1 if failures else 0)


@cli.command()
def bench(
    what: Annotated[
        BenchPart,
        typer.Argument(
            help="The program, the digital fetus, training, what is seen at the bedside, "
            "or heads of known circumference."
        ),
    ] = BenchPart.program,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="About a minute.")] = False,
    minutes: Annotated[float, typer.Option(min=2, help="How long memory is watched.")] = 10,
    heads: Annotated[
        list[Path] | None, typer.Option("--heads", help="JSON that names heads, for `heads`.")
    ] = None,
) -> None:
    """Measure network, whole loop and window, each against eager ResNet-50 in the same run.

    Or the digital fetus: live pictures and training pictures a second. Or training: images a second
    and memory of the default network. Or the bedside: how well the overlay lies on the picture, how
    calm it is, and how soon a frame is on the screen. Or heads: head circumference by the network's
    mask on real pictures whose answer is known.
    """
    from app.main import prepare_process

    prepare_process()
    from app.bench import (
        BedsideReport,
        HeadReport,
        PhantomReport,
        Report,
        print_bedside_report,
        print_heads_report,
        print_phantom_report,
        print_report,
        run_bedside_bench,
        run_bench,
        run_heads_bench,
        run_phantom_bench,
    )
    from inference.errors import needs_extra

    report: Report | PhantomReport | TrainingReport | BedsideReport | HeadReport
    if what is BenchPart.phantom:
        report = run_phantom_bench(quick)
        print_phantom_report(report, console)
    elif what is BenchPart.bedside:
        report = run_bedside_bench(quick)
        print_bedside_report(report, console)
    elif what is BenchPart.heads:
        report = run_heads_bench(heads or [])
        print_heads_report(report, console)
    elif what is BenchPart.train:
        with needs_extra("train"):
            from training.bench import print_training_report, run_training_bench
        report = run_training_bench(quick)
        print_training_report(report, console)
    else:
        report = run_bench(quick=quick, minutes=minutes)
        print_report(report, console)
    if json_file is not None:
        json_file.write_text(json.dumps(report.to_json(), indent=2), "utf-8")


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


cli.command()(doctor)
cli.command()(train)
cli.command()(evaluate)
model_cli.command()(calibrate)
model_cli.command()(context)
cli.add_typer(data_cli, name="data")
cli.add_typer(study_cli, name="study")
cli.add_typer(model_cli, name="model")
cli.add_typer(phantom_cli, name="phantom")

if __name__ == "__main__":
    main()
