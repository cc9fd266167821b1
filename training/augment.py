"""Varies a labelled ultrasound image as scanners, operators and screens do.

One affine map (depth, aspect, tilt, shift, left-right) carries pixels and outlines together; then
gain, time-gain compensation, blur, speckle, the fan's edges and the furniture of a screen. Axial
heads and limbs may be turned any way up; a neck has an up and is only tilted. Written here rather
than taken from a library because labels known as boxes must stay tight under rotation, and because
calipers, text and fan edges are what a network would otherwise learn by heart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dataset import Instance, LabelledImage

LEAST_VISIBLE = 0.6  # a structure cut off by more is neither taught nor held against the network
GLIMPSE = 0.05  # less of it than this counts as not in the picture


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """An instance in the network's input.

    outlines    closed polygons (n, 2), as fractions of the input
    box         (4,) x1 y1 x2 y2, as fractions, clipped to 0..1
    is_ignored  cut off by the edge of the picture: neither right nor wrong to find
    """

    class_id: str
    outlines: tuple[NDArray[np.float32], ...]
    box: NDArray[np.float32]
    has_mask: bool
    is_ignored: bool


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """What the network trains on: pixels (S, S) uint8, targets, and the classes left unknown."""

    pixels: NDArray[np.uint8]
    targets: tuple[Target, ...]
    unknown: frozenset[str]


def augment(image: LabelledImage, size: int, rng: np.random.Generator) -> Example:
    """One random variation of a labelled image, the same for the same generator state."""
    return vary(place(image, random_affine(image, size, rng), size), rng)


def vary(example: Example, rng: np.random.Generator) -> Example:
    """The same outlines as another scanner and operator would have got them."""
    pixels = example.pixels.copy()
    hidden = np.zeros(pixels.shape, bool)
    if rng.random() < 0.5:
        pixels = _erase_calipers(pixels, example.targets, rng)
    if rng.random() < 0.25:
        _fan_edges(hidden, rng)
    if rng.random() < 0.3:
        for _ in range(rng.integers(1, 3)):
            _corner_patch(hidden, rng)
    pixels[hidden] = 0
    pixels = _intensity(pixels, rng)
    if rng.random() < 0.4:
        pixels = _blur(pixels, rng)
    if rng.random() < 0.5:
        pixels = _speckle(pixels, rng)
    pixels = _furniture(pixels, rng)
    targets = (_behind(target, hidden) for target in example.targets)
    return Example(pixels, tuple(target for target in targets if target), example.unknown)


def _stretch(image: LabelledImage, size: int) -> NDArray[np.float64]:
    height, width = image.pixels.shape
    return np.array([[size / width, 0, 0], [0, size / height, 0], [0, 0, 1]])


def random_affine(image: LabelledImage, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """(3, 3) from pixels of the image to pixels of the input."""
    height, width = image.pixels.shape
    has_an_up = image.view not in ("head", "extremity", "none")
    tilt_deg = rng.normal(0, _tilt_deg(image) if has_an_up else 15)
    if image.view == "none" and not image.instances:
        tilt_deg = rng.uniform(-180, 180)
    # Mostly as the scanner framed it; now and then small, as on a screen with wide margins.
    scale = rng.uniform(0.5, 0.8) if rng.random() < 0.08 else np.exp(rng.normal(0.05, 0.16))
    aspect = np.exp(rng.normal(0, 0.09))
    angle = np.deg2rad(tilt_deg)
    mirror = 1 if rng.random() < 0.5 else -1
    upside = -1 if not has_an_up and rng.random() < 0.25 else 1
    to_centre = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    turn = np.array(
        [
            [mirror * np.cos(angle), -np.sin(angle), 0],
            [mirror * np.sin(angle), np.cos(angle), 0],
            [0, 0, 1],
        ]
    )
    grow = np.diag([scale * aspect**0.5, upside * scale * aspect**-0.5, 1])
    dx, dy = rng.normal(0, 0.06, 2).clip(-0.18, 0.18) * (width, height)
    from_centre = np.array([[1, 0, width / 2 + dx], [0, 1, height / 2 + dy], [0, 0, 1]])
    affine: NDArray[np.float64] = _stretch(image, size) @ from_centre @ grow @ turn @ to_centre
    return affine


def _tilt_deg(image: LabelledImage) -> float:
    """Standard deviation of the tilt. What the box of a bent band would be after one is not known:
    the ellipse in it grows taller, and a network that sees it draws every band too tall."""
    return 5.0 if all(item.has_mask for item in image.instances) else 2.0


def place(image: LabelledImage, affine: NDArray[np.float64], size: int) -> Example:
    """What an affine map (3, 3), pixels to pixels, puts into a square of this size."""
    shrinks = np.sqrt(abs(np.linalg.det(affine[:2, :2]))) < 0.7
    # OpenCV counts from the centre of the first pixel; outlines count from its corner.
    to_corner, to_centre = np.eye(3), np.eye(3)
    to_corner[:2, 2], to_centre[:2, 2] = 0.5, -0.5
    pixels = cv2.warpAffine(
        cv2.GaussianBlur(image.pixels, (3, 3), 0) if shrinks else image.pixels,
        (to_centre @ affine @ to_corner)[:2],
        (size, size),
        flags=cv2.INTER_LINEAR,
    )
    targets = [_transform(item, affine, size) for item in image.instances]
    return Example(
        np.asarray(pixels, np.uint8), tuple(item for item in targets if item), image.unknown
    )


def _transform(item: Instance, affine: NDArray[np.float64], size: int) -> Target | None:
    outlines = tuple(
        ((points @ affine[:2, :2].T + affine[:2, 2]) / size).astype(np.float32)
        for points in item.outlines
    )
    points = np.concatenate(outlines)
    whole = np.concatenate([points.min(axis=0), points.max(axis=0)])
    box = whole.clip(0, 1)
    visible = np.prod(box[2:] - box[:2]) / max(np.prod(whole[2:] - whole[:2]), 1e-9)
    if visible < GLIMPSE:
        return None
    return Target(item.class_id, outlines, box, item.has_mask, bool(visible < LEAST_VISIBLE))


def _erase_calipers(
    pixels: NDArray[np.uint8], targets: tuple[Target, ...], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Take measuring marks off stretches of nuchal translucency, where most stills have them."""
    for target in targets:
        box = target.box * len(pixels)
        reach = int(box[2] - box[0])
        if target.class_id == "nuchal_translucency" and reach >= 24:
            width = int(rng.integers(6, 13))
            starts = rng.integers(0, reach - width, rng.integers(1, 5))
            pixels = cover_stretches(pixels, box, starts.tolist(), width)
    return pixels


