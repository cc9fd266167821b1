"""Image formation against what physics says of it."""

from dataclasses import replace

import numpy as np
import pytest

from phantom.acoustics import (
    Scanner,
    clutter,
    compress,
    form_image,
    in_two_planes,
    point_spread,
    reverberation,
    sample_scanner,
    transmission,
    uneven_gain,
)
from phantom.medium import Medium
from phantom.plane import ScanPlane, Sector
from phantom.shapes import WORLD, vector
from phantom.texture import Scatterers, white_noise

SCANNER = Scanner(
    frequency_mhz=5.0, axial_mm=0.45, lateral_mm=1.1, focus_mm=60.0, looks=1,
    dynamic_range_db=55.0, gain_db=0.0, gamma=1.5, smoothing_px=0.0, noise_db=-60.0,
    persistence=0.3, enhancement=1.0, clutter_db=-60.0,
)  # fmt: skip
SECTOR = Sector(
    50.0,
    np.linspace(80, 130, 384, dtype=np.float32),
    np.linspace(-0.3, 0.3, 208, dtype=np.float32),
)
PLANE = ScanPlane(vector(0, 0, 0), vector(1, 0, 0), vector(0, 0, 1))
SHALLOW, DEEP = slice(100, 140), slice(300, 380)  # rows before and behind what stands in the way


def uniform(scatter=1.0, attenuation=0.5):
    full = np.ones(SECTOR.shape, np.float32)
    open_face = np.ones((1, SECTOR.shape[1]), np.float32)
    return Medium(scatter * full, attenuation * full, 0 * full, open_face)


def tissue_with(scatter, attenuation):
    """Uniform tissue, with something else in the middle beams of rows 150 to 250."""
    medium = uniform()
    medium.scatter[150:250, 80:128] = scatter
    medium.attenuation[150:250, 80:128] = attenuation
    return medium


def picture_of(medium, scanner=SCANNER, seed=3):
    rng = np.random.default_rng(seed)
    return form_image(medium, SECTOR, scanner, lambda look: white_noise(SECTOR.shape, rng), rng)


def envelope_of(noise):
    echo = point_spread(in_two_planes(noise), SECTOR, SCANNER, coherent=False)
    return np.sqrt(np.square(echo).sum(axis=-1))


def test_speckle_of_uniform_tissue_has_the_signal_to_noise_ratio_of_rayleigh():
    envelope = envelope_of(white_noise(SECTOR.shape, np.random.default_rng(1)))

    assert envelope.mean() / envelope.std() == pytest.approx(1.91, abs=0.06)


def test_speckle_that_stays_with_the_tissue_has_the_same_ratio():
    met = Scatterers(WORLD).at(PLANE.points(*SECTOR.in_plane()))

    envelope = envelope_of(Scatterers.seen(met, look=0))

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


def test_a_higher_frequency_resolves_finer_depths():
    transabdominal = [sample_scanner(np.random.default_rng(s), 65.0) for s in range(40)]
    transvaginal = [sample_scanner(np.random.default_rng(s), 30.0) for s in range(40)]

    assert all(3 <= s.frequency_mhz <= 6.5 for s in transabdominal)
    assert all(6 <= s.frequency_mhz <= 9 for s in transvaginal)
    assert np.mean([s.axial_mm for s in transvaginal]) < 0.75 * np.mean(
        [s.axial_mm for s in transabdominal]
    )


def test_soft_tissue_is_compensated_bone_shadows_and_fluid_enhances():
    soft, bone, fluid = (uniform(attenuation=value) for value in (0.5, 5.0, 0.02))

    last = [transmission(medium, SECTOR, SCANNER)[-1, 0] for medium in (soft, bone, fluid)]

    assert last[0] == pytest.approx(1.0)
    assert last[1] < 0.01
    assert last[2] > 1.5


def test_attenuation_takes_the_decibels_that_depth_and_frequency_say():
    excess, way_cm = 0.7 - 0.5, (SECTOR.ranges[-1] - SECTOR.ranges[0]) / 10

    left = transmission(uniform(attenuation=0.7), SECTOR, SCANNER)[-1, 0]

    assert -20 * np.log10(left) == pytest.approx(2 * 5.0 * excess * way_cm, rel=0.01)


