"""The command line. Each command imports what it needs, so that the window opens fast."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from multiprocessing import freeze_support
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Live overlay of fetal structures for first-trimester ultrasound. Research use only.",
)
model_cli = typer.Typer(help="Weights: import, export, calibrate, read the card.")
phantom_cli = typer.Typer(help="The digital fetus: labelled pictures and the practice loop.")
cli.add_typer(model_cli, name="model")
cli.add_typer(phantom_cli, name="phantom")
console = Console()


class Engine(StrEnum):
    auto = "auto"
    onnx = "onnx"
    torch = "torch"


class ReferenceBackbone(StrEnum):
    resnet50 = "resnet50"
    resnet101 = "resnet101"


class BenchPart(StrEnum):
    program = "program"
    phantom = "phantom"


class CineScript(StrEnum):
    exam = "exam"
    hold = "hold"
    sweep = "sweep"
    nothing = "nothing"
    dropouts = "dropouts"


class Network(StrEnum):
    light = "light"
    resnet50 = "resnet50"
    resnet101 = "resnet101"


ModelOption = Annotated[
    Path | None, typer.Option("--model", help="Weights (.safetensors); the shipped ones if absent.")
]
EngineOption = Annotated[Engine, typer.Option(help="What runs the network.")]
JsonOption = Annotated[Path | None, typer.Option("--json", help="Also write the figures here.")]


def main() -> None:
    """The `fetalens` command: exit code 1 with one sentence for bad input, 2 for wrong usage."""
    # Read when numpy is imported, which is later: its products here are small, and threads of its
    # own would only take the cores from the network and the picture.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    freeze_support()  # a worker process of a bundled program begins here, and ends here
    cli()


@cli.callback(invoke_without_command=True)
def window_by_default(context: typer.Context) -> None:
    """Without a command, open the window."""
    if context.invoked_subcommand is None:
        run()


@cli.command()
def run(
    source: Annotated[str | None, typer.Argument(help="File, folder, card:, phantom, url.")] = None,
    model: ModelOption = None,
    engine: EngineOption = Engine.auto,
) -> None:
    """Open the window; without a source, on the practice phantom."""
    if not (_has_display() or "QT_QPA_PLATFORM" in os.environ):
        _fail("There is no display to open a window on. Use fetalens annotate, or fetalens demo.")
    from app.main import run_window

    raise typer.Exit(run_window(source, model, engine.value))


@cli.command()
def demo(out: Annotated[Path, typer.Option(help="Where pictures go.")] = Path("out")) -> None:
    """Open the window on the demo loop; without a display, film it into OUT."""
    from app.main import practice_loop, render_demo, run_window

    if _has_display():
        raise typer.Exit(run_window(practice_loop(), None, "auto"))
    from app.video import SourceError
    from inference.yolact.checkpoint import ModelError

    with _told(SourceError, ModelError, OSError):
        console.print("There is no display: filming the window off screen.")
        render_demo(None, out)
    console.print(f"Written: {out / 'demo.png'} and {out / 'demo.mp4'}")


@cli.command()
def devices() -> None:
    """List capture cards, screens and the practice phantom, and the url that opens each."""
    from app.video import SourceError, list_devices

    table = Table("kind", "name", "open with", title="What can be opened")
    with _told(SourceError):
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
    from inference.analyzer import load_analyzer
    from inference.yolact.checkpoint import ModelError

    with _told(ModelError, OSError):
        analyzer = load_analyzer(model, engine.value)
        failures = annotate_all(inputs, out, analyzer, video, console, whole_screen)
    for sentence in failures:
        _say_error(sentence)
    raise typer.Exit(1 if failures else 0)


@cli.command()
def bench(
    what: Annotated[
        BenchPart, typer.Argument(help="The program, or the digital fetus.")
    ] = BenchPart.program,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="About a minute.")] = False,
    minutes: Annotated[float, typer.Option(min=2, help="How long memory is watched.")] = 10,
) -> None:
    """Measure network, whole loop and window, each against eager ResNet-50 in the same run.

    Or the digital fetus: live pictures and training pictures a second.
    """
    from app.main import prepare_process

    prepare_process()
    from app.bench import (
        PhantomReport,
        Report,
        print_phantom_report,
        print_report,
        run_bench,
        run_phantom_bench,
    )
    from app.video import SourceError
    from inference.yolact.checkpoint import ModelError
    from phantom import PhantomError

    with _told(SourceError, ModelError, PhantomError, OSError):
        report: Report | PhantomReport
        if what is BenchPart.phantom:
            report = run_phantom_bench(quick)
            print_phantom_report(report, console)
        else:
            report = run_bench(quick=quick, minutes=minutes)
            print_report(report, console)
        if json_file is not None:
            json_file.write_text(json.dumps(report.to_json(), indent=2), "utf-8")


@cli.command()
def train(
    data: Annotated[
        list[str],
        typer.Option(help="PATH[=SHARE]: COCO JSON, list of views, or a clip without a fetus."),
    ],
    validation: Annotated[list[Path], typer.Option(help="COCO JSON with true boxes or masks.")],
    out: Annotated[Path, typer.Option(help="Folder for checkpoints, log and weights.")],
    classes: Annotated[
        str, typer.Option(help="Structures and landmarks to find, separated by commas.")
    ],
    name: Annotated[str, typer.Option(help="What the model is called.")],
    network: Annotated[Network, typer.Option()] = Network.light,
    steps: Annotated[int, typer.Option(min=1, help="Of the optimiser.")] = 10_000,
    batch: Annotated[int, typer.Option(min=1, help="Images that a device sees at a time.")] = 8,
    accumulate: Annotated[int, typer.Option(min=1, help="Batches that make a step.")] = 1,
    nodes: Annotated[int, typer.Option(min=1, help="Machines that train together.")] = 1,
    start: Annotated[Path | None, typer.Option(help="Weights to begin with.")] = None,
    seed: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Train a network into OUT/NAME.safetensors; broken off, the same command goes on."""
    from inference.yolact.checkpoint import ModelCard, ModelError, load_checkpoint, save_checkpoint
    from inference.yolact.config import light_config, ultrasound_config
    from training.dataset import DatasetError
    from training.sets import load_sets, taught_views

    with _extra_packages():
        from training.train import TrainingSettings, begun_from
        from training.train import train as train_network

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    wanted = tuple(part.strip() for part in classes.split(",") if part.strip())
    with _told(DatasetError, ModelError, OSError):
        configs = {
            Network.light: light_config(wanted),
            Network.resnet50: ultrasound_config("resnet50", wanted),
            Network.resnet101: ultrasound_config("resnet101", wanted),
        }
        config = configs[network]
        begin = None if start is None else begun_from(load_checkpoint(start).network, config)
        sets = load_sets(data, wanted)
        trained = train_network(
            config,
            sets,
            [image for one in load_sets(map(str, validation), wanted) for image in one.images],
            TrainingSettings(steps, batch, accumulate, nodes=nodes, seed=seed),
            out,
            begin,
        )
        path = out / f"{name}.safetensors"
        card = ModelCard(name=name, config=trained.config, views=taught_views(sets))
        save_checkpoint(path, trained, card)
    console.print(f"Written: {path}. Next: fetalens model calibrate, then fetalens model export.")


