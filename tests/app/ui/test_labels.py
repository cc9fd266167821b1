"""Where names stand. Random pictures must keep every promise; small ones are checked by hand."""

from itertools import combinations

import cv2
import numpy as np
import pytest

from app.ui.label_column import Wish, best_rows
from app.ui.label_ground import CLEARANCE, Box, survey
from app.ui.labels import leaders_cross, place_labels

AREA = Box(0, 0, 960, 624)
PICTURE = Box(64, 0, 896, 624)
DARK = np.zeros((64, 85), np.float32)
BRIGHT = np.ones((64, 85), np.float32)
PILL = 38.0


def ellipse(x, y, width, height, angle=0.0):
    points = cv2.ellipse2Poly((int(x), int(y)), (int(width), int(height)), int(angle), 0, 360, 4)
    return points.astype(np.float32)


def wish(key, *outlines, width=160.0, short_width=80.0):
    return Wish(key, outlines, width, short_width)


def lay_out(wishes, lit=DARK, area=AREA, **options):
    obstacles = [outline for each in wishes for outline in each.outlines]
    return place_labels(wishes, PILL, survey(area, PICTURE, lit, obstacles), **options)


def random_wishes(seed):
    """Two to eight structures of any size, anywhere in the middle of the picture."""
    random = np.random.default_rng(seed)
    return [
        wish(
            key,
            ellipse(*random.uniform((250, 100), (710, 520)), *random.uniform(8, 140, 2), 40 * key),
            width=random.uniform(90, 300),
            short_width=85.0,
        )
        for key in range(random.integers(2, 9))
    ]


def distance(box, points):
    across = np.maximum(np.maximum(box.x1 - points[:, 0], points[:, 0] - box.x2), 0)
    down = np.maximum(np.maximum(box.y1 - points[:, 1], points[:, 1] - box.y2), 0)
    return float(np.hypot(across, down).min())


def overlap(one, other):
    return one.x1 < other.x2 and other.x1 < one.x2 and one.y1 < other.y2 and other.y1 < one.y2


@pytest.mark.parametrize("seed", range(40))
def test_leaders_never_cross(seed):
    labels = lay_out(random_wishes(seed), BRIGHT)
    assert not any(leaders_cross(*pair) for pair in combinations(labels, 2))


@pytest.mark.parametrize("seed", range(40))
def test_pills_never_overlap_and_stay_inside(seed):
    labels = lay_out(random_wishes(seed), BRIGHT)
    assert not any(overlap(one.box, other.box) for one, other in combinations(labels, 2))
    assert all(label.box.x1 >= 0 and label.box.x2 <= 960 for label in labels)
    assert all(label.box.y1 >= 0 and label.box.y2 <= 624 for label in labels)


@pytest.mark.parametrize("seed", range(40))
def test_no_pill_comes_near_an_outline(seed):
    wishes = random_wishes(seed)
    labels = lay_out(wishes, BRIGHT)
    outlines = [outline for each in wishes for outline in each.outlines]
    nearest = [distance(label.box, points) for label in labels for points in outlines]
    assert all(gap >= CLEARANCE for gap in nearest)


def test_most_structures_of_crowded_pictures_are_named():
    placed = [len(lay_out(random_wishes(seed))) for seed in range(40)]
    wanted = [len(random_wishes(seed)) for seed in range(40)]
    assert sum(placed) >= 0.75 * sum(wanted)


def test_a_label_stands_on_the_side_of_its_structure():
    labels = lay_out([wish(0, ellipse(250, 200, 30, 30)), wish(1, ellipse(700, 200, 30, 30))])
    assert [label.side for label in labels] == ["left", "right"]


def test_a_leader_starts_on_the_outline():
    outline = ellipse(700, 200, 30, 30)
    (label,) = lay_out([wish(0, outline)])
    assert label.anchor in {tuple(map(float, point)) for point in outline}


def test_labels_of_neighbours_stand_in_the_order_of_their_structures():
    wishes = [wish(key, ellipse(700, 300 + 10 * key, 20, 4)) for key in (2, 0, 1)]
    labels = {label.key: label.box.y1 for label in lay_out(wishes)}
    assert labels[0] < labels[1] < labels[2]


def test_a_gutter_that_is_too_narrow_for_the_name_gets_the_abbreviation():
    lit = BRIGHT.copy()
    (label,) = lay_out([wish(0, ellipse(600, 300, 30, 30), width=300.0, short_width=40.0)], lit)
    assert label.short


def test_a_dark_place_inside_the_fan_takes_the_full_name():
    lit = BRIGHT.copy()
    lit[:, 50:80] = 0.0
    (label,) = lay_out([wish(0, ellipse(500, 300, 30, 30), width=220.0)], lit)
    assert not label.short
    assert label.box.x2 < PICTURE.x2


def test_a_name_without_any_room_is_left_to_the_list():
    assert lay_out([wish(0, ellipse(480, 312, 470, 305), width=300.0, short_width=280.0)]) == ()


def test_the_least_important_name_gives_way():
    low = Box(0, 0, 960, 120)
    wishes = [wish(key, ellipse(700, 60, 20, 10 + key)) for key in range(6)]
    kept = {label.key for label in lay_out(wishes, area=low)}
    assert kept == set(range(len(kept)))
    assert 0 < len(kept) < 6


def test_a_label_stays_on_its_side_unless_the_other_is_clearly_nearer():
    (before,) = lay_out([wish(0, ellipse(470, 300, 30, 30))])
    (after,) = lay_out([wish(0, ellipse(500, 300, 30, 30))], former={0: before})
    (far,) = lay_out([wish(0, ellipse(700, 300, 30, 30))], former={0: before})
    assert (before.side, after.side, far.side) == ("left", "left", "right")


def test_a_label_can_be_told_to_keep_its_side():
    (before,) = lay_out([wish(0, ellipse(400, 300, 30, 30))])
    (after,) = lay_out([wish(0, ellipse(700, 300, 30, 30))], former={0: before}, keep_sides=True)
    assert after.side == before.side


def test_best_rows_are_the_wanted_ones_where_nothing_is_in_the_way():
    assert best_rows([3, 9], [np.zeros(20), np.zeros(20)], step=4) == [3, 9]


def test_best_rows_keep_their_distance_at_the_least_cost():
    rows = best_rows([5, 5], [np.zeros(20), np.zeros(20)], step=4)
    assert rows[1] - rows[0] == 4
    assert rows[0] <= 5 <= rows[1]


def test_a_forbidden_row_is_not_taken():
    cost = np.zeros(20)
    cost[4:8] = np.inf
    assert best_rows([5], [cost], step=4) == [3]


def test_who_does_not_fit_gets_no_row():
    assert best_rows([0, 0, 0], [np.zeros(5)] * 3, step=4) == [0, 4, None]
