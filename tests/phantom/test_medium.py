"""Parts painted on the polar grid."""

import numpy as np
import pytest

from phantom.medium import paint
from phantom.plane import ScanPlane, Sector
from phantom.scene import sample_texture
from phantom.shapes import WORLD, Ellipsoid, vector
from phantom.tissue import FLUID, SKULL_ECHO, SOFT, Material, Part

SECTOR = Sector(
    50.0,
    np.linspace(80, 130, 384, dtype=np.float32),
    np.linspace(-0.3, 0.3, 208, dtype=np.float32),
)
PLANE = ScanPlane(vector(0, 0, 0), vector(1, 0, 0), vector(0, 0, 1))
UNIFORM = Material(0.0, texture_db=0.0)


def painted(*parts):
    texture = sample_texture(np.random.default_rng(0))
    open_face = np.ones((1, SECTOR.shape[1]), np.float32)
    return paint(parts, UNIFORM, PLANE, SECTOR, texture, open_face)


def ball(radius, depth=55.0):
    return Ellipsoid(WORLD, vector(0, 0, depth), np.full(3, radius))


def cell(lateral, depth):
    rows, columns = SECTOR.cells(*(np.array([[c]], np.float32) for c in (lateral, depth)))
    return int(rows[0, 0]), int(columns[0, 0])


def test_a_skull_is_bright_where_the_beam_meets_it_squarely_and_not_at_its_sides():
    medium = painted(Part(ball(12.0), SKULL_ECHO))

    row, column = cell(0.0, 43.0)
    top = medium.mirror[row - 3 : row + 4, column].max()
    row, column = cell(12.0, 55.0)
    side = medium.mirror[row, column - 4 : column + 5].max()

    assert top > 3
    assert side < 0.1 * top


def test_later_parts_cover_earlier_ones():
    middle = cell(0.0, 55.0)

    soft_inside = painted(Part(ball(10.0), FLUID), Part(ball(5.0), SOFT)).scatter[middle]
    fluid_inside = painted(Part(ball(5.0), SOFT), Part(ball(10.0), FLUID)).scatter[middle]

    assert soft_inside > 50 * fluid_inside


@pytest.mark.parametrize("radius", [1.2, 3.0, 11.0])
def test_a_part_is_painted_where_its_slice_is(radius):
    medium = painted(Part(ball(radius), FLUID))

    lateral, depth = SECTOR.in_plane()
    outside = np.hypot(lateral, depth - 55) - radius
    assert medium.scatter[outside < -0.75].max(initial=0.0) < 0.05
    assert medium.scatter[outside > 0.75] == pytest.approx(1.0, abs=0.01)


def test_a_weight_says_how_much_of_a_part_is_there():
    half = painted(Part(ball(8.0), Material(0.0, 1.5), lambda p: np.full(p.shape, 0.5, np.float32)))

    assert half.attenuation[cell(0.0, 55.0)] == pytest.approx(1.0)


def test_what_the_plane_does_not_meet_leaves_no_trace():
    beside = Ellipsoid(WORLD, vector(0, 30, 55), np.full(3, 10.0))

    assert painted(Part(beside, FLUID)).scatter == pytest.approx(1.0)