@cli.command()
def evaluate(
    model: Annotated[Path, typer.Argument(help="Weights (.safetensors).")],
    data: Annotated[list[Path], typer.Option(help="COCO JSON or NAME.frames.json.")],
    clip: Annotated[list[Path] | None, typer.Option(help="A clip that shows no fetus.")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures.")
    ] = None,
) -> None:
    """Measure AP per structure where the truth is known, view accuracy, and false overlays."""
    from inference.yolact.checkpoint import ModelError
    from training.dataset import DatasetError
    from training.evaluate import evaluate as evaluate_model
    from training.evaluate import print_evaluation

    with _told(DatasetError, ModelError, OSError):
        evaluation = evaluate_model(model, data, clip or [])
        print_evaluation(evaluation, console)
        if json_file is not None:
            json_file.write_text(json.dumps(evaluation.to_json(), indent=2), "utf-8")


@model_cli.command("import-yolact")
def import_yolact(
    file: Annotated[Path, typer.Argument(help="Weights of the reference implementation (.pth).")],
    backbone: Annotated[ReferenceBackbone, typer.Option()],
    classes: Annotated[int, typer.Option(min=1, help="With background: 81 for COCO.")],
    out: Annotated[Path, typer.Option(help="The .safetensors file to write.")],
    image_size: Annotated[int, typer.Option(min=64, max=2048)] = 550,
    square_anchors: Annotated[bool, typer.Option(help="As COCO weights were trained.")] = True,
    scales: Annotated[str | None, typer.Option(help="Anchor sizes in pixels: 32,64,...")] = None,
) -> None:
    """Turn public YOLACT weights into a model of ours, to start a training from."""
    from inference.yolact.checkpoint import ModelError
    from inference.yolact.reference import import_reference

    with _told(ModelError, OSError):
        card = import_reference(
            file,
            out,
            backbone=backbone.value,
            num_classes=classes,
            image_size=image_size,
            square_anchors=square_anchors,
            scales=tuple(float(part) for part in scales.split(",")) if scales else None,
        )
    console.print(f"Written: {out} ({len(card.config.classes)} classes, {backbone.value})")


@model_cli.command("export")
def export_model(model: Annotated[Path, typer.Argument(help="Weights (.safetensors).")]) -> None:
    """Make weights ready for every engine: the ONNX graph and the answer it is checked against."""
    from app.main import practice_loop
    from app.video import SourceError, open_source
    from inference.yolact.checkpoint import ModelError, read_card
    from inference.yolact.preprocess import preprocess

    with _extra_packages():
        from inference.engines.export import export_beside
    with _told(ModelError, SourceError, OSError):
        source = open_source(practice_loop() or "")
        frame = source.read()
        source.close()
        picture = preprocess(frame.pixels, read_card(model).config) if frame else None
        console.print(f"Written: {export_beside(model, picture)}")


