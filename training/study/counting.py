"""Table 3 of the reference study: right and wrong images of each structure, and rates of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from inference.anatomy import load_anatomy
from training.metrics import Overlap
from training.study.matching import (
    CONFIDENCE,
    RIGHT_PLACE,
    found_of,
    has_masks,
    is_known,
    overlaps,
    true_of,
)
from training.study.stored import StudyImage


@dataclass(frozen=True, slots=True)
class Counts:
    """Images in which a structure is rightly found, wrongly found, missed, rightly not found.

    A rate is None where it has no denominator.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    @property
    def images(self) -> int:
        return self.tp + self.fp + self.fn + self.tn

    @property
    def accuracy(self) -> float | None:
        """(TP + TN) / all."""
        return _ratio(self.tp + self.tn, self.images)

    @property
    def recall(self) -> float | None:
        """TP / (TP + FN)."""
        return _ratio(self.tp, self.tp + self.fn)

    @property
    def precision(self) -> float | None:
        """TP / (TP + FP)."""
        return _ratio(self.tp, self.tp + self.fp)

    @property
    def f1(self) -> float | None:
        """2 / (1 / precision + 1 / recall), written so that it is 0 where nothing is right."""
        return _ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn
        )


def own_view(structure: str) -> str:
    """The view in whose images the study counts a structure: that which tests it.

    The cord insertion is tested nowhere, and counts in the one view that annotates it.
    """
    views = load_anatomy().views
    testing = [view for view in views if structure in {one.id for one in view.tested}]
    annotating = [view for view in views if structure in {one.id for one in view.annotated}]
    return (testing or annotating)[0].id


def count_structure(
    images: Iterable[StudyImage], structure: str, overlap: Overlap
) -> Counts | None:
    """Counts of a structure over the images of its own view in which it is known.

    None where the structure is annotated in none of them: nothing can be said. For "segm", images
    in which it is annotated as a box alone are left out.
    """
    own = [
        image
        for image in images
        if image.view == own_view(structure)
        and is_known(image, structure)
        and (overlap == "bbox" or has_masks(image, structure))
    ]
    if not any(true_of(image, structure) for image in own):
        return None
    return sum((_count_image(image, structure, overlap) for image in own), Counts())


def _count_image(image: StudyImage, structure: str, overlap: Overlap) -> Counts:
    """One image: of what is found several times, the instance of the best score counts."""
    true = true_of(image, structure)
    best = found_of(image, structure, CONFIDENCE)[:1]
    if not best:
        return Counts(fn=1) if true else Counts(tn=1)
    is_right = overlaps(best, true, overlap).max(initial=0.0) >= RIGHT_PLACE
    return Counts(tp=1) if is_right else Counts(fp=1)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
