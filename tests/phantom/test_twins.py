"""A second fetus in the scene leaves the first one's picture what it is."""

from dataclasses import replace

import numpy as np
import pytest

from phantom.biometry import sample_biometry
from phantom.fetus import build_fetus, sample_posture
from phantom.looks import sample_looks
from phantom.patients import patient_of_seed
from phantom.plane import ScanPlane
from phantom.sample import sample_image
from phantom.shapes import WORLD, vector
from phantom.thorax import HEART_LEVEL
from phantom.twins import with_twin
from phantom.views import standard_views


@pytest.fixture
def fetus():
    rng = np.random.default_rng(8)
    return build_fetus(WORLD, sample_biometry(rng), sample_looks(rng), sample_posture(rng))


@pytest.fixture
def chest(fetus):
    level = HEART_LEVEL * fetus.biometry.occipitofrontal_diameter / 2
    return ScanPlane(vector(0, 0, level), vector(1, 0, 0), vector(0, -1, 0))


def test_a_twin_is_about_as_old_and_has_limbs_of_its_own(fetus, chest):
    both = with_twin(np.random.default_rng(1), fetus, chest)

    assert len(both.segments) == 24
    assert both.twin.crown_rump_length == pytest.approx(fetus.biometry.crown_rump_length, rel=0.08)


def test_the_sizes_of_both_twins_stay_in_the_pictures_record():
    patient = replace(patient_of_seed(1), twins=True)
    record = sample_image(2, "thorax", patient).record
    first, second = (record[of]["crown_rump_length"] for of in ("biometry", "twin_biometry"))

    assert first == patient.biometry.crown_rump_length
    assert second != first
    assert second == pytest.approx(first, rel=0.08)


@pytest.mark.parametrize("seed", range(4))
def test_a_twin_does_not_change_the_view_of_the_plane(fetus, chest, seed):
    both = with_twin(np.random.default_rng(seed), fetus, chest)

    assert standard_views(both, chest)[0] == "thorax"
    assert [o.structure for o in both.outlines].count("heart") == 1


@pytest.mark.parametrize("seed", range(4))
def test_twins_do_not_run_into_each_other(fetus, chest, seed):
    both = with_twin(np.random.default_rng(seed), fetus, chest)
    hers = np.stack([s.end for s in both.segments[12:]])
    belly = fetus.biometry.abdominal_circumference / (2 * np.pi)

    assert np.linalg.norm(hers - vector(0, 0, 0), axis=1).min() > 0.8 * belly
