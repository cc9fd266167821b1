"""Where the names of structures stand: two columns beside it, leaders that never cross.

Pure geometry in screen pixels, called by the overlay before it draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Side = Literal["left", "right"]
Points = NDArray[np.float32]

CLEARANCE = 12.0  # between a pill and any outline
GAP = 8.0  # between two pills, and between a pill and the edge
ELBOW = 18.0  # from a pill to the bend of its leader
CELL = 6.0  # rows and columns of the search grid
TISSUE_COST = 260.0  # a pill goes this far up or down rather than lie on tissue
REACH = 96.0  # rows so far from the wanted one decide whether a full name has room
SIDE_CHANGE = 0.15  # of the width: so much shorter must the other side be


class Box(NamedTuple):
    """A rectangle in screen pixels."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def width(self) -> float:
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        return self.y2 - self.y1


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """A name that wants a place.

    key       the structure's index
    outlines  closed outlines of every instance of it, each (N, 2)
    width     of the pill with the full name; short_width with the abbreviation
    """

    key: int
    outlines: tuple[Points, ...]
    width: float
    short_width: float


@dataclass(frozen=True, slots=True)
class Label:
    """A placed name: its pill, the point of the outline it belongs to, and its side."""

    key: int
    side: Side
    box: Box
    anchor: tuple[float, float]
    short: bool

    @property
    def joint(self) -> tuple[float, float]:
        """Where the leader meets the pill."""
        return (
            self.box.x1 if self.side == "right" else self.box.x2,
            (self.box.y1 + self.box.y2) / 2,
        )

    @property
    def elbow(self) -> tuple[float, float]:
        x, y = self.joint
        return (x - ELBOW if self.side == "right" else x + ELBOW, y)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What lies under the labels: `tissue` 0..1 and `masks` bool, cells of CELL px over `area`."""

    area: Box
    tissue: NDArray[np.float32]
    masks: NDArray[np.bool_]


def survey(
    area: Box, picture: Box, lit: NDArray[np.float32], obstacles: Sequence[Points]
) -> Ground:
    """Lay the bright parts of the picture and the outlines onto one grid.

    lit        (h, w) 0..1, how much of each part of the picture is tissue; it fills `picture`
    obstacles  every outline that is drawn, named or not
    """
    columns = max(int(np.ceil(area.width / CELL)), 1)
    rows = max(int(np.ceil(area.height / CELL)), 1)
    tissue = np.zeros((rows, columns), np.float32)
    left, top = (picture.x1 - area.x1) / CELL, (picture.y1 - area.y1) / CELL
    right, bottom = (picture.x2 - area.x1) / CELL, (picture.y2 - area.y1) / CELL
    x1, y1 = max(round(left), 0), max(round(top), 0)
    x2, y2 = min(round(right), columns), min(round(bottom), rows)
    if x2 > x1 and y2 > y1:
        tissue[y1:y2, x1:x2] = cv2.resize(lit, (x2 - x1, y2 - y1), interpolation=cv2.INTER_AREA)
    masks = np.zeros((rows, columns), np.uint8)
    origin = np.array([area.x1, area.y1], np.float32)
    if obstacles:
        for outline in obstacles:  # one by one: drawn together, nested outlines cancel out
            cv2.fillPoly(masks, [((outline - origin) / CELL).astype(np.int32)], (1,))
        reach = int(np.ceil(CLEARANCE / CELL)) + 1  # a cell more for what rounding took
        masks = cv2.dilate(masks, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    return Ground(area, tissue, masks.astype(bool))


def place_labels(
    wishes: Sequence[Wish],
    height: float,
    ground: Ground,
    former_sides: Mapping[int, Side] | None = None,
    keep_sides: bool = False,
) -> tuple[Label, ...]:
    """Place as many labels as have room, most important first; the others are left out.

    No two pills overlap, no two leaders cross, and no pill comes within CLEARANCE of an outline.
    A label stays on its former side unless the other side is clearly nearer; with `keep_sides` it
    stays in any case.
    """
    reluctance = np.inf if keep_sides else SIDE_CHANGE
    wishes = list(wishes)
    while wishes:
        labels = _place_all(wishes, height, ground, former_sides or {}, reluctance)
        faulty = {wish.key for wish in wishes} - {label.key for label in labels}
        for one, other in combinations(labels, 2):
            if _leaders_cross(one, other):
                faulty |= {one.key, other.key}
        if not faulty:
            return labels
        least = max(i for i, wish in enumerate(wishes) if wish.key in faulty)
        wishes.pop(least)
    return ()


def _place_all(
    wishes: Sequence[Wish],
    height: float,
    ground: Ground,
    former: Mapping[int, Side],
    reluctance: float,
) -> tuple[Label, ...]:
    """Both columns; where leaders cross, neighbours change order or a label changes side."""
    sides = {
        wish.key: _nearer_side(wish, ground.area, former.get(wish.key), reluctance)
        for wish in wishes
    }
    order = sorted(wishes, key=lambda wish: _extreme_point(wish, sides[wish.key])[1])
    best: tuple[Label, ...] = ()
    fewest = np.inf
    for _ in range(2 * len(wishes) + 1):
        labels = _columns(order, sides, height, ground)
        crossing = [pair for pair in combinations(labels, 2) if _leaders_cross(*pair)]
        faults = len(crossing) + 100 * (len(wishes) - len(labels))
        if faults < fewest:
            best, fewest = labels, faults
        if not crossing:
            break
        one, other = crossing[0]
        if one.side == other.side:
            order = _swapped(order, one.key, other.key)
        else:
            sides = sides | {other.key: one.side}
    return best


def _columns(
    order: Sequence[Wish], sides: Mapping[int, Side], height: float, ground: Ground
) -> tuple[Label, ...]:
    placed: list[Label] = []
    for side in ("left", "right"):
        column = [wish for wish in order if sides[wish.key] == side]
        placed += _column(column, side, height, ground)
    return tuple(placed)


def _column(wishes: Sequence[Wish], side: Side, height: float, ground: Ground) -> list[Label]:
    """One column from top to bottom in the order given."""
    if not wishes:
        return []
    widths = [wish.width for wish in wishes]
    costs = _row_costs(widths, side, height, ground)
    while True:
        cramped = any(
            _near_cost(cost, wish, side, height, ground) > 0
            for cost, wish in zip(costs, wishes, strict=True)
        )
        long = [i for i, wish in enumerate(wishes) if widths[i] > wish.short_width]
        if not cramped or not long:
            break
        widest = max(long, key=lambda i: widths[i])  # it keeps the whole column off the edge
        widths[widest] = wishes[widest].short_width
        costs = _row_costs(widths, side, height, ground)
    inner = _inner_x(widths, side, ground)
    rows = _best_rows(wishes, costs, side, height, ground.area)
    labels = []
    for wish, width, row in zip(wishes, widths, rows, strict=True):
        if row is None:
            continue
        x1 = inner if side == "right" else inner - width
        y1 = ground.area.y1 + row * CELL
        label = Label(
            wish.key, side, Box(x1, y1, x1 + width, y1 + height), (0.0, 0.0), width < wish.width
        )
        labels.append(replace(label, anchor=_nearest_point(wish, label.elbow)))
    return labels


def _inner_x(widths: Sequence[float], side: Side, ground: Ground) -> float:
    """The edge of a column that faces the anatomy: outside the fan, else as far out as it goes."""
    area = ground.area
    filled = np.flatnonzero(ground.tissue.mean(axis=0) > 0.12)
    if side == "right":
        fan = area.x1 + (filled[-1] + 1) * CELL if len(filled) else area.x1 + area.width / 2
        return min(fan + ELBOW, area.x2 - GAP - max(widths))
    fan = area.x1 + filled[0] * CELL if len(filled) else area.x1 + area.width / 2
    return max(fan - ELBOW, area.x1 + GAP + max(widths))


def _row_costs(
    widths: Sequence[float], side: Side, height: float, ground: Ground
) -> list[NDArray[np.float64]]:
    """For each pill and each row it could start in: the cost of what lies under it."""
    inner = _inner_x(widths, side, ground)
    rows = max(int((ground.area.height - GAP - height) // CELL) + 1, 1)
    span = int(np.ceil(height / CELL)) + 1
    costs = []
    for width in widths:
        x1 = inner if side == "right" else inner - width
        first = max(int((x1 - ground.area.x1) // CELL), 0)
        last = max(int(np.ceil((x1 + width - ground.area.x1) / CELL)), first + 1)
        tissue = _sums(ground.tissue[:, first:last].mean(axis=1), span, rows) / span
        touched = _sums(ground.masks[:, first:last].any(axis=1).astype(np.float64), span, rows) > 0
        cost = np.where(tissue > 0.04, TISSUE_COST * (0.3 + tissue), 0.0)
        cost[touched] = np.inf
        cost[: int(np.ceil(GAP / CELL))] = np.inf
        if x1 < ground.area.x1 or x1 + width > ground.area.x2:
            cost[:] = np.inf
        costs.append(cost)
    return costs


def _sums(values: NDArray[np.floating], span: int, rows: int) -> NDArray[np.float64]:
    """Sum over `span` values from each of the first `rows` on."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    start = np.minimum(np.arange(rows), len(values))
    return total[np.minimum(start + span, len(values))] - total[start]


