"""Where the names of structures stand: two columns beside them, with leaders that never cross.

Pure geometry in screen pixels, called by the overlay before it draws.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from app.ui.label_column import Column, Label, Side, Wish
from app.ui.label_ground import Ground

SIDE_CHANGE = 0.15  # of the width: so much shorter must the leader to the other side be

Point = tuple[float, float]


def place_labels(
    wishes: Sequence[Wish],
    height: float,
    ground: Ground,
    former: Mapping[int, Label] | None = None,
    keep_sides: bool = False,
) -> tuple[Label, ...]:
    """Place as many labels as have room, most important first; the others are left out.

    height  of every pill
    former  labels of the picture before, by key. A label stays on its side unless the other is
            clearly nearer, and a column where it stood while there is room; with `keep_sides` no
            label changes its side

    No two pills overlap, no two leaders cross, and no pill comes within CLEARANCE of an outline.
    """
    reluctance = np.inf if keep_sides else SIDE_CHANGE
    wishes = list(wishes)
    while wishes:
        labels = _both_columns(wishes, height, ground, former or {}, reluctance)
        faulty = {wish.key for wish in wishes} - {label.key for label in labels}
        for one, other in combinations(labels, 2):
            if leaders_cross(one, other):
                faulty |= {one.key, other.key}
        if not faulty:
            return labels
        least = max(i for i, wish in enumerate(wishes) if wish.key in faulty)
        wishes.pop(least)
    return ()


def leaders_cross(one: Label, other: Label) -> bool:
    return any(
        _segments_cross(*first, *second)
        for first in ((one.anchor, one.elbow), (one.elbow, one.joint))
        for second in ((other.anchor, other.elbow), (other.elbow, other.joint))
    )


def _both_columns(
    wishes: Sequence[Wish],
    height: float,
    ground: Ground,
    former: Mapping[int, Label],
    reluctance: float,
) -> tuple[Label, ...]:
    """The best found: where leaders cross, two change places or one goes to the other side, where
    there may be room for one that found none, too."""
    sides = {
        wish.key: _nearer_side(wish, ground, former.get(wish.key), reluctance) for wish in wishes
    }
    order = sorted(wishes, key=lambda wish: wish.extreme_point(sides[wish.key])[1])
    best: tuple[Label, ...] = ()
    fewest: tuple[float, float] = (np.inf, np.inf)
    moved: set[int] = set()
    for _ in range(3 * len(wishes) + 1):
        labels: list[Label] = []
        for side in ("left", "right"):
            column = [wish for wish in order if sides[wish.key] == side]
            labels += Column(column, side, height, ground).place(former)
        crossing = [pair for pair in combinations(labels, 2) if leaders_cross(*pair)]
        faults = (len(wishes) - len(labels), len(crossing))
        if faults < fewest:
            best, fewest = tuple(labels), faults
        homeless = {wish.key for wish in wishes} - {label.key for label in labels} - moved
        if homeless:
            key = min(homeless)
            moved.add(key)
            sides = sides | {key: "left" if sides[key] == "right" else "right"}
            continue
        if not crossing:
            break
        one, other = crossing[0]
        if one.side == other.side:
            order = _swapped(order, one.key, other.key)
        else:
            sides = sides | {other.key: one.side}
    return best


def _nearer_side(wish: Wish, ground: Ground, former: Label | None, reluctance: float) -> Side:
    left = wish.extreme_point("left")[0] - ground.area.x1
    right = ground.area.x2 - wish.extreme_point("right")[0]
    if former is not None:
        margin = reluctance * ground.area.width
        if former.side == "left":
            left -= margin
        else:
            right -= margin
    return "left" if left < right else "right"


def _swapped(order: Sequence[Wish], one: int, other: int) -> list[Wish]:
    names = {one: other, other: one}
    by_key = {wish.key: wish for wish in order}
    return [by_key[names.get(wish.key, wish.key)] for wish in order]


def _segments_cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(p: Point, q: Point, r: Point) -> float:
    """Positive if p, q, r turn one way, negative if the other."""
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
