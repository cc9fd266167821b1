"""All images of a study, pooled from its sets, then split and audited."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.anatomy import load_anatomy
from training.collection.leakage import audit
from training.collection.prints import fingerprint
from training.collection.splits import Picture, Split, SplitBy, split
from training.dataset import DatasetError, LabelledImage, only_classes
from training.study.making import KnownImage, load_known


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """The images of a study by key.

    classes  structures and landmarks that are drawn in some image, in the anatomy's order: what
             every network of the study learns to find
    """

    known: Mapping[str, KnownImage]
    classes: tuple[str, ...]

    @property
    def pictures(self) -> list[Picture]:
        """The images as they are split."""
        return [
            Picture(key, image.view, facts.patient_group)
            for key, (image, facts) in self.known.items()
        ]

    def to_learn(self, keys: Iterable[str]) -> list[LabelledImage]:
        """Images with all that a network learns from."""
        return only_classes([self.known[key].image for key in keys], self.classes)

    def to_test(self, keys: Iterable[str]) -> list[KnownImage]:
        """Images with all that is known of them."""
        return [self.known[key] for key in keys]


def load_cohort(annotations: Iterable[Path]) -> Cohort:
    """Pool annotated images. Raises DatasetError where no structure is drawn in any of them."""
    known = {each.key: each for each in load_known(annotations)}
    drawn = {item.class_id for image, _ in known.values() for item in image.instances}
    anatomy = load_anatomy()
    ids = [each.id for each in anatomy.structures] + [each.id for each in anatomy.landmarks]
    classes = tuple(each for each in ids if each in drawn)
    if not classes:
        raise DatasetError(
            "No structure of the anatomy is drawn in any image. Annotate some, with the names of "
            "anatomy.toml."
        )
    return Cohort(known, classes)


def audited_splits(cohort: Cohort, seeds: Sequence[int], by: SplitBy) -> dict[int, Split]:
    """The split of each seed. Raises DatasetError where something to test on is learnt from.

    A split by image is not audited: that it lets patients leak is what it is there to replicate.
    """
    pictures = cohort.pictures
    splits = {seed: split(pictures, seed, by) for seed in seeds}
    if by == "patient":
        prints = {key: fingerprint(image.pixels) for key, (image, _) in cohort.known.items()}
        for each in splits.values():
            audit(each, pictures, prints)
    return splits


def remarks(cohort: Cohort, splits: Iterable[Split], by: SplitBy) -> Iterator[str]:
    """What a reader of the figures has to know of the data, a sentence each."""
    first = next(iter(splits))
    if by == "image":
        yield (
            "Split by image, as the reference study did: the same woman may be in train and test, "
            "so the figures are too good for women never seen."
        )
    if first.remark is not None:
        yield first.remark
    tested = {cohort.known[key].image.view for key in first.test}
    missing = [view.id for view in load_anatomy().views if view.id not in tested]
    if missing:
        yield (
            f"No test image shows a view of {', '.join(missing)}, so nothing can be said of it. "
            "Collect such images of more patients."
        )