def _near_cost(
    cost: NDArray[np.float64], wish: Wish, side: Side, height: float, ground: Ground
) -> float:
    """The least cost within a short leader's reach: above 0, the full name is too wide there."""
    wanted = _wanted_row(wish, side, height, ground.area)
    reach = int(REACH / CELL)
    return float(cost[max(wanted - reach, 0) : wanted + reach + 1].min(initial=np.inf))


def _best_rows(
    wishes: Sequence[Wish],
    costs: Sequence[NDArray[np.float64]],
    side: Side,
    height: float,
    area: Box,
) -> list[int | None]:
    """Rows in the order given, GAP apart, of least total cost (dynamic programming over rows).

    Without a common solution the last of the list gets None.
    """
    step = int(np.ceil((height + GAP) / CELL))
    rows = len(costs[0])
    best: list[NDArray[np.float64]] = []
    came_from: list[NDArray[np.int64]] = []
    for wish, cost in zip(wishes, costs, strict=True):
        wanted = _wanted_row(wish, side, height, area)
        own = cost + np.abs(np.arange(rows) - wanted) * CELL
        if not best:
            best.append(own)
            continue
        before = np.full(rows, np.inf)
        index = np.zeros(rows, np.int64)
        if rows > step:
            least = np.minimum.accumulate(best[-1])
            is_new = np.concatenate([[True], best[-1][1:] < least[:-1]])
            where = np.maximum.accumulate(np.where(is_new, np.arange(rows), 0))
            before[step:], index[step:] = least[:-step], where[:-step]
        came_from.append(index)
        best.append(own + before)
    last = int(best[-1].argmin())
    if not np.isfinite(best[-1][last]):
        fewer = _best_rows(wishes[:-1], costs[:-1], side, height, area) if len(wishes) > 1 else []
        return [*fewer, None]
    found = [last]
    for index in reversed(came_from):
        found.append(int(index[found[-1]]))
    return list(reversed(found))


