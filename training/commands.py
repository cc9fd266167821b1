"""The commands of training: train, evaluate, calibrate, context. fetalens.py adds them."""

import json
import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from training.networks import (
    REFERENCE_BATCH,
    NetworkName,
    batch_fault,
    config_named,
    is_reference,
    usual_size,
)

console = Console()


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
    network: Annotated[
        NetworkName, typer.Option(help="-reference: YOLACT as published, network and training.")
    ] = "light",
    steps: Annotated[int, typer.Option(min=1, help="Of the optimiser.")] = 10_000,
    batch: Annotated[int, typer.Option(min=1, help="Images that a device sees at a time.")] = 8,
    accumulate: Annotated[int, typer.Option(min=1, help="Batches that make a step.")] = 1,
    nodes: Annotated[int, typer.Option(min=1, help="Machines that train together.")] = 1,
    start: Annotated[Path | None, typer.Option(help="Weights to begin with.")] = None,
    learning_rate: Annotated[
        float, typer.Option(min=1e-6, max=0.1, help="The highest; lower to finish a good start.")
    ] = 1e-3,
    fit_anchors: Annotated[
        bool, typer.Option("--fit-anchors", help="Fit the anchors to the boxes of the data.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Train a network into OUT/NAME.safetensors; broken off, the same command goes on."""
    from inference.errors import needs_extra
    from inference.yolact.checkpoint import ModelCard, load_checkpoint, save_checkpoint
    from training.anchor_fitting import with_fitted_anchors
    from training.dataset import DatasetError
    from training.keeping_apart import audit_sets
    from training.sets import load_sets, taught_views

    with needs_extra("train"):
        from training.loop import TrainingSettings, quieten_lightning, usual_looks
        from training.reference import as_the_reference
        from training.train import begun_from
        from training.train import train as train_network

    fault = batch_fault(network, batch)
    if fault is not None:
        raise DatasetError(f"{fault}. Give --batch {REFERENCE_BATCH} or more.")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    quieten_lightning()
    wanted = tuple(part.strip() for part in classes.split(",") if part.strip())
    begun = None if start is None else load_checkpoint(start)
    sets = load_sets(data, wanted)
    stopping = load_sets(map(str, validation), wanted)
    looked_at = [image for one in stopping for image in one.images]
    if not any(image.instances for image in looked_at):
        raise DatasetError(
            f"No validation image shows any of {classes}, so nothing would say when the training "
            "is to stop. Give images that do."
        )
    audit_sets(sets, stopping)
    config = config_named(network, wanted, usual_size(network))
    if fit_anchors:
        config = with_fitted_anchors(config, sets)
    settings = TrainingSettings(
        steps, batch, accumulate, learning_rate, looks=usual_looks(steps), nodes=nodes, seed=seed
    )
    trained = train_network(
        config,
        sets,
        looked_at,
        as_the_reference(settings) if is_reference(network) else settings,
        out,
        None if begun is None else begun_from(begun.network, config),
    )
    path = out / f"{name}.safetensors"
    card = ModelCard(
        name=name,
        config=trained.config,
        views=taught_views(sets),
        # What the start learnt from is still in the weights, and asks to be named.
        licence="" if begun is None else begun.card.licence,
        attribution="" if begun is None else begun.card.attribution,
    )
    save_checkpoint(path, trained, card)
    console.print(f"Written: {path}. Next: fetalens model calibrate, then fetalens model export.")


def evaluate(
    model: Annotated[Path, typer.Argument(help="Weights (.safetensors).")],
    data: Annotated[list[Path], typer.Option(help="COCO JSON or NAME.frames.json.")],
    clip: Annotated[list[Path] | None, typer.Option(help="A clip that shows no fetus.")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures.")
    ] = None,
) -> None:
    """Measure AP per structure where the truth is known, view accuracy, and false overlays."""
    from training.evaluate import evaluate as evaluate_model
    from training.evaluate import print_evaluation

    evaluation = evaluate_model(model, data, clip or [])
    print_evaluation(evaluation, console)
    if json_file is not None:
        json_file.write_text(json.dumps(evaluation.to_json(), indent=2), "utf-8")


def calibrate(
    model: Annotated[Path, typer.Argument(help="Weights (.safetensors).")],
    data: Annotated[list[str], typer.Option(help="COCO JSON; not the validation images.")],
    views: Annotated[
        list[str] | None,
        typer.Option(
            help="PATH[=SHARE]: COCO JSON, list of views or clip without a fetus; teaches views."
        ),
    ] = None,
    withhold: Annotated[
        list[str] | None, typer.Option(help="A structure learnt too poorly to be shown.")
    ] = None,
    card: Annotated[Path | None, typer.Option(help="A text file to store as the card.")] = None,
) -> None:
    """Choose from which score on each class is believed, how sure that is, and what calls a view.

    All is stored with the weights: a score for each class, one temperature, weights of the views.
    """
    from inference.analyzer import Analyzer
    from inference.rules import UNCALIBRATED
    from inference.yolact.checkpoint import load_checkpoint, save_checkpoint
    from training.calibrate import calibrated_scores, judged
    from training.detect import detect, exported
    from training.sets import load_sets
    from training.temperature import fit_temperature
    from training.view_fit import fit_view_weights, shown

    checkpoint = load_checkpoint(model)
    sets = load_sets(data, checkpoint.card.config.classes)
    images = [image for one in sets for image in one.images]
    rules, classes = checkpoint.card.rules, checkpoint.card.config.classes
    engine = exported(checkpoint)
    found = detect(engine.infer, checkpoint.card.config, rules, images)
    scores = rules.scores | calibrated_scores(found, images, classes)
    withheld = tuple(withhold or rules.withheld)
    rules = rules.model_copy(update={"scores": scores, "withheld": withheld})
    fit = fit_temperature(judged(found, images, classes), rules)
    rules = rules.model_copy(update={"temperature": fit.temperature if fit else UNCALIBRATED})
    if views:
        calibrated = checkpoint.card.model_copy(update={"rules": rules})
        analyzer = Analyzer(engine, calibrated, checkpoint.hash)
        seen = [
            (
                one.share,
                [shown(image.view, analyzer.find(image.frame), rules) for image in one.images],
            )
            for one in load_sets(views, classes)
        ]
        weights = fit_view_weights(seen, classes)
        rules = rules.model_copy(update={"view_weights": weights})
    changes: dict[str, object] = {"rules": rules}
    if card is not None:
        changes["card"] = card.read_text("utf-8")
    updated = checkpoint.card.model_copy(update=changes)
    save_checkpoint(model, checkpoint.network, updated)
    console.print(updated.rules.scores)
    if fit is None:
        console.print("Temperature of confidence: not fitted. Give more images, right and wrong.")
    else:
        console.print(
            f"Temperature of confidence {fit.temperature:.3f}, from {fit.count} found structures: "
            f"expected calibration error {fit.error_before:.3f} before, {fit.error_after:.3f} after"
        )
    console.print("The weights' hash is new: run fetalens model export again.")


def context(
    model: Annotated[Path, typer.Argument(help="Weights (.safetensors).")],
    data: Annotated[
        list[str], typer.Option(help="COCO JSON that labels all limbs; not the images trained on.")
    ],
) -> None:
    """Learn to tell limbs apart by what lies beside them, and store it. Then calibrate anew."""
    from inference.yolact.checkpoint import load_checkpoint, save_checkpoint
    from training.context_fit import fit_context
    from training.detect import detect, exported
    from training.sets import load_sets

    checkpoint = load_checkpoint(model)
    card = checkpoint.card
    plain = card.rules.model_copy(update={"context": None})
    images = [image for one in load_sets(data, card.config.classes) for image in one.images]
    infer = exported(checkpoint).infer
    # One at a time: the masks of all of them, which nothing here needs, would fill the memory.
    seen = ((image, detect(infer, card.config, plain, [image])[0]) for image in images)
    learnt = fit_context(seen, card.config.classes)
    rules = plain.model_copy(update={"context": learnt})
    save_checkpoint(model, checkpoint.network, card.model_copy(update={"rules": rules}))
    console.print(
        "Stored. The scores are others now: run fetalens model calibrate, then fetalens model "
        "export."
    )
