"""Which view was called for images of which true view, the six and none."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from training.study.stored import NO_VIEW, StudyImage, view_names


@dataclass(frozen=True, slots=True)
class ViewMatrix:
    """Images by (true view, called view). Figures are None where nothing can be said."""

    counts: Mapping[tuple[str, str], int]

    def count(self, true: str, called: str) -> int:
        return self.counts.get((true, called), 0)

    def true(self, view: str) -> int:
        """Images of a view."""
        return sum(self.count(view, called) for called in view_names())

    @property
    def standard(self) -> int:
        """Images of the six standard views."""
        return sum(self.true(view) for view in view_names() if view != NO_VIEW)

    @property
    def accuracy(self) -> float | None:
        """As the reference study counts: the share of standard-view images called right."""
        right = sum(self.count(view, view) for view in view_names() if view != NO_VIEW)
        return right / self.standard if self.standard else None

    @property
    def macro_f1(self) -> float | None:
        """Mean F1 of the views that have images, "none" among them."""
        scores = [self.f1(view) for view in view_names()]
        known = [score for score in scores if score is not None]
        return sum(known) / len(known) if known else None

    def recall(self, view: str) -> float | None:
        """Share of the images of a view that are called so."""
        return self.count(view, view) / self.true(view) if self.true(view) else None

    def f1(self, view: str) -> float | None:
        """2 TP / (2 TP + FP + FN); None for a view without images."""
        if not self.true(view):
            return None
        called = sum(self.count(true, view) for true in view_names())
        return 2 * self.count(view, view) / (called + self.true(view))


def view_matrix(images: Iterable[StudyImage]) -> ViewMatrix:
    """Count what was called for each image by itself."""
    return ViewMatrix(Counter((image.view, image.called) for image in images))