def _wanted_row(wish: Wish, side: Side, height: float, area: Box) -> int:
    y = _extreme_point(wish, side)[1] - height / 2 - area.y1
    return int(np.clip(y, 0, max(area.height - height, 0)) // CELL)


def _nearer_side(wish: Wish, area: Box, former: Side | None, reluctance: float) -> Side:
    left = _extreme_point(wish, "left")[0] - area.x1
    right = area.x2 - _extreme_point(wish, "right")[0]
    if former == "left":
        left -= reluctance * area.width
    elif former == "right":
        right -= reluctance * area.width
    return "left" if left < right else "right"


def _extreme_point(wish: Wish, side: Side) -> tuple[float, float]:
    """The outline point nearest to its column."""
    points = np.concatenate(wish.outlines)
    row = points[:, 0].argmin() if side == "left" else points[:, 0].argmax()
    return float(points[row, 0]), float(points[row, 1])


def _nearest_point(wish: Wish, target: tuple[float, float]) -> tuple[float, float]:
    points = np.concatenate(wish.outlines)
    row = np.square(points - np.asarray(target, np.float32)).sum(axis=1).argmin()
    return float(points[row, 0]), float(points[row, 1])


def _leaders_cross(one: Label, other: Label) -> bool:
    legs = [(label.anchor, label.elbow) for label in (one, other)]
    ends = [(label.elbow, label.joint) for label in (one, other)]
    return any(
        _segments_cross(*first, *second)
        for first in (legs[0], ends[0])
        for second in (legs[1], ends[1])
    )


def _segments_cross(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> bool:
    def turn(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def _swapped(order: Sequence[Wish], one: int, other: int) -> list[Wish]:
    names = {one: other, other: one}
    by_key = {wish.key: wish for wish in order}
    return [by_key[names.get(wish.key, wish.key)] for wish in order]
