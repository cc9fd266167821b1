"""What kind of mistake was made: the error types of TIDE (Bolya et al., ECCV 2020, section 2.2)."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.study.matching import CONFIDENCE, RIGHT_PLACE, assigned, overlaps
from training.study.stored import FoundInstance, StudyImage

BACKGROUND = 0.1  # TIDE's lower IoU: what overlaps nothing more than this lies on background
ERRORS = ("class", "location", "both", "duplicate", "background", "missed")
NEED_NO_TRUTH = frozenset({"class", "both", "background"})  # of the structure that was said


def count_errors(images: Iterable[StudyImage]) -> Counter[tuple[str, str]]:
    """Mistakes by (structure, type), by box at confidence 0.3; "right" is no mistake.

    class       in the place of another structure (IoU 0.5 or more with it)
    location    the right structure, but badly placed (IoU 0.1 to 0.5)
    both        another structure, and badly placed
    duplicate   in the right place, which a better-scored one has taken
    background  where nothing annotated is (IoU 0.1 or less)
    missed      a true structure that neither was found nor explains a class or location error

    All but "missed" are counted under the structure that was said to be there. What may be there
    without being annotated is not judged; what its view does not annotate is background.
    """
    return sum((_errors_of(image) for image in images), Counter())


def _errors_of(image: StudyImage) -> Counter[tuple[str, str]]:
    shown = [
        item
        for item in image.found
        if item.score >= CONFIDENCE and item.structure not in image.unknown
    ]
    found = sorted(shown, key=lambda item: -item.score)
    ious = overlaps(found, image.true, "bbox")
    same = _is_same(found, image)
    own = assigned(ious * same)
    taken = {true for true in own if true is not None}
    counts: Counter[tuple[str, str]] = Counter()
    explained: set[int] = set()
    for row, item in enumerate(found):
        if own[row] is not None:
            counts[item.structure, "right"] += 1
            continue
        kind, true = _kind(ious[row], same[row], taken)
        counts[item.structure, kind] += 1
        explained |= {true} if true is not None else set()
    for i, truth in enumerate(image.true):
        if i not in taken | explained:
            counts[truth.structure, "missed"] += 1
    return counts


def _kind(
    ious: NDArray[np.float64], same: NDArray[np.bool_], taken: set[int]
) -> tuple[str, int | None]:
    """The type of one mistake in TIDE's order, and the true instance that it explains.

    ious (T,) with the true instances; same (T,): whether they are of the structure found.
    """
    if not ious.size:
        return "background", None
    alike, others = ious * same, ious * ~same
    if BACKGROUND <= alike.max() <= RIGHT_PLACE:
        return "location", int(alike.argmax())
    if others.max() >= RIGHT_PLACE:
        return "class", int(others.argmax())
    if any(alike[true] >= RIGHT_PLACE for true in taken):
        return "duplicate", None
    return ("background", None) if ious.max() <= BACKGROUND else ("both", None)


def _is_same(found: Sequence[FoundInstance], image: StudyImage) -> NDArray[np.bool_]:
    """Whether found and true are of one structure, (F, T)."""
    names = np.array([item.structure for item in found], object)
    truths = np.array([item.structure for item in image.true], object)
    return np.asarray(names[:, None] == truths[None], np.bool_)
