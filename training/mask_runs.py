"""Masks as COCO's run lengths, checked before pycocotools' C code sees them."""

from collections.abc import Sequence
from typing import Self, TypedDict

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask
from pydantic import BaseModel, ConfigDict, field_validator, model_validator

LONGEST = 6  # characters of one run: 5 bits each, more than any picture has pixels


class CocoMask(TypedDict):
    """What pycocotools takes. size is height, width."""

    size: tuple[int, int]
    counts: str


class MaskRuns(BaseModel):
    """A mask at the size (height, width) of its image, as COCO's compressed run lengths.

    Plain run lengths, a list of numbers, are taken and compressed. Runs that do not cover the image
    exactly are refused: pycocotools would read memory that is not its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: tuple[int, int]
    counts: str

    @field_validator("counts", mode="before")
    @classmethod
    def _compressed(cls, counts: object) -> object:
        if not isinstance(counts, list):
            return counts
        runs = run_lengths(counts)
        if runs.min(initial=0) < 0:
            raise ValueError("a run of a mask is shorter than nothing")
        plain = {"size": [1, int(runs.sum())], "counts": counts}
        return coco_mask.frPyObjects(plain, *plain["size"])["counts"].decode("ascii")

    @model_validator(mode="after")
    def _covers_its_image(self) -> Self:
        if not covers(run_lengths(self.counts), self.size):
            raise ValueError("the runs of a mask do not cover its image")
        return self

    @classmethod
    def of(cls, mask: NDArray[np.bool_] | NDArray[np.uint8]) -> Self:
        """From (H, W), nonzero inside."""
        runs = coco_mask.encode(np.asfortranarray(mask, np.uint8))
        return cls(size=mask.shape[:2], counts=runs["counts"].decode("ascii"))

    def coco(self) -> CocoMask:
        """For pycocotools."""
        return {"size": self.size, "counts": self.counts}

    def full(self) -> NDArray[np.bool_]:
        """(H, W) bool."""
        return np.asarray(coco_mask.decode(self.coco()), np.bool_)


def covers(runs: NDArray[np.int64], size: tuple[int, int]) -> bool:
    """Whether runs fill an image of this height and width, no more and no less."""
    return bool(runs.min(initial=0) >= 0 and runs.sum() == size[0] * size[1])


def run_lengths(counts: str | Sequence[int]) -> NDArray[np.int64]:
    """The runs, background first, that COCO's compressed form stands for, or plain ones.

    Each character holds 5 bits, lowest first, and whether another follows; each run from the fourth
    on is its difference from the one two before (pycocotools, maskApi.c, rleFrString). Raises
    ValueError where the text is no such form.
    """
    if not isinstance(counts, str):
        return np.array(counts, np.int64)
    codes = np.frombuffer(counts.encode("utf-8"), np.uint8).astype(np.int64) - 48
    if codes.size == 0 or codes.min() < 0 or codes.max() > 63 or codes[-1] & 32:
        raise ValueError("the counts of a mask are not COCO's compressed run lengths")
    lasts = np.flatnonzero(codes & 32 == 0)
    firsts = np.concatenate([[0], lasts[:-1] + 1])
    lengths = lasts - firsts + 1
    if lengths.max() > LONGEST:
        raise ValueError("a run of a mask is longer than any picture")
    places = 5 * (np.arange(codes.size) - np.repeat(firsts, lengths))
    values = np.add.reduceat((codes & 31) << places, firsts)
    values -= np.where(codes[lasts] & 16, 1 << (5 * lengths), 0)
    values[1::2] = np.cumsum(values[1::2])
    values[2::2] = np.cumsum(values[2::2])
    return values
