"""Several models asked together, as one model of the study."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from inference.engines import choose_engine
from inference.yolact.checkpoint import Checkpoint, load_checkpoint
from training.dataset import DatasetError
from training.detect import detect
from training.study.calling import view_called_from
from training.study.cost import cost_of
from training.study.fusion import fuse
from training.study.making import KnownImage, Progress, found_instances, study_image
from training.study.stored import Cost, StudyRun


def make_ensemble_run(
    models: Sequence[Path],
    tested: Sequence[KnownImage],
    seed: int,
    name: str | None = None,
    on_progress: Progress = lambda done, count: None,
) -> StudyRun:
    """What several .safetensors models find together: their findings, fused (fusion.py).

    The view is called by the rules of the first. `name` is theirs joined by a plus, if not given.
    Raises DatasetError where they find different classes, and ModelError.
    """
    checkpoints = [load_checkpoint(model) for model in models]
    card = checkpoints[0].card
    classes = card.config.classes
    for model, checkpoint in zip(models, checkpoints, strict=True):
        if checkpoint.card.config.classes != classes:
            raise DatasetError(
                f"{models[0].name} and {model.name} find different classes, or in another order: "
                "give models that were trained with the same --classes."
            )
    each = [
        (choose_engine(model, checkpoint.hash, "auto").infer, checkpoint.card)
        for model, checkpoint in zip(models, checkpoints, strict=True)
    ]
    images = []
    for image, facts in tested:
        found = fuse([detect(infer, own.config, own.rules, [image])[0] for infer, own in each])
        called = view_called_from(found, classes, card.rules, card.views)
        images.append(study_image(image, facts, found_instances(found, classes), called))
        on_progress(len(images), len(tested))
    return StudyRun(
        model=name or " + ".join(checkpoint.card.name for checkpoint in checkpoints),
        model_hash=sha256(" ".join(each.hash for each in checkpoints).encode()).hexdigest(),
        seed=seed,
        cost=_cost(checkpoints),
        images=tuple(images),
    )


def _cost(checkpoints: Sequence[Checkpoint]) -> Cost:
    """Of all of them, one after the other."""
    sizes = [checkpoint.card.config.image_size for checkpoint in checkpoints]
    costs = [
        cost_of(checkpoint.network, size, size)
        for checkpoint, size in zip(checkpoints, sizes, strict=True)
    ]
    return Cost(
        parameters=sum(cost.parameters for cost in costs),
        gflops=sum(cost.gflops for cost in costs),
    )
