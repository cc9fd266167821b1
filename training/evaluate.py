"""What a network is worth: AP where the truth is known, views, and false overlays on clips."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from inference.analyzer import Analyzer, load_analyzer
from inference.anatomy import load_anatomy
from inference.engines import choose_engine
from inference.rules import Rules
from inference.types import Detections
from inference.yolact.checkpoint import read_card
from inference.yolact.config import YolactConfig
from training.augment import cover_stretches
from training.clips import background, read_clip
from training.dataset import LabelledImage, only_classes
from training.detect import Infer, detect
from training.metrics import Precision, average_precision, mean_box_50
from training.sets import load_images

NT = "nuchal_translucency"
STRETCH_PX = 14  # wider than the marks of the scanners seen, in pixels of their stills


@dataclass(frozen=True, slots=True)
class FalseOverlays:
    """What is drawn on a clip that shows no structure of ours: all of it is false.

    bare_per_frame  boxes a frame at score 0.3, before the rules of agreement and persistence
    per_frame       structures shown a frame; per_minute: the same, a minute of the clip
    """

    clip: str
    frames: int
    bare_per_frame: float
    per_frame: float
    per_minute: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one model.

    precisions     per class, of the bare network
    uncalipered    box AP@0.5 of nuchal translucency with every other stretch of it covered by the
                   next, which takes measuring marks off: first the even stretches, then the odd
    view_accuracy  share of images whose view, six or none, is called right, each by itself
    views          counts by (true view, called view)
    """

    model: str
    model_hash: str
    images: int
    precisions: Mapping[str, Precision]
    mean_box_50: float | None
    uncalipered: Sequence[float]
    view_accuracy: float | None
    views: Mapping[tuple[str, str], int]
    false_overlays: Sequence[FalseOverlays]

    def to_json(self) -> dict[str, Any]:
        """Plain values, for a file."""
        return asdict(self) | {
            "views": [
                {"true": true, "called": called, "images": count}
                for (true, called), count in self.views.items()
            ]
        }


class _Network(NamedTuple):
    """The bare network of the model, run by the engine that the program itself would choose."""

    infer: Infer
    config: YolactConfig
    rules: Rules

    def detect(self, images: Sequence[LabelledImage]) -> list[Detections]:
        return detect(self.infer, self.config, self.rules, images)


def evaluate(model: Path, annotations: Sequence[Path], clips: Sequence[Path]) -> Evaluation:
    """Measure a .safetensors model on annotated images, and on clips without a fetus.

    annotations are COCO JSON files, or the frames of a built clip (NAME.frames.json beside its
    video). Raises DatasetError or ModelError.
    """
    card = read_card(model)
    classes = card.config.classes
    images = only_classes([image for path in annotations for image in load_images(path)], classes)
    analyzer = load_analyzer(model)
    network = _Network(
        choose_engine(model, analyzer.info.hash, "auto").infer, card.config, card.rules
    )
    found = network.detect(images)
    precisions = average_precision(images, found, classes)
    views = Counter((image.view, called_view(analyzer, image)) for image in images)
    right = sum(count for (true, called), count in views.items() if true == called)
    return Evaluation(
        card.name,
        analyzer.info.hash,
        len(images),
        precisions,
        mean_box_50(precisions),
        without_calipers(network, images),
        right / len(images) if images else None,
        dict(sorted(views.items())),
        [false_overlays(analyzer, network, clip) for clip in clips],
    )


def without_calipers(network: _Network, images: Sequence[LabelledImage]) -> list[float]:
    """Box AP@0.5 of nuchal translucency with marks covered, twice: see Evaluation.uncalipered.

    A network that has learnt to find calipers falls far below its usual figure.
    """
    necks = [image for image in images if any(item.class_id == NT for item in image.instances)]
    if not necks or NT not in network.config.classes:
        return []
    figures = []
    for first in (0, STRETCH_PX):
        covered = [_covered(image, first) for image in necks]
        found = network.detect(covered)
        figures.append(average_precision(covered, found, network.config.classes)[NT].box_50)
    return figures


def _covered(image: LabelledImage, first: int) -> LabelledImage:
    pixels = image.pixels
    for item in image.instances:
        if item.class_id == NT:
            starts = range(first, int(item.box[2] - item.box[0]) - STRETCH_PX, 2 * STRETCH_PX)
            pixels = cover_stretches(pixels, item.box, starts, STRETCH_PX)
    return replace(image, pixels=pixels)


def called_view(analyzer: Analyzer, image: LabelledImage) -> str:
    """The view that the program calls for an image by itself, "none" included."""
    view = analyzer.analyze_alone(image.frame).view.view
    return "none" if view is None else view.id


def false_overlays(analyzer: Analyzer, network: _Network, clip: Path) -> FalseOverlays:
    """Play a clip as the program does and count what it shows."""
    analyzer.reset()
    frames = list(read_clip(clip))
    shown = sum(len(analyzer.analyze(frame).detections) for frame in frames)
    analyzer.reset()
    images = [background(frame, clip) for frame in frames]
    structures = {structure.id for structure in load_anatomy().structures}
    labels = [i for i, name in enumerate(network.config.classes) if name in structures]
    bare = sum(_strong(found, labels) for found in network.detect(images))
    duration_s = (frames[-1].time_s - frames[0].time_s) * len(frames) / max(len(frames) - 1, 1)
    return FalseOverlays(
        clip.name,
        len(frames),
        bare / len(frames),
        shown / len(frames),
        60 * shown / duration_s if duration_s else 0.0,
    )


def _strong(found: Detections, labels: Sequence[int]) -> int:
    return int(((found.scores > 0.3) & np.isin(found.labels, labels)).sum())


def print_evaluation(evaluation: Evaluation, console: Console) -> None:
    """The figures as tables for a person."""
    console.print(
        f"{evaluation.model} ({evaluation.model_hash[:12]}), {evaluation.images} images, "
        f"mean box AP@0.5 {_figure(evaluation.mean_box_50)}"
    )
    table = Table("class", "images", "instances", "box AP@0.5", "box AP", "mask AP@0.5", "mask AP")
    for name, entry in evaluation.precisions.items():
        table.add_row(
            name,
            str(entry.images),
            str(entry.instances),
            *map(_figure, (entry.box_50, entry.box, entry.mask_50, entry.mask)),
        )
    console.print(table)
    views = Table(
        "true view", "called", "images", title=f"Views {_figure(evaluation.view_accuracy)}"
    )
    for (true, called), count in evaluation.views.items():
        views.add_row(true, called, str(count))
    console.print(views)
    if evaluation.false_overlays:
        false = Table("clip", "frames", "bare boxes a frame at 0.3", "shown a frame", "a minute")
        for clip in evaluation.false_overlays:
            false.add_row(
                clip.clip,
                str(clip.frames),
                f"{clip.bare_per_frame:.2f}",
                f"{clip.per_frame:.4f}",
                f"{clip.per_minute:.1f}",
            )
        console.print(false)


def _figure(value: float | None) -> str:
    return "no truth" if value is None else f"{value:.3f}"
