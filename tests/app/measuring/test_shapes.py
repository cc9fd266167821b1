"""Lines and ellipses in millimetres."""

import math

import pytest

from app.measuring.shapes import Ellipse, Line, circumference


def test_a_line_is_as_long_as_its_ends_are_apart():
    assert Line((1, 1), (4, 5)).value_mm == 5


def test_a_moved_end_leaves_the_other_where_it_is():
    assert Line((0, 0), (3, 4)).moved(1, (0, 2)) == Line((0, 0), (0, 2))
    assert Line((0, 0), (3, 4)).moved(0, (3, 0)).value_mm == 4


def test_the_circumference_of_a_circle_is_exact():
    assert circumference(10, 10) == pytest.approx(20 * math.pi)


def test_the_circumference_of_a_head_is_that_of_the_integral():
    """4 a E(e^2) for a = 50, b = 39, by summing a polygon of a million sides."""
    sides = 1_000_000
    steps = (2 * math.pi * i / sides for i in range(sides))
    speed = (math.hypot(50 * math.sin(t), 39 * math.cos(t)) for t in steps)
    assert circumference(50, 39) == pytest.approx(sum(speed) * 2 * math.pi / sides, rel=1e-6)


def test_nothing_has_no_circumference():
    assert circumference(0, 0) == 0
    assert Ellipse((2, 2), (2, 2), 0).value_mm == 0


def test_the_ends_of_an_ellipse_are_on_its_outline():
    ellipse = Ellipse((10, 20), (50, 50), 30)
    outline = ellipse.outline(4)
    assert [math.dist(ellipse.centre, end) for end in ellipse.ends] == [25, 25, 15, 15]
    assert outline[0] == pytest.approx((50, 50))
    assert outline[1] == pytest.approx(ellipse.ends[2])


def test_an_end_across_changes_the_breadth_alone():
    ellipse = Ellipse((0, 0), (40, 0), 20).moved(2, (33, 14))
    assert ellipse.breadth_mm == 28
    assert (ellipse.start, ellipse.end) == ((0, 0), (40, 0))


def test_an_ellipse_cannot_be_pressed_flat():
    assert Ellipse((0, 0), (40, 0), 20).moved(3, (20, 0)).breadth_mm > 0


def test_an_end_of_the_axis_keeps_the_breadth():
    ellipse = Ellipse((0, 0), (40, 0), 20).moved(1, (0, 60))
    assert (ellipse.length_mm, ellipse.breadth_mm) == (60, 20)