def cover_stretches(
    pixels: NDArray[np.uint8], box: NDArray[np.float32], starts: Sequence[int], width: int
) -> NDArray[np.uint8]:
    """Replace stretches of a flat structure by what lies beside them.

    Its layers run along it, so a neighbouring stretch fits without a seam, and a mark on it goes.
    starts and width are in pixels, from the left of the box (4,) x1 y1 x2 y2.
    """
    covered = pixels.copy()
    rows = slice(max(int(box[1]) - 8, 0), int(box[3]) + 8)
    left, right = max(int(box[0]), 0), min(int(box[2]), pixels.shape[1])
    for start in starts:
        to = left + start
        source = to + width if to + 2 * width < right else to - width
        if source >= 0 and to + width <= right:
            covered[rows, to : to + width] = pixels[rows, source : source + width]
    return covered


def _fan_edges(hidden: NDArray[np.bool_], rng: np.random.Generator) -> None:
    """Hide what lies outside two slanting sides, as a sector or a curved array leaves it black."""
    size = len(hidden)
    lean, inset = rng.uniform(0.05, 0.25) * size, rng.uniform(0, 0.06) * size
    rows = np.linspace(1, 0, size)[:, None]
    edge = inset + lean * rows
    columns = np.arange(size)[None]
    hidden |= (columns < edge) | (columns > size - edge)


def _behind(target: Target, hidden: NDArray[np.bool_]) -> Target | None:
    """What is left of a target where a part of the picture is hidden."""
    size = len(hidden)
    x1, y1, x2, y2 = (target.box * size).astype(int)
    window = hidden[y1 : max(y2, y1 + 1), x1 : max(x2, x1 + 1)]
    share = float(window.mean()) if window.size else 0.0
    if share > 1 - GLIMPSE:
        return None
    return replace(target, is_ignored=target.is_ignored or share > 1 - LEAST_VISIBLE)


