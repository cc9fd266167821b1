"""The study's protocol: a fixed test set, and five random splits of the rest, all by patient."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from training.dataset import DatasetError

SEEDS = (0, 1, 2, 3, 4)
TEST_SHARE = 0.05
VALIDATION_SHARE = 0.2  # of what is left: 4 to 1
SplitBy = Literal["patient", "image"]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is split: its key, its view, and its patient where one is named."""

    key: str
    view: str
    patient: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Keys of the images to learn from, to stop by and to test on; sorted.

    unnamed  how many images named no patient, and so count as a patient each
    """

    train: tuple[str, ...]
    validation: tuple[str, ...]
    test: tuple[str, ...]
    unnamed: int = 0

    @property
    def parts(self) -> dict[str, str]:
        """For each key "train", "validation" or "test"."""
        return {
            key: part for part in ("train", "validation", "test") for key in getattr(self, part)
        }

    @property
    def remark(self) -> str | None:
        """What has to be said of the split, in a sentence; None for nothing."""
        if not self.unnamed:
            return None
        return (
            f"{self.unnamed} images name no patient and count as a patient each, so the same woman "
            "may be in train and test."
        )


def split(pictures: Iterable[Picture], seed: int, by: SplitBy = "patient") -> Split:
    """Split images: 5 % to test on, whatever the seed, the others 4 to 1.

    by  "patient" keeps whole patients together and gives each part every view, as long as there
        are patients enough; "image" splits at random, as the reference study did, which lets the
        same patient be learnt from and tested on
    The same split for any order of the images. Raises DatasetError for a key that is given twice
    and for fewer than three patients.
    """
    ordered = sorted(pictures, key=lambda picture: picture.key)
    keys = {picture.key for picture in ordered}
    if len(keys) < len(ordered):
        raise DatasetError("An image is given twice. Name each image once to split them.")
    unnamed = sum(picture.patient is None for picture in ordered)
    groups = _groups(ordered, by)
    hold_out = _stratified if by == "patient" else _at_random
    test = hold_out(groups, TEST_SHARE, "test")
    rest = {name: group for name, group in groups.items() if name not in test}
    validation = hold_out(rest, VALIDATION_SHARE, f"validation {seed}")
    train = set(rest) - validation
    if not (test and validation and train):
        raise DatasetError(
            f"{len(groups)} {by}s are too few for train, validation and test. Collect at least "
            "three that show the same view."
        )
    return Split(
        train=_keys(groups, train),
        validation=_keys(groups, validation),
        test=_keys(groups, test),
        unnamed=unnamed if by == "patient" else 0,
    )


Groups = Mapping[str, Sequence[Picture]]


def _groups(pictures: Iterable[Picture], by: SplitBy) -> Groups:
    """The images that stay together, by name."""
    groups: dict[str, list[Picture]] = {}
    for picture in pictures:
        is_alone = by == "image" or picture.patient is None
        name = f"image {picture.key}" if is_alone else f"patient {picture.patient}"
        groups.setdefault(name, []).append(picture)
    return groups


def _shuffled(groups: Groups, draw: str) -> list[str]:
    """An order that depends on the draw and on each name alone, and on no library's version."""
    return sorted(groups, key=lambda name: sha256(f"{draw}\n{name}".encode()).digest())


def _at_random(groups: Groups, share: float, draw: str) -> set[str]:
    return set(_shuffled(groups, draw)[: max(1, round(share * len(groups)))])


def _stratified(groups: Groups, share: float, draw: str) -> set[str]:
    """Groups that hold about this share of every view's images, and at least one.

    The rarest view first, as the common ones are filled on the way (Sechidis et al. 2011, iterative
    stratification). A group is not taken if nothing else is left to learn one of its views from.
    """
    views = {name: Counter(picture.view for picture in group) for name, group in groups.items()}
    images = sum(views.values(), Counter[str]())
    left = Counter(view for counts in views.values() for view in counts)
    taken: set[str] = set()
    have: Counter[str] = Counter()
    order = _shuffled(groups, draw)
    for view in sorted(images, key=lambda view: (images[view], view)):
        for name in order:
            its = views[name]
            missing = share * images[view] - have[view]
            is_due = have[view] == 0 or missing >= its[view] / 2
            if name in taken or not its[view] or not is_due or min(left[v] for v in its) < 2:
                continue
            taken.add(name)
            have += its
            left -= Counter(list(its))
    return taken


def _keys(groups: Groups, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(picture.key for name in names for picture in groups[name]))
