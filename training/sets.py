"""Sets of labelled images as the command line names them: PATH or PATH=SHARE."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.anatomy import load_anatomy
from training.clips import load_boxed_clip, load_negatives
from training.dataset import DatasetError, LabelledImage, load_coco, load_views, only_classes


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSet:
    """A set and the share of the training examples that is drawn from it, before normalising."""

    path: Path
    share: float
    images: Sequence[LabelledImage]


def load_sets(names: Iterable[str], classes: Sequence[str]) -> list[LabelledSet]:
    """Load every set, with the instances of these classes. Raises DatasetError."""
    sets = []
    for name in names:
        path, share = _path_and_share(name)
        images = only_classes(load_images(path), classes)
        if not images:
            raise DatasetError(f"{path} holds no image. Leave it out or correct it.")
        sets.append(LabelledSet(path, share, images))
    return sets


def load_images(path: Path) -> list[LabelledImage]:
    """Labelled images of a COCO JSON file, of a list of views, or of a boxed clip (.frames.json).

    Anything else is taken for a clip without a fetus. Raises DatasetError.
    """
    if path.name.endswith(".frames.json"):
        return load_boxed_clip(path)
    if path.suffix != ".json":
        return load_negatives(path)
    try:
        is_list = isinstance(json.loads(path.read_bytes()), list)
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path} is missing or not JSON. Check the path.") from error
    return load_views(path) if is_list else load_coco(path)


def taught_views(sets: Iterable[LabelledSet]) -> tuple[str, ...]:
    """Ids of the views of which some image shows an essential structure, in the anatomy's order.

    An image whose view alone is known teaches what is not there, and so no view.
    """
    shown = {
        (image.view, instance.class_id)
        for one in sets
        for image in one.images
        for instance in image.instances
    }
    return tuple(
        view.id
        for view in load_anatomy().views
        if any((view.id, structure.id) in shown for structure in view.essential)
    )


def _path_and_share(name: str) -> tuple[Path, float]:
    path, separator, share = name.rpartition("=")
    if not separator:
        return Path(name), 1.0
    try:
        value = float(share)
    except ValueError:
        return Path(name), 1.0  # the equals sign belongs to the path
    if not value > 0:
        raise DatasetError(f"The share of {path} must be greater than 0, not {share}.")
    return Path(path), value
