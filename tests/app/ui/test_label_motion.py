"""Labels glide, and do not hop from side to side."""

import pytest

from app.ui.label_column import Label
from app.ui.label_ground import Box
from app.ui.label_motion import GLIDE_S, PATIENCE_S, LabelMotion


def label(y=100.0, side="right", key=0, width=100.0, short=False):
    x = 700.0 if side == "right" else 20.0
    return Label(key, side, Box(x, y, x + width, y + 38), (400.0, 200.0), short)


def aim(motion, target, now_s, kept=None):
    motion.aim(lambda former, keep_sides: (kept or target,) if keep_sides else (target,), now_s)


def y_of(motion, now_s):
    (only,) = motion.labels(now_s)
    return only.box.y1


def test_a_new_label_is_where_it_belongs_at_once():
    motion = LabelMotion()
    aim(motion, label(100), 0.0)
    assert y_of(motion, 0.0) == 100
    assert not motion.is_moving(0.0)


def test_a_moved_label_glides_and_arrives():
    motion = LabelMotion()
    aim(motion, label(100), 0.0)
    aim(motion, label(200), 1.0)
    assert y_of(motion, 1.0) == 100
    assert 100 < y_of(motion, 1.0 + GLIDE_S / 2) < 200
    assert y_of(motion, 1.0 + GLIDE_S) == 200


def test_a_mask_s_noise_does_not_move_a_label():
    motion = LabelMotion()
    aim(motion, label(100), 0.0)
    aim(motion, label(103), 1.0)
    assert y_of(motion, 2.0) == 100


def test_a_name_that_becomes_an_abbreviation_has_its_width_at_once():
    motion = LabelMotion()
    aim(motion, label(width=200.0), 0.0)
    aim(motion, label(width=60.0, short=True), 1.0)
    assert motion.labels(1.0)[0].box.width == 60.0


def test_a_label_changes_sides_only_after_a_while():
    motion = LabelMotion()
    left, right = label(side="left"), label(side="right")
    aim(motion, right, 0.0)
    sides = []
    for now_s in (1.0, 1.0 + PATIENCE_S / 2, 1.01 + PATIENCE_S):
        aim(motion, left, now_s, kept=right)
        sides.append(motion.labels(now_s)[0].side)
    assert sides == ["right", "right", "left"]


def test_the_former_labels_are_known_to_the_layout():
    motion = LabelMotion()
    aim(motion, label(100, key=7), 0.0)
    asked = []
    motion.aim(lambda former, keep_sides: asked.append(former) or (), 1.0)
    assert asked[0].keys() == {7}


@pytest.mark.parametrize("now_s", [0.0, 100.0])
def test_settled_labels_are_there_at_any_time(now_s):
    motion = LabelMotion()
    aim(motion, label(100), 0.0)
    motion.settle((label(300),))
    assert y_of(motion, now_s) == 300
