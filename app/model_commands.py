"""The commands on weights that need no training. fetalens.py adds them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

model_cli = typer.Typer(help="Weights: import, export, calibrate, read the card.")
console = Console()


class ReferenceBackbone(StrEnum):
    resnet50 = "resnet50"
    resnet101 = "resnet101"


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
    from inference.yolact.reference import import_reference

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
    from app.video import open_source
    from inference.errors import needs_extra
    from inference.yolact.checkpoint import read_card
    from inference.yolact.preprocess import preprocess

    with needs_extra("train"):
        from inference.engines.export import export_beside
    source = open_source(practice_loop() or "")
    frame = source.read()
    source.close()
    picture = preprocess(frame.pixels, read_card(model).config) if frame else None
    console.print(f"Written: {export_beside(model, picture)}")


@model_cli.command("card")
def show_card(
    model: Annotated[Path | None, typer.Option(help="The shipped weights if absent.")] = None,
) -> None:
    """Print what a model was trained on, how well it does, and its hash."""
    from inference.analyzer import SHIPPED_MODEL
    from inference.anatomy import load_anatomy
    from inference.rules import UNCALIBRATED
    from inference.yolact.checkpoint import read_card, verify

    path = model or SHIPPED_MODEL
    card, model_hash = read_card(path), verify(path)
    names = {structure.id: structure.names["en"] for structure in load_anatomy().structures}
    never = [name for key, name in names.items() if key not in card.config.classes]
    console.print(f"[bold]{card.name}[/bold]\nSHA-256 {model_hash}")
    console.print(card.card, markup=False)
    temperature = card.rules.temperature
    fitted = "not fitted" if temperature == UNCALIBRATED else f"{temperature:.3f}"
    console.print(f"Temperature of confidence: {fitted}.")
    console.print(f"Never trained, and not offered: {', '.join(never) or 'none'}.")
    if card.rules.withheld:
        poor = ", ".join(names.get(key, key) for key in card.rules.withheld)
        console.print(f"Learnt too poorly, and not offered: {poor}.")
