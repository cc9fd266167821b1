"""The commands of the study: all of it, or one model's test, and reports. fetalens.py adds them."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from training.study.video_tables import Clip

study_cli = typer.Typer(help="Test models on annotated images and report in the paper's tables.")
console = Console(soft_wrap=True, highlight=False)


class SplitMode(StrEnum):
    patient = "patient"
    image = "image"


@study_cli.command("run")
def run_whole_study(
    config: Annotated[Path, typer.Option(help="The study: a TOML file (docs/study.md).")],
    out: Annotated[Path, typer.Option(help="Folder for weights, runs and report.")],
    split: Annotated[
        SplitMode | None, typer.Option(help="Other than the file says; image: as the paper did.")
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(help="Spread the trainings over this Ray cluster; local: over the cores."),
    ] = None,
) -> None:
    """Train, test, time and report every contender of a study; broken off, it goes on."""
    from inference.errors import needs_extra

    with needs_extra("train,study"):
        from training.loop import quieten_lightning
        from training.study.config import load_config
        from training.study.running import run_study

    study = load_config(config)
    if split is not None:
        study = study.model_copy(update={"split": split.value})
    quieten_lightning()

    def tell(sentence: str) -> None:
        console.print(sentence, style="bold", markup=False)

    path = run_study(study, out, tell, ray)
    console.print(f"Written: {path}", markup=False)


@study_cli.command("ablate")
def ablate_network(
    config: Annotated[Path, typer.Option(help="Options and data: a TOML file (docs/study.md).")],
    out: Annotated[Path, typer.Option(help="Folder for weights, runs and the table.")],
) -> None:
    """Measure what each proposed improvement is worth on the light network."""
    from inference.errors import needs_extra

    with needs_extra("train,study"):
        from training.loop import quieten_lightning
        from training.study.ablation import AblationConfig, ablate
        from training.study.config import load_as
    from training.study.tables import print_table

    quieten_lightning()
    wanted = load_as(AblationConfig, config)
    print_table(ablate(wanted, out, lambda sentence: console.rule(sentence, align="left")), console)
    console.print(f"Written: {out / 'ablation.csv'}", markup=False)


@study_cli.command("evaluate")
def evaluate_model(
    models: Annotated[
        list[Path],
        typer.Argument(help="Weights (.safetensors); several are asked together, as an ensemble."),
    ],
    data: Annotated[list[Path], typer.Option(help="COCO JSON of test images.")],
    out: Annotated[Path, typer.Option(help="The run to write, NAME.jsonl.")],
    seed: Annotated[int, typer.Option(min=0, help="What the model was trained with.")] = 0,
    name: Annotated[
        str | None, typer.Option(help="The model's name, the same for all seeds; else the card's.")
    ] = None,
) -> None:
    """Keep what a model finds in test images, down to low scores, beside the truth."""
    from rich.progress import Progress

    from training.study.ensemble import make_ensemble_run
    from training.study.files import write_run
    from training.study.making import load_known, make_run

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("images", total=None)

        def on_progress(done: int, count: int) -> None:
            progress.update(task, completed=done, total=count)

        known = load_known(data)
        run = (
            make_run(models[0], known, seed, name, on_progress)
            if len(models) == 1
            else make_ensemble_run(models, known, seed, name, on_progress)
        )
    write_run(run, out)
    console.print(f"Written: {out} ({len(run.images)} images)", markup=False)


@study_cli.command("report")
def report_runs(
    runs: Annotated[list[Path], typer.Argument(help="Runs of fetalens study evaluate.")],
    out: Annotated[Path, typer.Option(help="Folder for report.html and its numbers.")],
    measured: Annotated[
        Path | None,
        typer.Option(help="JSON list of model, device, network, end_to_end: frames a second."),
    ] = None,
    data: Annotated[
        list[Path] | None, typer.Option(help="The tested COCO JSON again, to show examples.")
    ] = None,
    clip: Annotated[
        list[Path] | None, typer.Option(help="Findings of a clip, as for fetalens study video.")
    ] = None,
    truth: Annotated[
        list[Path] | None, typer.Option(help="The truth of each clip, in the same order.")
    ] = None,
) -> None:
    """Write tables and figures of runs on the same test images as one HTML file, CSV and JSON."""
    from inference.errors import needs_extra

    with needs_extra("study"):
        from training.study.comparable import read_models
        from training.study.comparison import read_measured
        from training.study.composing import compose
        from training.study.examples import read_pixels
        from training.study.report import write_report

    paces = [] if measured is None else read_measured(measured)
    models = read_models(runs)
    pixels = read_pixels(data) if data else None
    found, true = clip or [], truth or []
    if len(found) != len(true):
        raise typer.BadParameter("Give each --clip its --truth.")
    clips = [_clip(*files) for files in zip(found, true, strict=True)]
    path = write_report(compose(models, paces, pixels, clips=clips), out)
    console.print(f"Written: {path}", markup=False)


@study_cli.command("video")
def measure_video(
    findings: Annotated[Path, typer.Argument(help="NAME.jsonl of fetalens annotate.")],
    truth: Annotated[Path, typer.Argument(help="NAME.jsonl of fetalens phantom cine.")],
    out: Annotated[Path, typer.Option(help="Folder for the figures.")],
) -> None:
    """Measure over a clip how soon structures show, how steadily, and what is shown wrongly."""
    from training.study.tables import print_table, write_tables
    from training.study.video_tables import clips_table, steadiness_table

    clips = [_clip(findings, truth)]
    tables = {"clips": clips_table(clips), "clip-structures": steadiness_table(clips)}
    write_tables(tables, out)
    for table in tables.values():
        print_table(table, console)


def _clip(findings: Path, truth: Path) -> "Clip":
    from training.study.clip_files import read_clip_frames
    from training.study.video import video_figures
    from training.study.video_tables import Clip

    return Clip(findings.stem, video_figures(read_clip_frames(findings, truth)))
