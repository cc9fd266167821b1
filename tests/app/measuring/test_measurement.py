"""What a hand does to measurements, and on which pixels they are true."""

import numpy as np
import pytest

from app.measuring.measurement import Kind, Measurement, Sheet, Status
from app.measuring.scale import Scale, scale_of
from app.measuring.shapes import Ellipse, Line
from inference.types import Frame, PixelSize

WHOLE = PixelSize(0.1, 0.1, (0, 0, 400, 300))
WIDE = PixelSize(0.2, 0.1, (0, 0, 400, 300))  # pixels twice as wide as high
LEFT, RIGHT = PixelSize(0.1, 0.1, (0, 0, 200, 300)), PixelSize(0.2, 0.2, (200, 0, 400, 300))


def frame(*sizes):
    return Frame(0, 0.0, np.zeros((300, 400, 3), np.uint8), sizes)


def sheet(*sizes):
    return Sheet(frame(), Scale(sizes or (WHOLE,)))


def proposal(kind=Kind.BPD, shape=None):
    return Measurement(kind, shape or Line((10, 10), (20, 10)), WHOLE, Status.PROPOSED)


def test_a_frame_tells_its_own_scale():
    assert scale_of(frame(WHOLE)) == Scale((WHOLE,))
    assert scale_of(frame()) is None


def test_a_distance_on_pixels_that_are_no_squares_is_true():
    along = sheet(WIDE).placed((100, 100), (150, 100), Kind.DISTANCE)
    down = sheet(WIDE).placed((100, 100), (100, 150), Kind.DISTANCE)
    aslant = sheet(WIDE).placed((100, 100), (115, 140), Kind.DISTANCE)
    values = [each.measurements[0].value_mm for each in (along, down, aslant)]
    assert values == pytest.approx([10, 5, 5])


def test_an_ellipse_on_pixels_that_are_no_squares_is_an_ellipse_of_the_body():
    placed = sheet(WIDE).placed((100, 150), (200, 150), Kind.ELLIPSE).measurements[0]
    assert isinstance(placed.shape, Ellipse)
    assert placed.shape.length_mm == pytest.approx(20)
    top, bottom = placed.ends_px[2:]
    assert abs(top[1] - bottom[1]) == pytest.approx(placed.shape.breadth_mm / 0.1)


def test_no_distance_is_measured_over_two_regions():
    assert not sheet(LEFT, RIGHT).placed((150, 100), (250, 100), Kind.DISTANCE).measurements


def test_each_region_has_its_own_size():
    left = sheet(LEFT, RIGHT).placed((50, 100), (100, 100), Kind.DISTANCE)
    both = left.placed((250, 100), (300, 100), Kind.DISTANCE)
    assert [each.value_mm for each in both.measurements] == pytest.approx([5, 10])


def test_a_place_that_is_given_two_sizes_has_none():
    inset = PixelSize(0.3, 0.3, (50, 50, 150, 150))
    assert Scale((WHOLE, inset)).at([(100, 100)]) is None
    assert Scale((WHOLE, inset)).at([(300, 200)]) == WHOLE


def test_an_end_stays_where_pixels_have_a_size():
    placed = sheet(LEFT).placed((50, 100), (100, 100), Kind.DISTANCE)
    assert placed.moved((250, 100)) is placed
    assert placed.moved((150, 100)).measurements[0].value_mm == pytest.approx(10)


def test_a_press_without_a_drag_is_no_distance():
    assert not sheet().placed((100, 100), (101, 101), Kind.DISTANCE).measurements


def test_what_is_placed_is_the_operators():
    placed = sheet().placed((100, 100), (150, 100), Kind.DISTANCE)
    assert placed.measurements[0].status is Status.PLACED
    assert placed.nudged(10, 0).measurements[0].status is Status.PLACED


def test_a_proposal_that_is_moved_is_no_proposal_any_more():
    moved = sheet().with_proposals((proposal(),)).moved((120, 100))
    assert moved.measurements[0].status is Status.MOVED
    assert not moved.measurements[0].is_proposal


def test_a_proposal_is_accepted_as_it_is_and_the_next_one_chosen():
    two = sheet().with_proposals((proposal(), proposal(Kind.HC)))
    accepted = two.accepted()
    assert [each.status for each in accepted.measurements] == [Status.ACCEPTED, Status.PROPOSED]
    assert accepted.chosen == (1, 0)


def test_what_is_no_proposal_is_not_accepted():
    placed = sheet().placed((100, 100), (150, 100), Kind.DISTANCE)
    assert placed.accepted() is placed


def test_an_arrow_moves_the_chosen_end():
    placed = sheet().placed((100, 100), (150, 100), Kind.DISTANCE).choosing(0, 1)
    assert placed.nudged(10, 0).measurements[0].value_mm == pytest.approx(6)


def test_without_a_chosen_one_nothing_is_moved_accepted_or_removed():
    empty = sheet()
    assert empty.nudged(1, 1) is empty.accepted() is empty.removed() is empty.moved((1, 1))


def test_what_is_removed_leaves_the_others():
    two = sheet().with_proposals((proposal(), proposal(Kind.HC))).removed()
    assert [each.kind for each in two.measurements] == [Kind.HC]
    assert two.removed().chosen is None


def test_proposals_go_and_what_a_person_did_stays():
    mixed = sheet().placed((9, 9), (99, 9), Kind.DISTANCE).with_proposals((proposal(), proposal()))
    left = mixed.choosing(0).accepted().without_proposals()
    assert [each.status for each in left.measurements] == [Status.ACCEPTED, Status.PLACED]
