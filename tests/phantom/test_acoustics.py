"""Image formation against what physics says of it."""

import numpy as np
import pytest

from phantom.acoustics import (
    Medium,
    Scanner,
    compress,
    form_image,
    in_two_planes,
    paint,
    point_spread,
    transmission,
    white_noise,
)
from phantom.plane import ScanPlane, Sector
from phantom.scene import sample_texture
from phantom.shapes import WORLD, Ellipsoid, Points, vector
from phantom.texture import Scatterers
from phantom.tissue import FLUID, SKULL_ECHO, SOFT, Material, Part

SCANNER = Scanner(
    frequency_mhz=5.0, axial_mm=0.45, lateral_mm=1.1, focus_mm=60.0, looks=1,
    dynamic_range_db=55.0, gain_db=0.0, gamma=1.5, smoothing_px=0.0, noise_db=-60.0,
    persistence=0.3, enhancement=1.0,
)  # fmt: skip
SECTOR = Sector(
    50.0,
    np.linspace(80, 130, 384, dtype=np.float32),
    np.linspace(-0.3, 0.3, 208, dtype=np.float32),
)
PLANE = ScanPlane(vector(0, 0, 0), vector(1, 0, 0), vector(0, 0, 1))
UNIFORM = Material(0.0, texture_db=0.0)


def uniform(scatter=1.0, attenuation=0.5):
    full = np.ones(SECTOR.shape, np.float32)
    open_face = np.ones((1, SECTOR.shape[1]), np.float32)
    return Medium(scatter * full, attenuation * full, 0 * full, open_face)


def painted(*parts):
    texture = sample_texture(np.random.default_rng(0))
    open_face = np.ones((1, SECTOR.shape[1]), np.float32)
    return paint(parts, UNIFORM, PLANE, SECTOR, texture, open_face)


def envelope_of(noise):
    echo = point_spread(in_two_planes(noise), SECTOR, SCANNER, coherent=False)
    return np.sqrt(np.square(echo).sum(axis=-1))


def test_speckle_of_uniform_tissue_has_the_signal_to_noise_ratio_of_rayleigh():
    envelope = envelope_of(white_noise(SECTOR.shape, np.random.default_rng(1)))

    assert envelope.mean() / envelope.std() == pytest.approx(1.91, abs=0.06)


def test_speckle_that_stays_with_the_tissue_has_the_same_ratio():
    points = PLANE.points(*SECTOR.in_plane())

    envelope = envelope_of(Scatterers(WORLD).at(points, look=0))

    assert envelope.mean() / envelope.std() == pytest.approx(1.91, abs=0.1)


def test_the_blur_keeps_the_power_of_speckle_at_every_depth():
    envelope = envelope_of(white_noise(SECTOR.shape, np.random.default_rng(2)))

    power = np.square(envelope).reshape(4, -1).mean(axis=1)

    assert power == pytest.approx(np.ones(4), abs=0.12)


def test_a_point_is_blurred_to_the_width_that_was_set_at_the_focus():
    point = np.zeros(SECTOR.shape, np.float32)
    row, column = int((110 - 80) / SECTOR.range_step), 104
    point[row, column] = 1

    blurred = point_spread(point, SECTOR, SCANNER, coherent=True)

    above_half = blurred > blurred.max() / 2
    tall_mm = above_half[:, column].sum() * SECTOR.range_step
    wide_mm = above_half[row].sum() * 105 * SECTOR.angle_step
    assert tall_mm == pytest.approx(SCANNER.axial_mm, abs=2 * SECTOR.range_step)
    assert wide_mm == pytest.approx(SCANNER.lateral_mm, abs=2 * 105 * SECTOR.angle_step)


def test_soft_tissue_is_compensated_bone_shadows_and_fluid_enhances():
    soft, bone, fluid = (uniform(attenuation=value) for value in (0.5, 5.0, 0.02))

    last = [transmission(medium, SECTOR, SCANNER)[-1, 0] for medium in (soft, bone, fluid)]

    assert last[0] == pytest.approx(1.0)
    assert last[1] < 0.01
    assert last[2] > 1.5


def test_a_skull_is_bright_where_the_beam_meets_it_squarely_and_not_at_its_sides():
    skull = Ellipsoid(WORLD, vector(0, 0, 55), np.full(3, 12.0))
    medium = painted(Part(skull, SKULL_ECHO))

    rows, columns = SECTOR.cells(*(np.array([[c]], np.float32) for c in (0.0, 43.0)))
    top = medium.mirror[int(rows[0, 0]) - 3 : int(rows[0, 0]) + 4, int(columns[0, 0])].max()
    rows, columns = SECTOR.cells(*(np.array([[c]], np.float32) for c in (12.0, 55.0)))
    side = medium.mirror[int(rows[0, 0]), int(columns[0, 0]) - 4 : int(columns[0, 0]) + 5].max()

    assert top > 3
    assert side < 0.1 * top


def test_later_parts_cover_earlier_ones():
    ball = Ellipsoid(WORLD, vector(0, 0, 55), np.full(3, 10.0))
    core = Ellipsoid(WORLD, vector(0, 0, 55), np.full(3, 5.0))
    rows, columns = SECTOR.cells(*(np.array([[c]], np.float32) for c in (0.0, 55.0)))
    middle = int(rows[0, 0]), int(columns[0, 0])

    soft_inside = painted(Part(ball, FLUID), Part(core, SOFT)).scatter[middle]
    fluid_inside = painted(Part(core, SOFT), Part(ball, FLUID)).scatter[middle]

    assert soft_inside > 50 * fluid_inside


def test_fluid_is_black_and_tissue_is_grey():
    rng = np.random.default_rng(3)

    def speckle(look):
        return white_noise(SECTOR.shape, rng)

    tissue = form_image(uniform(), SECTOR, SCANNER, speckle, rng)
    fluid = form_image(uniform(scatter=1e-3), SECTOR, SCANNER, speckle, rng)

    assert 0.3 < np.median(tissue) < 0.8
    assert np.median(fluid) < 0.05


def test_compression_is_bounded_and_rises_with_the_echo():
    envelope = np.logspace(-6, 4, 60, dtype=np.float32)[:, None]

    grey = compress(envelope, SCANNER)

    assert grey.min() == 0
    assert grey.max() == 1
    assert (np.diff(grey, axis=0) >= 0).all()


def test_scatterers_move_with_their_frame():
    points = PLANE.points(*SECTOR.in_plane())
    shifted = Points(tuple(axis + np.float32(1.0) for axis in points.within(WORLD)))

    here, there = (Scatterers(WORLD).at(p, look=0) for p in (points, shifted))

    assert not np.array_equal(here, there)
    assert abs(np.vdot(here, there)) / np.vdot(here, here).real < 0.02