def _intensity(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Gain, dynamic range, grey map, then time-gain compensation that changes with depth."""
    grey = np.linspace(0, 1, 256)
    floor = rng.uniform(0, 0.12) if rng.random() < 0.5 else 0.0
    grey = ((grey - floor) / (1 - floor)).clip(0, 1) ** np.exp(rng.normal(0, 0.28))
    grey = grey * np.exp(rng.normal(0, 0.2))
    table = (255 * grey).clip(0, 255).astype(np.uint8)
    pixels = np.asarray(cv2.LUT(pixels, table), np.uint8)
    if rng.random() < 0.4:
        knots = rng.normal(1, 0.18, 5).clip(0.5, 1.6)
        gain = np.interp(np.linspace(0, 4, len(pixels)), np.arange(5), knots)
        pixels = (pixels * gain[:, None].astype(np.float32)).clip(0, 255).astype(np.uint8)
    return pixels


def _blur(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A wider point-spread function: more across than along the beam."""
    along = rng.uniform(0.3, 0.9)
    blurred = cv2.GaussianBlur(pixels, (0, 0), sigmaX=along * rng.uniform(1, 2.2), sigmaY=along)
    return np.asarray(blurred, np.uint8)


def _speckle(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Multiplicative grain, coarser than a pixel."""
    size = len(pixels)
    cells = int(size / rng.uniform(1.2, 2.5))
    coarse = rng.standard_normal((cells, cells), np.float32) * rng.uniform(0.08, 0.28)
    grain = cv2.resize(np.exp(coarse), (size, size), interpolation=cv2.INTER_LINEAR)
    return np.asarray((pixels * grain).clip(0, 255), np.uint8)


def _furniture(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """What a scanner's screen adds: text, grey bar, ticks, calipers anywhere."""
    pixels = pixels.copy()
    size = len(pixels)
    if rng.random() < 0.35:
        x = int(rng.choice([2, size - 8]))
        top, bottom = sorted(rng.integers(0, size, 2).tolist())
        ramp = np.linspace(255, 0, max(bottom - top, 1)).astype(np.uint8)
        pixels[top : top + len(ramp), x : x + 5] = ramp[:, None]
    if rng.random() < 0.35:
        x, step = int(rng.choice([1, size - 3])), int(rng.integers(14, 40))
        pixels[::step, x : x + 2] = rng.integers(90, 220)
    if rng.random() < 0.4:
        _text(pixels, rng)
    if rng.random() < 0.45:
        for _ in range(rng.integers(1, 4)):
            _caliper_pair(pixels, rng)
    return pixels


def _corner_patch(hidden: NDArray[np.bool_], rng: np.random.Generator) -> None:
    """Hide a corner, as sets do that black out burned-in words."""
    size = len(hidden)
    height, width = rng.integers(size // 16, size // 5), rng.integers(size // 10, size // 3)
    rows = slice(0, height) if rng.random() < 0.5 else slice(size - height, size)
    columns = slice(0, width) if rng.random() < 0.5 else slice(size - width, size)
    hidden[rows, columns] = True


def _text(pixels: NDArray[np.uint8], rng: np.random.Generator) -> None:
    size = len(pixels)
    letters = "ABCDEFGHIKLMNOPRSTUVXZ0123456789.:/-% cmHzdBMIGn"
    column = int(rng.choice([2, int(size * 0.75)]))
    row = int(rng.integers(8, max(size - 60, 9)))
    for line in range(rng.integers(1, 8)):
        word = "".join(rng.choice(list(letters), rng.integers(2, 12)))
        cv2.putText(
            pixels, word, (column, row + 9 * line), cv2.FONT_HERSHEY_SIMPLEX,
            float(rng.uniform(0.22, 0.4)), int(rng.integers(110, 255)), 1,
        )  # fmt: skip


def _caliper_pair(pixels: NDArray[np.uint8], rng: np.random.Generator) -> None:
    size = len(pixels)
    start = rng.integers(0, size, 2)
    reach = rng.uniform(4, 20) if rng.random() < 0.6 else rng.uniform(20, 160)
    angle = rng.uniform(0, 2 * np.pi)
    end = start + (reach * np.array([np.cos(angle), np.sin(angle)])).astype(int)
    # Dark marks are read on bright layers, bright ones on fluid; scanners use both.
    shade = int(rng.choice([0, 20, 200, 255]))
    kind = int(rng.choice([cv2.MARKER_CROSS, cv2.MARKER_TILTED_CROSS]))
    for point in (start, end):
        cv2.drawMarker(pixels, point.tolist(), shade, kind, int(rng.integers(4, 10)), 1)
    if rng.random() < 0.4:
        steps = max(int(reach / 4), 2)
        dots = np.linspace(start, end, steps).astype(int).clip(0, size - 1)
        pixels[dots[:, 1], dots[:, 0]] = shade
