"""The endless row of examples that a training sees: each is a function of its place in the row."""

from collections.abc import Iterator, Sequence

import numpy as np
from torch.utils.data import Dataset, Sampler

from training.augment import Example, augment
from training.mosaic import PIECES, is_of_limbs, mosaic
from training.sets import LabelledSet

MOSAICS = 0.5  # of the images of limbs are shown so


class ExampleRow(Dataset[Example]):
    """Random variations of the images of several sets, each set drawn with its share.

    Example i depends on the seed and on i alone. So a training that goes on after a kill sees what
    an unbroken one would, and it does not matter which process makes the example.
    """

    def __init__(self, sets: Sequence[LabelledSet], size: int, seed: int, length: int) -> None:
        self._sets = [one.images for one in sets]
        self._limbs = [[image for image in one.images if is_of_limbs(image)] for one in sets]
        shares = np.array([one.share for one in sets])
        self._shares = shares / shares.sum()
        self._size = size
        self._seed = seed
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> Example:
        rng = np.random.default_rng([self._seed, index])
        drawn = int(rng.choice(len(self._sets), p=self._shares))
        images, limbs = self._sets[drawn], self._limbs[drawn]
        image = images[int(rng.integers(len(images)))]
        if is_of_limbs(image) and rng.random() < MOSAICS:
            others = (limbs[int(rng.integers(len(limbs)))] for _ in range(PIECES - 1))
            return mosaic([image, *others], self._size, rng)
        return augment(image, self._size, rng)


class FromHere(Sampler[int]):
    """The places of a row in order, from `first` on, as far as one of several machines has them.

    batch         examples that a machine takes at a time: machine 0 the first so many, and so on
    rank, ranks   which of how many machines this is
    """

    def __init__(self, length: int, first: int, batch: int, rank: int = 0, ranks: int = 1) -> None:
        self._length, self._first, self._batch = length, first, batch
        self._rank, self._ranks = rank, ranks

    def __len__(self) -> int:
        """Of the whole row, also where it goes on in the middle: a step keeps its number."""
        return self._length // self._ranks

    def __iter__(self) -> Iterator[int]:
        stride = self._batch * self._ranks
        for start in range(self._first + self._rank * self._batch, self._length, stride):
            yield from range(start, start + self._batch)
