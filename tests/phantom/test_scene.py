"""What lies around the fetus leaves it room."""

import numpy as np
import pytest

from phantom.aims import aim_at
from phantom.fetus import build_fetus, sample_posture
from phantom.patients import patient_of_seed
from phantom.plane import ScanPlane
from phantom.scene import pregnant_scene
from phantom.shapes import WORLD, Points
from phantom.tissue import FLUID


@pytest.mark.parametrize("view", ["head", "thorax", "extremity"])
@pytest.mark.parametrize("seed", range(5))
def test_every_limb_lies_in_the_fluid_and_none_in_the_wall(view, seed):
    rng = np.random.default_rng(seed)
    patient = patient_of_seed(seed)
    fetus = build_fetus(WORLD, patient.biometry, patient.looks, sample_posture(rng))
    aim = aim_at(view, rng, fetus)
    plane = ScanPlane(aim.target - 50 * aim.axial, aim.lateral, aim.axial)
    scene = pregnant_scene(rng, fetus, aim.target, aim.reach, plane)
    around = scene.parts[: -len(fetus.parts)]
    cavity = next(part.shape for part in around if part.material.attenuation == FLUID.attenuation)
    shares = np.linspace(0, 1, 9)[:, None]
    along = np.concatenate([s.start + shares * (s.end - s.start) for s in fetus.segments])
    x, y, z = along.astype(np.float32).T[:, None, :]
    assert cavity.distance(Points((x, y, z))).max() < 0
