"""Slices of the geometry against sizes that were drawn, and against shapes solved by hand."""

from dataclasses import replace

import numpy as np
import pytest

from phantom.biometry import sample_biometry
from phantom.fetus import build_fetus, sample_posture
from phantom.looks import sample_looks
from phantom.plane import ScanPlane, Window, outline_mask
from phantom.shapes import WORLD, Capsule, Ellipsoid, Points, Sheet, rotation, vector

FINE = Window(width=640, height=640, pixel_size_mm=0.08, left=-25.6, top=-25.6)


@pytest.fixture
def fetus():
    rng = np.random.default_rng(4)
    posture = replace(sample_posture(rng), flexion=0.0, turn=0.0)
    biometry = replace(sample_biometry(rng), nuchal_translucency=1.6)
    return build_fetus(WORLD, biometry, sample_looks(rng), posture)


def plane_through(frame, middle, lateral, axial):
    return ScanPlane(
        frame.to_world(middle),
        frame.direction_to_world(lateral),
        frame.direction_to_world(axial),
    )


def head_plane(fetus, tilt=0.0, rise=0.0):
    turn = rotation(vector(1, 0, 0), tilt)
    across, along = vector(1, 0, 0), turn @ vector(0, 1, 0)
    return plane_through(fetus.head.frame, vector(0, 0, rise), along, across)


def neck_plane(fetus, offset=0.0):
    middle = vector(offset, 0, 1.3 * fetus.biometry.occipitofrontal_diameter / 2)
    return plane_through(fetus.body, middle, vector(0, 0, 1), vector(0, -1, 0))


def sliced_outline(fetus, structure, plane):
    shape = next(o.shape for o in fetus.outlines if o.structure == structure)
    return outline_mask(shape, plane, FINE)


def test_the_skull_in_the_head_plane_measures_as_drawn(fetus):
    mask = sliced_outline(fetus, "cranium", head_plane(fetus))

    across_mm = mask.any(axis=1).sum() * FINE.pixel_size_mm
    along_mm = mask.any(axis=0).sum() * FINE.pixel_size_mm

    assert across_mm == pytest.approx(fetus.biometry.biparietal_diameter, rel=0.02)
    assert along_mm == pytest.approx(fetus.biometry.occipitofrontal_diameter, rel=0.02)


def test_the_nuchal_fluid_in_the_neck_plane_is_as_thick_as_drawn(fetus):
    mask = sliced_outline(fetus, "nuchal_translucency", neck_plane(fetus))

    widest_mm = mask.sum(axis=0).max() * FINE.pixel_size_mm

    assert widest_mm == pytest.approx(fetus.biometry.nuchal_translucency, abs=0.2)


def test_the_nasal_bone_in_the_neck_plane_is_as_long_as_drawn(fetus):
    mask = sliced_outline(fetus, "nasal_bone", neck_plane(fetus))

    length_mm = mask.any(axis=0).sum() * FINE.pixel_size_mm

    assert length_mm == pytest.approx(fetus.biometry.nasal_bone_length + 0.56, abs=0.2)


@pytest.mark.parametrize("seed", range(6))
def test_a_skull_cut_by_any_plane_is_the_ellipse_that_algebra_gives(fetus, seed):
    rng = np.random.default_rng(seed)
    lateral, axial, _ = np.linalg.qr(rng.normal(size=(3, 3)))[0].T
    skull, origin = fetus.head.skull, fetus.head.skull.centre + rng.normal(0, 3, 3)
    mask = outline_mask(skull, ScanPlane(origin, lateral, axial), FINE)

    grid = np.stack(np.broadcast_arrays(FINE.lateral, FINE.depth), axis=-1).astype(np.float64)
    world = origin + grid[..., :1] * lateral + grid[..., 1:] * axial
    local = (world - skull.centre) @ skull.frame.axes.T / skull.size
    value = np.square(local).sum(axis=-1)
    on_the_edge = np.abs(value - 1) < 1e-4

    assert np.array_equal(mask[~on_the_edge], (value < 1)[~on_the_edge])


@pytest.mark.parametrize("seed", range(3))
def test_a_mask_is_the_sign_of_the_distance_at_every_pixel_of_any_plane(fetus, seed):
    rng = np.random.default_rng(seed)
    lateral, axial, _ = np.linalg.qr(rng.normal(size=(3, 3)))[0].T
    plane = ScanPlane(fetus.head.frame.origin + rng.normal(0, 4, 3), lateral, axial)
    coarse = Window(150, 150, 0.5, -37.5, -37.5)
    everywhere = plane.points(coarse.lateral, coarse.depth)

    for outline in fetus.outlines:
        mask = outline_mask(outline.shape, plane, coarse)
        assert np.array_equal(mask, outline.shape.distance(everywhere) < 0), outline.structure


def test_distances_are_negative_inside_and_millimetres_outside():
    points = Points(tuple(np.array([[c]], np.float32) for c in (0.0, 7.0, 0.0)))
    ball = Ellipsoid(WORLD, vector(0, 0, 0), np.full(3, 4.0))
    rod = Capsule(WORLD, vector(-5, 0, 0), vector(5, 0, 0), 2.0, 2.0)

    assert ball.distance(points)[0, 0] == pytest.approx(3.0)
    assert rod.distance(points)[0, 0] == pytest.approx(5.0)


def test_a_sheet_is_as_thick_as_said():
    body = Ellipsoid(WORLD, vector(0, 0, 0), np.full(3, 10.0))
    sheet = Sheet(WORLD, 0.8, body, lambda axes: np.full_like(axes[0], -1.0))
    x = np.array([[0.0, 0.39, 0.41]], np.float32)

    inside = sheet.distance(Points((x, 0 * x, 0 * x))) < 0

    assert inside.tolist() == [[True, True, False]]


def test_sizes_follow_the_crown_rump_length():
    drawn = [sample_biometry(np.random.default_rng(seed)) for seed in range(300)]
    lengths = np.array([b.crown_rump_length for b in drawn])
    diameters = np.array([b.biparietal_diameter for b in drawn])

    slope, offset = np.polyfit(lengths, diameters, 1)

    assert lengths.min() >= 45
    assert lengths.max() <= 84
    assert slope == pytest.approx(0.2897, abs=0.02)
    assert offset == pytest.approx(3.2956, abs=1.2)
    assert min(b.age_days for b in drawn) >= 76
    assert max(b.age_days for b in drawn) <= 99
