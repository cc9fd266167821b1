"""A model and labelled images in, a run of the study out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from inference.analyzer import load_analyzer
from inference.engines import choose_engine
from inference.types import Detections
from inference.yolact.checkpoint import load_checkpoint
from training.dataset import DatasetError, Instance, LabelledImage
from training.detect import detect
from training.evaluate import called_view
from training.mask_runs import MaskRuns
from training.metrics import fill
from training.sets import load_images
from training.study.calling import within_number
from training.study.cost import cost_of
from training.study.facts import ImageFacts, facts_of
from training.study.stored import (
    FoundInstance,
    StudyImage,
    StudyRun,
    TrueInstance,
    repeated,
    structure_names,
)

Progress = Callable[[int, int], None]  # images done, and of how many


class KnownImage(NamedTuple):
    """An annotated image, and what its set says of it beside the labels."""

    image: LabelledImage
    facts: ImageFacts

    @property
    def key(self) -> str:
        """What no other image of a study has."""
        return f"{self.image.source}/{self.image.name}"


def load_known(annotations: Iterable[Path]) -> list[KnownImage]:
    """All annotated images of several files. Raises DatasetError for none, and for one twice."""
    known = [each for path in annotations for each in _known_of(path)]
    if not known:
        raise DatasetError("The data hold no image. Give annotations of some.")
    twice = repeated((image.source, image.name) for image, _ in known)
    if twice is not None:
        raise DatasetError(
            f"{twice[1]} of {twice[0]} is there twice. Give each set once, in a folder of its own "
            "name."
        )
    return known


def make_run(
    model: Path,
    tested: Sequence[KnownImage],
    seed: int,
    name: str | None = None,
    on_progress: Progress = lambda done, count: None,
    is_counted: bool = False,
) -> StudyRun:
    """What a .safetensors model finds in annotated images: all its structures, and the view.

    The findings are those of the bare network down to low scores, by the engine that the program
    would choose; the view is what the program calls for each image by itself. `name` is the
    model's, if not the card's: runs of one name are seen as repetitions with different seeds.
    is_counted: of each structure no more than one fetus has.
    Raises DatasetError or ModelError.
    """
    checkpoint = load_checkpoint(model)
    card = checkpoint.card
    analyzer = load_analyzer(model)
    infer = choose_engine(model, analyzer.info.hash, "auto").infer
    images = []
    for image, facts in tested:
        (found,) = detect(infer, card.config, card.rules, [image])
        if is_counted:
            found = within_number(found, card.config.classes)
        instances = found_instances(found, card.config.classes)
        images.append(study_image(image, facts, instances, called_view(analyzer, image)))
        on_progress(len(images), len(tested))
    return StudyRun(
        model=name or card.name,
        model_hash=analyzer.info.hash,
        seed=seed,
        cost=cost_of(checkpoint.network, card.config.image_size, card.config.image_size),
        images=tuple(images),
    )


def study_image(
    image: LabelledImage, facts: ImageFacts, found: Sequence[FoundInstance], called: str
) -> StudyImage:
    """A labelled image as the study keeps it, without its pixels and landmarks."""
    structures = structure_names()
    height, width = image.pixels.shape
    return StudyImage(
        name=image.name,
        source=image.source,
        height=height,
        width=width,
        patient=facts.patient_group,
        view=image.view,
        route=facts.route,
        age_days=facts.age_days,
        scanner=facts.scanner_model,
        pixel_size_mm=facts.pixel_size_mm,
        unknown=tuple(sorted(image.unknown & set(structures))),
        true=tuple(
            _true_instance(item, image) for item in image.instances if item.class_id in structures
        ),
        found=tuple(found),
        called=called,
    )


def found_instances(found: Detections, classes: Sequence[str]) -> list[FoundInstance]:
    """The structures among detections whose labels index `classes`, landmarks left out."""
    structures = structure_names()
    return [
        FoundInstance(
            structure=classes[label],
            box=tuple(found.boxes[row].tolist()),
            mask=MaskRuns.of(found.full(row)),
            score=float(found.scores[row]),
        )
        for row, label in enumerate(found.labels.tolist())
        if classes[label] in structures
    ]


def _true_instance(item: Instance, image: LabelledImage) -> TrueInstance:
    mask = MaskRuns.of(fill(item.outlines, image.pixels.shape)) if item.has_mask else None
    return TrueInstance(structure=item.class_id, box=tuple(item.box.tolist()), mask=mask)


def _known_of(annotations: Path) -> Iterator[KnownImage]:
    facts = facts_of(annotations)
    for image in load_images(annotations):
        yield KnownImage(image, facts.get(image.name, ImageFacts()))
