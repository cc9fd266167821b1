"""Lumps, fibres and scatterers: noise with a place in the tissue."""

import numpy as np
import pytest

from phantom.plane import ScanPlane
from phantom.scene import sample_texture
from phantom.shapes import WORLD, Points, vector
from phantom.texture import Scatterers, white_noise

STEPS = np.arange(0, 40, 0.25, dtype=np.float32)
PLANE = ScanPlane(vector(0, 0, 0), vector(1, 0, 0), vector(0, 0, 1))


def on_the_plane():
    return PLANE.points(STEPS[None, :], STEPS[:, None])


def alike_over(field, axis, threshold=0.3):
    """Steps over which a field stays correlated along an axis."""
    field = np.moveaxis(field - field.mean(), axis, 0)
    for lag in range(1, len(field)):
        if np.mean(field[lag:] * field[:-lag]) < threshold * field.var():
            return lag
    return len(field)


def test_texture_has_zero_mean_and_unit_variance():
    values = np.stack(
        [sample_texture(np.random.default_rng(s)).at(on_the_plane()) for s in range(12)]
    )

    assert values.mean() == pytest.approx(0.0, abs=0.15)
    assert values.std() == pytest.approx(1.0, abs=0.12)


def test_tissue_is_alike_over_longer_ways_along_its_layers_than_across_them():
    ways = [
        [alike_over(sample_texture(np.random.default_rng(s), WORLD).at(on_the_plane()), axis)]
        for axis in (0, 1)
        for s in range(6)
    ]
    across, along = np.mean(ways[:6]), np.mean(ways[6:])

    assert along > 1.5 * across


def test_scatterers_move_with_their_frame():
    points = on_the_plane()
    shifted = Points(tuple(axis + np.float32(1.0) for axis in points.within(WORLD)))

    here, there = (Scatterers.seen(Scatterers(WORLD).at(p), look=0) for p in (points, shifted))

    assert not np.array_equal(here, there)
    assert abs(np.vdot(here, there)) / np.vdot(here, here).real < 0.02


def test_looks_meet_scatterers_that_have_nothing_in_common():
    met = Scatterers(WORLD).at(on_the_plane())

    first, second = (Scatterers.seen(met, look) for look in (0, 1))

    assert abs(np.vdot(first, second)) / np.vdot(first, first).real < 0.03


def test_white_noise_is_circular_of_unit_power_and_fresh_at_every_call():
    rng = np.random.default_rng(4)

    first, second = (white_noise((300, 200), rng) for _ in range(2))

    assert np.mean(np.abs(first) ** 2) == pytest.approx(1.0, abs=0.02)
    assert abs(np.mean(first**2)) < 0.02
    assert abs(np.vdot(first, second)) / np.vdot(first, first).real < 0.02
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 0
