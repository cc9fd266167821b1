"""Grids on the scan plane, and masks that are exact on them."""

import numpy as np
import pytest

from phantom.biometry import sample_biometry
from phantom.fetus import build_fetus, sample_posture
from phantom.looks import sample_looks
from phantom.plane import ScanPlane, Sector, Window, outline_mask, sector_for
from phantom.shapes import WORLD, Capsule, Ellipsoid, Shell, vector

SECTOR = Sector(
    50.0,
    np.linspace(80, 130, 384, dtype=np.float32),
    np.linspace(-0.3, 0.3, 208, dtype=np.float32),
)


def any_plane(rng, through):
    lateral, axial, _ = np.linalg.qr(rng.normal(size=(3, 3)))[0].T
    return ScanPlane(through + rng.normal(0, 4, 3), lateral, axial)


def any_window(rng):
    pixel = float(rng.uniform(0.06, 0.25))
    return Window(321, 243, pixel, -160 * pixel + rng.normal(0, 3), -120 * pixel)


@pytest.mark.parametrize("seed", range(4))
def test_every_mask_of_a_fetus_is_the_sign_of_the_distance_at_every_pixel(seed):
    rng = np.random.default_rng(seed)
    fetus = build_fetus(WORLD, sample_biometry(rng), sample_looks(rng), sample_posture(rng))
    for through in (fetus.head.frame.origin, fetus.body.origin):
        plane, window = any_plane(rng, through), any_window(rng)
        everywhere = plane.points(window.lateral, window.depth)
        for outline in fetus.outlines:
            mask = outline_mask(outline.shape, plane, window)
            assert np.array_equal(mask, outline.shape.distance(everywhere) < 0), outline.structure


@pytest.mark.parametrize(
    "shape",
    [
        Ellipsoid(WORLD, vector(0, 0, 0), vector(9.0, 1.0, 4.0)),
        Shell(Ellipsoid(WORLD, vector(0, 0, 0), np.full(3, 8.0)), 0.3),
        Capsule(WORLD, vector(-6, 0, 0), vector(6, 2, 0), 0.15, 0.4),
    ],
    ids=["flat", "thin shell", "thin rod"],
)
def test_masks_of_thin_and_flat_bodies_are_exact(shape):
    rng = np.random.default_rng(8)
    for _ in range(8):
        plane, window = any_plane(rng, np.zeros(3)), any_window(rng)
        everywhere = plane.points(window.lateral, window.depth)
        assert np.array_equal(outline_mask(shape, plane, window), shape.distance(everywhere) < 0)


def test_a_body_outside_the_picture_has_an_empty_mask():
    window = Window(64, 48, 0.1, 20.0, 20.0)
    plane = ScanPlane(np.zeros(3), vector(1, 0, 0), vector(0, 0, 1))

    assert not outline_mask(Ellipsoid(WORLD, np.zeros(3), np.full(3, 5.0)), plane, window).any()


def test_a_thinned_grid_stands_in_the_middle_of_the_samples_it_replaces():
    thin = SECTOR.thinned(2, 4)

    assert thin.shape == (192, 52)
    assert thin.ranges[0] == pytest.approx(SECTOR.ranges[:2].mean())
    assert thin.angles[-1] == pytest.approx(SECTOR.angles[-4:].mean(), abs=1e-6)


def test_cells_are_where_the_samples_lie():
    rows, columns = SECTOR.cells(*SECTOR.in_plane())

    assert rows == pytest.approx(np.broadcast_to(np.arange(384)[:, None], (384, 208)), abs=0.01)
    assert columns == pytest.approx(np.broadcast_to(np.arange(208), (384, 208)), abs=0.01)


def test_the_sector_of_a_window_covers_what_of_it_lies_in_the_fan():
    window = Window(640, 480, 0.1, -30.0, 25.0)
    sector = sector_for(window, 50.0, 0.5, 384, 208)

    rows, columns = sector.cells(window.lateral, window.depth)

    in_fan = np.abs(np.arctan2(window.lateral, window.depth + 50.0)) < 0.499
    assert rows[in_fan].min() > -1
    assert rows[in_fan].max() < 384
    assert columns[in_fan].min() > -1
    assert columns[in_fan].max() < 208