@model_cli.command("calibrate")
def calibrate_model(
    model: Annotated[Path, typer.Argument(help="Weights (.safetensors).")],
    data: Annotated[list[str], typer.Option(help="COCO JSON; not the validation images.")],
    withhold: Annotated[
        list[str] | None, typer.Option(help="A structure learnt too poorly to be shown.")
    ] = None,
    card: Annotated[Path | None, typer.Option(help="A text file to store as the card.")] = None,
) -> None:
    """Choose from which score on each class is believed, and store it with the weights."""
    from inference.yolact.checkpoint import ModelError, load_checkpoint, save_checkpoint
    from training.calibrate import calibrated_rules
    from training.dataset import DatasetError
    from training.sets import load_sets

    with _told(DatasetError, ModelError, OSError):
        checkpoint = load_checkpoint(model)
        sets = load_sets(data, checkpoint.card.config.classes)
        images = [image for one in sets for image in one.images]
        rules = calibrated_rules(checkpoint.network, images, checkpoint.card.rules)
        withheld = {"withheld": tuple(withhold or rules.withheld)}
        changes: dict[str, object] = {"rules": rules.model_copy(update=withheld)}
        if card is not None:
            changes["card"] = card.read_text("utf-8")
        updated = checkpoint.card.model_copy(update=changes)
        save_checkpoint(model, checkpoint.network, updated)
    console.print(updated.rules.scores)
    console.print("The weights' hash is new: run fetalens model export again.")


@model_cli.command("card")
def show_card(model: ModelOption = None) -> None:
    """Print what a model was trained on, how well it does, and its hash."""
    from inference.analyzer import SHIPPED_MODEL
    from inference.anatomy import load_anatomy
    from inference.yolact.checkpoint import ModelError, read_card, verify

    with _told(ModelError):
        path = model or SHIPPED_MODEL
        card, model_hash = read_card(path), verify(path)
    names = {structure.id: structure.names["en"] for structure in load_anatomy().structures}
    never = [name for key, name in names.items() if key not in card.config.classes]
    console.print(f"[bold]{card.name}[/bold]\nSHA-256 {model_hash}")
    console.print(card.card, markup=False)
    console.print(f"Never trained, and not offered: {', '.join(never) or 'none'}.")
    if card.rules.withheld:
        poor = ", ".join(names.get(key, key) for key in card.rules.withheld)
        console.print(f"Learnt too poorly, and not offered: {poor}.")


@phantom_cli.command("images")
def phantom_images(
    out: Annotated[Path, typer.Argument(help="Folder of the data set.")],
    count: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many pictures.")],
    seed: Annotated[int, typer.Option(min=0)] = 0,
    workers: Annotated[int, typer.Option(min=1, max=61, help="Processes; same bytes.")] = 1,
) -> None:
    """Write labelled pictures of the digital fetus as COCO JSON. Goes on where it stopped."""
    from app.main import prepare_process

    prepare_process()
    from phantom import PhantomError, generate_dataset

    with _told(PhantomError, OSError), _counted(out.name, "images") as progress:
        written = generate_dataset(out, count, seed, workers, on_progress=progress)
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
    from phantom import Cine, PhantomError, patient_of_seed, script_named, write_film

    with _told(PhantomError, OSError), _counted(out.name, "frames") as progress:
        cine = Cine(script_named(script.value, view), patient_of_seed(seed), seed, 25.0, seconds)
        truth = write_film(out, cine, on_progress=progress)
    console.print(f"Written: {out} and {truth}", soft_wrap=True)


@phantom_cli.command("demo")
def phantom_demo(out: Annotated[Path, typer.Argument(help="Folder for loop and truth.")]) -> None:
    """Write the practice examination: a 20 s loop with the ground truth of every frame."""
    from phantom import PhantomError, make_demo

    with _told(PhantomError, OSError):
        console.print(f"Written: {make_demo(out)}")


@contextmanager
def _counted(name: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, moved by calling it with what is done, and of how many."""
    from app.batch.progress import frame_progress

    with frame_progress(console, unit) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, count: progress.update(task, completed=done, total=count)


@contextmanager
def _extra_packages() -> Iterator[None]:
    """Training and export need more than the program does."""
    try:
        yield
    except ModuleNotFoundError as error:
        _fail(f"This needs {error.name}, which is not installed: pip install 'fetalens[train]'")


@contextmanager
def _told(*errors: type[Exception]) -> Iterator[None]:
    """End with the error's one sentence and exit code 1; the trace is not for the person."""
    try:
        yield
    except errors as error:
        if isinstance(error, OSError) and error.strerror:
            _fail(f"{error.filename or 'A file'}: {error.strerror}. Check the path and the disk.")
        _fail(str(error))


def _fail(sentence: str) -> NoReturn:
    _say_error(sentence)
    raise typer.Exit(1)


def _say_error(sentence: str) -> None:
    Console(stderr=True, soft_wrap=True).print(sentence, style="red", markup=False, highlight=False)


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    main()
