"""One column of labels: where it stands, full names or abbreviations, and the row of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.ui.label_ground import CELL, Box, Ground, Points

Side = Literal["left", "right"]

GAP = 8.0  # between two pills, and between a pill and the edge
ELBOW = 18.0  # from a pill to the bend of its leader
TISSUE_COST = 260.0  # a pill goes up to so far up or down rather than lie on tissue
LEFT_OUT_COST = 10_000.0  # more than any place costs
CLEAN = 0.04  # so much tissue under a pill is none
REACH = 96.0  # rows so far from the wanted one decide whether a full name has room
SLACK = 24.0  # so much more room must there be before an abbreviation becomes a name again


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

    def extreme_point(self, side: Side) -> tuple[float, float]:
        """The outline point nearest to the column of that side."""
        points = np.concatenate(self.outlines)
        row = points[:, 0].argmin() if side == "left" else points[:, 0].argmax()
        return float(points[row, 0]), float(points[row, 1])

    def nearest_point(self, target: tuple[float, float]) -> tuple[float, float]:
        points = np.concatenate(self.outlines)
        row = np.square(points - np.asarray(target, np.float32)).sum(axis=1).argmin()
        return float(points[row, 0]), float(points[row, 1])


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
        x = self.box.x1 if self.side == "right" else self.box.x2
        return x, (self.box.y1 + self.box.y2) / 2

    @property
    def elbow(self) -> tuple[float, float]:
        x, y = self.joint
        return (x - ELBOW if self.side == "right" else x + ELBOW), y


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Wishes from top to bottom, on one side, with pills of one height."""

    wishes: Sequence[Wish]
    side: Side
    height: float
    ground: Ground

    def place(self, former: Mapping[int, Label]) -> list[Label]:
        """The labels that have room. Full names outside the fan; else where it is dark, nearer to
        the anatomy; else abbreviations in these places, the longest name giving way first."""
        if not self.wishes:
            return []
        before = [
            former[wish.key]
            for wish in self.wishes
            if wish.key in former and former[wish.key].side == self.side
        ]
        widths = [wish.width for wish in self.wishes]
        slack = SLACK if any(label.short for label in before) else 0.0
        while True:
            for inner in self._inner_options(widths, before):
                if self._is_roomy(self._costs([width + slack for width in widths], inner)):
                    return self._labels(widths, inner)
            long = [i for i, wish in enumerate(self.wishes) if widths[i] > wish.short_width]
            if not long:
                return self._labels(widths, self._outer(widths))
            widest = max(long, key=lambda i: widths[i])  # it keeps the whole column off the edge
            widths[widest] = self.wishes[widest].short_width
            slack = 0.0

    def _inner_options(self, widths: Sequence[float], before: Sequence[Label]) -> Iterator[float]:
        """Where the edge that faces the anatomy may stand: as before, or from outside inwards."""
        area, outer = self.ground.area, self._outer(widths)
        masked = np.flatnonzero(self.ground.masks.any(axis=0))
        if self.side == "right":
            near = area.x1 + (masked[-1] + 1) * CELL + ELBOW if len(masked) else outer
            farthest = area.x2 - GAP - max(widths)
            options = [x for x in (label.joint[0] for label in before) if near <= x <= farthest]
        else:
            near = area.x1 + masked[0] * CELL - ELBOW if len(masked) else outer
            farthest = area.x1 + GAP + max(widths)
            options = [x for x in (label.joint[0] for label in before) if farthest <= x <= near]
        yield from options[:1]
        yield outer
        if (near < outer) == (self.side == "right"):
            for part in (1 / 3, 2 / 3, 1):
                yield outer + (near - outer) * part

    def _outer(self, widths: Sequence[float]) -> float:
        """Just outside the fan, or as far out as the pills leave it."""
        area = self.ground.area
        filled = np.flatnonzero(self.ground.tissue.mean(axis=0) > 0.12)
        middle = area.x1 + area.width / 2
        if self.side == "right":
            fan = area.x1 + (filled[-1] + 1) * CELL if len(filled) else middle
            return min(fan + ELBOW, area.x2 - GAP - max(widths))
        fan = area.x1 + filled[0] * CELL if len(filled) else middle
        return max(fan - ELBOW, area.x1 + GAP + max(widths))

    def _costs(self, widths: Sequence[float], inner: float) -> list[NDArray[np.float64]]:
        """For each pill and each row it could start in: the cost of what lies under it."""
        area, ground = self.ground.area, self.ground
        rows = max(int((area.height - GAP - self.height) // CELL) + 1, 1)
        span = int(np.ceil(self.height / CELL)) + 1
        costs = []
        for width in widths:
            x1 = inner if self.side == "right" else inner - width
            first = max(int((x1 - area.x1) // CELL), 0)
            last = max(int(np.ceil((x1 + width - area.x1) / CELL)), first + 1)
            cells = span * (last - first)
            tissue = _sums(ground.tissue[:, first:last].sum(axis=1), span, rows) / cells
            touched = _sums(ground.masks[:, first:last].sum(axis=1), span, rows) > 0
            cost = np.where(tissue > CLEAN, TISSUE_COST * (0.3 + tissue), 0.0)
            cost[touched] = np.inf
            cost[: int(np.ceil(GAP / CELL))] = np.inf
            if x1 < area.x1 or x1 + width > area.x2:
                cost[:] = np.inf
            costs.append(cost)
        return costs

    def _is_roomy(self, costs: Sequence[NDArray[np.float64]]) -> bool:
        """Whether every pill finds a place on nothing near its structure."""
        reach = int(REACH / CELL)
        return all(
            not cost[max(wanted - reach, 0) : wanted + reach + 1].min(initial=np.inf)
            for cost, wanted in zip(costs, map(self._wanted_row, self.wishes), strict=True)
        )

    def _labels(self, widths: Sequence[float], inner: float) -> list[Label]:
        labels = []
        wanted = [self._wanted_row(wish) for wish in self.wishes]
        step = int(np.ceil((self.height + GAP) / CELL))
        rows = best_rows(wanted, self._costs(widths, inner), step)
        for wish, width, row in zip(self.wishes, widths, rows, strict=True):
            if row is None:
                continue
            x1 = inner if self.side == "right" else inner - width
            y1 = self.ground.area.y1 + row * CELL
            box = Box(x1, y1, x1 + width, y1 + self.height)
            label = Label(wish.key, self.side, box, (0.0, 0.0), width < wish.width)
            labels.append(replace(label, anchor=wish.nearest_point(label.elbow)))
        return labels

    def _wanted_row(self, wish: Wish) -> int:
        area = self.ground.area
        y = wish.extreme_point(self.side)[1] - self.height / 2 - area.y1
        return int(np.clip(y, 0, max(area.height - self.height, 0)) // CELL)


def best_rows(
    wanted: Sequence[int], costs: Sequence[NDArray[np.float64]], step: int
) -> list[int | None]:
    """Rows in the order given, `step` apart, of least cost and distance from the wanted ones.

    costs  one array over all rows for each; inf forbids a row. Who finds no place gets None, as few
           as can be. Dynamic programming: `best[r]` is the cost of all so far with the lowest of
           them in row r - 1; best[0] is the cost of having placed none.
    """
    if not wanted:
        return []
    rows = len(costs[0])
    best = np.concatenate([[0.0], np.full(rows, np.inf)])
    came_from: list[NDArray[np.int64]] = []  # -1: not placed, else the index into best before
    for place, cost in zip(wanted, costs, strict=True):
        own = cost + np.abs(np.arange(rows) - place) * CELL
        least = np.minimum.accumulate(best)
        is_new = np.concatenate([[True], best[1:] < least[:-1]])
        where = np.maximum.accumulate(np.where(is_new, np.arange(rows + 1), 0))
        above = np.maximum(np.arange(rows) + 1 - step, 0)  # as low as the one above may be
        placed = own + least[above]
        after = best + LEFT_OUT_COST
        is_placed = placed < after[1:]
        came_from.append(np.concatenate([[-1], np.where(is_placed, where[above], -1)]))
        after[1:] = np.where(is_placed, placed, after[1:])
        best = after
    found: list[int | None] = []
    at = int(best.argmin())
    for index in reversed(came_from):
        if index[at] < 0:
            found.append(None)
        else:
            found.append(at - 1)
            at = int(index[at])
    return found[::-1]


def _sums(values: NDArray[Any], span: int, rows: int) -> NDArray[np.float64]:
    """Sum over `span` values from each of the first `rows` on."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    start = np.minimum(np.arange(rows), len(values))
    sums: NDArray[np.float64] = total[np.minimum(start + span, len(values))] - total[start]
    return sums
