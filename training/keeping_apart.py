"""Whether the images that a training stops by are others than those it learns from."""

from collections.abc import Iterator, Sequence

from training.collection.leakage import audit_patients, audit_prints
from training.collection.prints import fingerprint
from training.collection.splits import Picture
from training.dataset import LabelledImage
from training.sets import LabelledSet
from training.study.facts import ImageFacts, facts_of


def audit_sets(sets: Sequence[LabelledSet], validation: Sequence[LabelledSet]) -> None:
    """Make sure that no patient, and no picture, is both to learn from and to stop by.

    Where no patient is named, pictures alone are compared. Raises DatasetError.
    """
    known = [*_keyed(sets, "train", "--data"), *_keyed(validation, "validation", "--validation")]
    part_of = {picture.key: part for part, picture, _ in known}
    audit_patients(part_of, [picture for _, picture, _ in known])
    audit_prints(part_of, {picture.key: fingerprint(image.pixels) for _, picture, image in known})


def _keyed(
    sets: Sequence[LabelledSet], part: str, option: str
) -> Iterator[tuple[str, Picture, LabelledImage]]:
    for one in sets:
        facts = facts_of(one.path)
        for image in one.images:
            patient = facts.get(image.name, ImageFacts()).patient_group
            yield part, Picture(f"{image.name} ({option} {one.path})", image.view, patient), image
