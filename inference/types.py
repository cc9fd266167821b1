"""The values everyone speaks: a frame, what was found in it, and the two held together."""

from dataclasses import dataclass
from enum import Enum
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from inference.anatomy import Structure, View
from inference.layout import Layout


@dataclass(frozen=True, slots=True)
class PixelSize:
    """How large the pixels of a part of a picture are.

    x_mm, y_mm  width and height of one pixel
    area        x1 y1 x2 y2 in pixels of the frame, x2 and y2 exclusive: it holds there only
    """

    x_mm: float
    y_mm: float
    area: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a source.

    index         position in the source, from 0, without gaps as the source delivered them
    time_s        seconds on the source's own clock: capture time, or the file's own timestamp
    pixels        (H, W, 3) uint8 RGB, read-only
    pixel_sizes   as the source itself tells them, of this very frame; most sources tell none
    pixel_aspect  width of a pixel to its height, as the source says it; None where it says nothing
    """

    index: int
    time_s: float
    pixels: NDArray[np.uint8]
    pixel_sizes: tuple[PixelSize, ...] = ()
    pixel_aspect: float | None = None

    def __post_init__(self) -> None:
        self.pixels.setflags(write=False)

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """What the network found in one frame: N structures, best score first.

    boxes       (N, 4) float32, x1 y1 x2 y2 in pixels of the frame, x2 and y2 exclusive
    labels      (N,)   int64, index into Anatomy.structures
    scores      (N,)   float32, 0..1
    masks       N arrays (h, w) uint8, 1 inside and 0 outside, each cropped to `crop(i)`
    frame_size  height, width of the frame in pixels
    crops       (N, 4) int64, x1 y1 x2 y2 in whole pixels: where the masks lie. A network's mask may
                reach a little past its box. None: the smallest rectangles around the boxes
    """

    boxes: NDArray[np.float32]
    labels: NDArray[np.int64]
    scores: NDArray[np.float32]
    masks: tuple[NDArray[np.uint8], ...]
    frame_size: tuple[int, int]
    crops: NDArray[np.int64] | None = None

    @classmethod
    def none(cls, frame_size: tuple[int, int]) -> "Detections":
        """Nothing found in a frame of this height and width."""
        empty = np.zeros(0, np.float32)
        return cls(np.zeros((0, 4), np.float32), empty.astype(np.int64), empty, (), frame_size)

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> "Detections":
        """All fields indexed together: detections[detections.scores > 0.5]."""
        rows = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        return Detections(
            self.boxes[rows],
            self.labels[rows],
            self.scores[rows],
            tuple(self.masks[row] for row in rows),
            self.frame_size,
            None if self.crops is None else self.crops[rows],
        )

    def crop(self, i: int) -> tuple[int, int, int, int]:
        """The whole pixels x1, y1, x2, y2 (exclusive) that mask i covers."""
        if self.crops is None:
            return pixel_crop(self.boxes[i], self.frame_size)
        x1, y1, x2, y2 = self.crops[i].tolist()
        return x1, y1, x2, y2

    def full(self, i: int) -> NDArray[np.bool_]:
        """Mask i at the size of the frame, (H, W) bool."""
        mask = np.zeros(self.frame_size, np.bool_)
        x1, y1, x2, y2 = self.crop(i)
        mask[y1:y2, x1:x2] = self.masks[i]
        return mask


def pixel_crop(box: NDArray[np.float32], frame_size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The smallest rectangle of whole pixels of the frame around a box; never empty."""
    height, width = frame_size
    x1 = min(max(floor(box[0]), 0), width - 1)
    y1 = min(max(floor(box[1]), 0), height - 1)
    x2 = max(min(ceil(box[2]), width), x1 + 1)
    y2 = max(min(ceil(box[3]), height), y1 + 1)
    return x1, y1, x2, y2


@dataclass(frozen=True, slots=True)
class ViewPrediction:
    """Which of the six views a frame shows, and because of what.

    view        None is "no standard view", a result like any other
    confidence  0..1
    because     the structures that decided, strongest first; empty for no view
    """

    view: View | None
    confidence: float
    because: tuple[Structure, ...] = ()


class ScreenKind(Enum):
    """What a scanner's screen shows, in words. Findings are for a single grey picture only."""

    B_MODE = "B-mode"
    COLOUR = "colour Doppler"
    TWO = "two pictures"
    PAGE = "no ultrasound picture"


@dataclass(frozen=True, slots=True)
class Screen:
    """What a screen shows.

    still_since_s  since when its picture has stood still; None while it moves
    fan            corners of the insonated fan, x y in pixels; none where it is unknown
    layout         by what this screen is known again; None where the fan is unknown
    """

    kind: ScreenKind = ScreenKind.B_MODE
    still_since_s: float | None = None
    fan: tuple[tuple[int, int], ...] = ()
    layout: Layout | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What was found in a frame. It holds its frame, so that pairing cannot go wrong.

    duration_s  how long the analysis took
    model_hash  SHA-256 of the weights, hexadecimal
    screen      of any other kind than B-mode nothing is looked for
    """

    frame: Frame
    detections: Detections
    view: ViewPrediction
    duration_s: float
    model_hash: str
    screen: Screen = Screen()
