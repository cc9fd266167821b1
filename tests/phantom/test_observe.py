"""What of a slice can be made out, and is outlined."""

from dataclasses import replace

import numpy as np
import pytest

from phantom.abdomen import CORD_LEVEL
from phantom.biometry import sample_biometry
from phantom.fetus import build_fetus, sample_posture
from phantom.looks import sample_looks
from phantom.observe import observe
from phantom.outline import Outline
from phantom.plane import ScanPlane, Window
from phantom.shapes import WORLD, Capsule, vector
from phantom.thorax import HEART_LEVEL

LEFT, FRONT = vector(1, 0, 0), vector(0, 1, 0)
PICTURE = Window(width=500, height=500, pixel_size_mm=0.1, left=-25, top=-25)
ALL = np.ones((PICTURE.height, PICTURE.width), np.bool_)


def fetus_with(cord=FRONT):
    rng = np.random.default_rng(4)
    posture = replace(sample_posture(rng), curl=0.2, cord=cord[None] / np.linalg.norm(cord))
    return build_fetus(WORLD, sample_biometry(rng), sample_looks(rng), posture)


def outlined(fetus, level):
    """Structures that are outlined in the axial plane at this level, seen from the front."""
    height = level * fetus.biometry.occipitofrontal_diameter / 2
    plane = ScanPlane(vector(0, 0, height), LEFT, -FRONT)
    return {found.structure for found in observe(fetus, plane, PICTURE, ALL, ALL)}


def arm_in_the_chests_plane(fetus, to_the_left, bone_radius):
    """The fetus with nothing to outline but a piece of arm pointing forward, so far to the left."""
    height = HEART_LEVEL * fetus.biometry.occipitofrontal_diameter / 2
    back, front = vector(to_the_left, -4, height), vector(to_the_left, 4, height)
    (skin,) = (o.shape for o in fetus.outlines if o.structure == "thoracic_circumference")
    bone = bone_radius and Capsule(WORLD, back, front, bone_radius, bone_radius)
    flesh = Capsule(WORLD, back, front, 1.8, 1.8)
    arm = Outline("upper_arm", flesh, "left", length=8.0, trunk=skin, bone=bone or None)
    return replace(fetus, outlines=(arm,))


def test_the_cord_is_outlined_where_it_is_seen_to_leave_the_belly():
    assert "cord_insertion" in outlined(fetus_with(cord=FRONT), CORD_LEVEL)


def test_the_bellys_edge_is_no_cord_where_the_cord_leaves_the_plane():
    away = vector(0, 0.3, -1)
    assert "cord_insertion" not in outlined(fetus_with(cord=away), CORD_LEVEL)


@pytest.mark.parametrize(
    ("to_the_left", "bone_radius", "is_outlined"),
    [(20, 0, True), (4, 0, False), (4, 0.5, True)],
    ids=["in the fluid", "in the chest", "in the chest with its bone"],
)
def test_a_limb_is_outlined_where_fluid_or_its_bone_tells_it_apart(
    to_the_left, bone_radius, is_outlined
):
    fetus = arm_in_the_chests_plane(fetus_with(), to_the_left, bone_radius)
    assert outlined(fetus, HEART_LEVEL) == ({"upper_arm"} if is_outlined else set())
