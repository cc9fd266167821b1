"""An analysis without its frame, its masks compressed: a minute of them fits into memory."""

import zlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from app.live.seen import Seen, structures_in, view_in
from inference.types import Analysis, Detections, Frame, Screen, ViewPrediction

FAST = 1  # zlib's level: masks are mostly runs
MOST_BYTES = 64_000_000  # of what is kept of a file: some ten thousand frames


@dataclass(frozen=True, slots=True, eq=False)
class PackedAnalysis:
    """Everything of an analysis but the frame, which `on` gives back.

    masks       shape and compressed bits of each
    structures  that were found: bit i stands for that of label i
    """

    detections: Detections  # without masks
    masks: tuple[tuple[tuple[int, int], bytes], ...]
    view: ViewPrediction
    duration_s: float
    model_hash: str
    screen: Screen
    structures: int

    @property
    def nbytes(self) -> int:
        return sum(len(bits) for _, bits in self.masks) + self.detections.boxes.nbytes

    def seen(self, index: int, at_s: float) -> Seen:
        """In a few words, of the frame of this index and time."""
        return Seen(index, at_s, view_in(self.view), self.structures)

    def on(self, frame: Frame) -> Analysis:
        """The analysis of this frame: the one that it was made of, as it came back."""
        found = self.detections
        detections = Detections(
            found.boxes,
            found.labels,
            found.scores,
            tuple(_unpacked(shape, bits) for shape, bits in self.masks),
            found.frame_size,
            found.crops,
        )
        return Analysis(frame, detections, self.view, self.duration_s, self.model_hash, self.screen)


class PackedLog:
    """What was found in the frames of a file, by their number; the oldest give way to bytes.

    Written by the analysis thread, read by the one that plays.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes, self._bytes = most_bytes, 0
        self._lock = Lock()
        self._found: OrderedDict[int, PackedAnalysis] = OrderedDict()

    def add(self, analysis: Analysis) -> None:
        index, found = analysis.frame.index, packed(analysis)
        with self._lock:
            former = self._found.pop(index, None)
            self._bytes += found.nbytes - (0 if former is None else former.nbytes)
            self._found[index] = found
            while self._bytes > self._most_bytes:
                self._bytes -= self._found.popitem(last=False)[1].nbytes

    def get(self, index: int) -> PackedAnalysis | None:
        with self._lock:
            return self._found.get(index)


def packed(analysis: Analysis) -> PackedAnalysis:
    """Raw findings, exactly as they are."""
    found = analysis.detections
    bare = Detections(found.boxes, found.labels, found.scores, (), found.frame_size, found.crops)
    return PackedAnalysis(
        bare,
        tuple((_shape(mask), _compressed(mask)) for mask in found.masks),
        analysis.view,
        analysis.duration_s,
        analysis.model_hash,
        analysis.screen,
        structures_in(found),
    )


def _shape(mask: NDArray[np.uint8]) -> tuple[int, int]:
    return int(mask.shape[0]), int(mask.shape[1])


def _compressed(mask: NDArray[np.uint8]) -> bytes:
    return zlib.compress(np.packbits(mask).tobytes(), FAST)


def _unpacked(shape: tuple[int, int], bits: bytes) -> NDArray[np.uint8]:
    height, width = shape
    packed_bits = np.frombuffer(zlib.decompress(bits), np.uint8)
    return np.unpackbits(packed_bits, count=height * width).reshape(shape)