def test_tissue_behind_bone_is_darker_in_the_picture_than_beside_it():
    picture = picture_of(tissue_with(scatter=3.0, attenuation=4.0))

    assert picture[DEEP, 90:118].mean() < 0.3 * picture[DEEP, 10:60].mean()
    assert picture[SHALLOW, 90:118].mean() == pytest.approx(
        picture[SHALLOW, 10:60].mean(), rel=0.15
    )


def test_tissue_behind_fluid_is_brighter_in_the_picture_than_beside_it():
    picture = picture_of(tissue_with(scatter=1e-3, attenuation=0.02))

    assert picture[DEEP, 90:118].mean() > 1.2 * picture[DEEP, 10:60].mean()


def test_fluid_is_black_and_tissue_is_grey():
    tissue, fluid = picture_of(uniform()), picture_of(uniform(scatter=1e-3))

    assert 0.3 < np.median(tissue) < 0.8
    assert np.median(fluid) < 0.05


def test_clutter_veils_fluid_beside_tissue_and_fades_with_distance():
    echoes = np.zeros(SECTOR.shape, np.float32)
    echoes[:100] = 1.0  # tissue over fluid

    stray = clutter(echoes, SECTOR, replace(SCANNER, clutter_db=-20.0))[:, 104]

    assert stray[50] == pytest.approx(0.1, rel=0.05)
    assert 0.02 < stray[115] < 0.1
    assert stray[115] > 3 * stray[200]
    assert stray[350] < 0.001


def test_a_bright_layer_is_seen_again_twice_as_deep_and_paler():
    echoes = np.zeros(SECTOR.shape, np.float32)
    row = int((35.0 - 30.0) / SECTOR.range_step)  # 35 mm under the face; the grid begins at 30
    echoes[row] = 1.0

    again = reverberation(echoes, SECTOR, replace(SCANNER, clutter_db=-20.0))

    depths = SECTOR.depths[np.flatnonzero(again.any(axis=1)), 0]
    assert depths == pytest.approx(70.0, abs=0.5)
    assert 0.002 < again.max() < 0.05


def test_electronic_noise_shows_where_no_echo_comes_back_and_more_so_with_depth():
    loud = replace(SCANNER, noise_db=-38.0)

    picture = picture_of(uniform(scatter=1e-6), loud)

    assert picture[300:].mean() > 1.3 * picture[:80].mean() > 0


def test_an_even_wall_and_a_true_gain_change_nothing():
    assert uneven_gain(SECTOR, SCANNER) == pytest.approx(1.0)


def test_an_uneven_wall_streaks_along_the_beams_by_the_decibels_set():
    gain = uneven_gain(SECTOR, replace(SCANNER, unevenness_db=2.0, streaks=17.3))

    level_db = 20 * np.log10(gain)
    assert np.ptp(level_db, axis=0).max() < 1e-3
    assert 1.0 < level_db.std() < 3.0


def test_compounding_smooths_speckle():
    one, three = (picture_of(uniform(), replace(SCANNER, looks=looks)) for looks in (1, 3))

    assert three.std() < 0.8 * one.std()


def test_compression_is_bounded_and_rises_with_the_echo():
    envelope = np.logspace(-6, 4, 60, dtype=np.float32)[:, None]

    grey = compress(envelope, SCANNER)

    assert grey.min() == 0
    assert grey.max() == 1
    assert (np.diff(grey, axis=0) >= 0).all()


def test_sharpening_makes_an_edge_steeper():
    envelope = np.full((60, 60), 0.05, np.float32)
    envelope[30:] = 1.0
    soft = replace(SCANNER, smoothing_px=1.5)

    plain, sharp = (
        compress(envelope, replace(soft, sharpening=amount))[:, 30] for amount in (0.0, 0.8)
    )

    assert np.diff(sharp).max() > 1.1 * np.diff(plain).max()
