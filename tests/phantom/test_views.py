"""The view of a plane, from textbook planes and from planes that have left them."""

from dataclasses import replace

import numpy as np
import pytest

from inference.anatomy import load_anatomy
from phantom.abdomen import CORD_LEVEL, STOMACH_LEVEL
from phantom.biometry import sample_biometry
from phantom.fetus import build_fetus, sample_posture
from phantom.looks import sample_looks
from phantom.plane import ScanPlane
from phantom.shapes import WORLD, rotation, vector
from phantom.thorax import HEART_LEVEL
from phantom.views import departures, standard_views, view_of

LEFT, FRONT, UP = vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1)


@pytest.fixture
def fetus():
    rng = np.random.default_rng(4)
    posture = replace(sample_posture(rng), flexion=0.0, turn=0.0, curl=0.2)
    return build_fetus(WORLD, sample_biometry(rng), sample_looks(rng), posture)


def head_scale(fetus):
    return fetus.biometry.occipitofrontal_diameter / 2


def axial(fetus, level, tilt=0.0):
    """Across the body at a level in halves of the occipitofrontal diameter, from the front."""
    turn = rotation(LEFT, tilt)
    return ScanPlane(vector(0, 0, level * head_scale(fetus)), LEFT, turn @ -FRONT)


def head_plane(fetus, tilt=0.0, rise=0.0):
    turn = rotation(LEFT, tilt)
    return ScanPlane(fetus.head.frame.to_world(vector(0, 0, rise)), LEFT, turn @ -FRONT)


def sagittal(fetus, beam, offset=0.0):
    return ScanPlane(vector(offset, 0, 1.3 * head_scale(fetus)), UP, beam)


def along(segment):
    length = segment.end - segment.start
    length = length / np.linalg.norm(length)
    beam = np.cross(length, segment.across)
    return ScanPlane((segment.start + segment.end) / 2, length, beam / np.linalg.norm(beam))


def coronal(fetus):
    marks = fetus.column.midline(25)
    up = np.linalg.svd(marks - marks.mean(axis=0))[2][0]
    return ScanPlane(marks.mean(axis=0), up, LEFT)


def test_each_textbook_plane_is_its_own_view_before_any_other(fetus):
    assert standard_views(fetus, head_plane(fetus, rise=2.0))[0] == "head"
    assert standard_views(fetus, sagittal(fetus, -FRONT))[0] == "neck"
    assert standard_views(fetus, axial(fetus, HEART_LEVEL))[0] == "thorax"
    assert standard_views(fetus, axial(fetus, STOMACH_LEVEL))[0] == "abdomen"
    assert standard_views(fetus, axial(fetus, CORD_LEVEL))[0] == "abdomen"
    assert standard_views(fetus, coronal(fetus))[0] == "spine"


def test_every_segment_of_every_limb_makes_an_extremity_view(fetus):
    assert len(fetus.segments) == 12
    assert all("extremity" in standard_views(fetus, along(s)) for s in fetus.segments)


def test_a_midsagittal_plane_from_the_back_shows_the_spine_first(fetus):
    assert standard_views(fetus, sagittal(fetus, FRONT))[:2] == ("spine", "neck")


def test_the_head_plane_is_left_by_tilting_and_by_sliding(fetus):
    high = 0.8 * fetus.biometry.head_height / 2

    assert departures(fetus, head_plane(fetus, tilt=0.3))["head"] < 1
    assert departures(fetus, head_plane(fetus, tilt=0.6))["head"] > 1
    assert departures(fetus, head_plane(fetus, rise=high))["head"] > 1


def test_the_neck_plane_is_left_by_sliding_sideways(fetus):
    assert departures(fetus, sagittal(fetus, -FRONT))["neck"] < 1
    assert departures(fetus, sagittal(fetus, -FRONT, offset=5.0))["neck"] > 1
    assert departures(fetus, head_plane(fetus))["neck"] > 1


def test_between_heart_and_stomach_there_is_no_standard_plane(fetus):
    between = departures(fetus, axial(fetus, (HEART_LEVEL + STOMACH_LEVEL) / 2))

    assert min(between["thorax"], between["abdomen"]) > 1


@pytest.mark.parametrize("level", [HEART_LEVEL, STOMACH_LEVEL])
def test_an_axial_plane_of_the_trunk_is_left_by_tilting(fetus, level):
    away = departures(fetus, axial(fetus, level, tilt=0.5))

    assert min(away["thorax"], away["abdomen"]) > 1


def test_a_standard_plane_without_its_essential_structure_in_sight_is_no_view(fetus):
    plane = axial(fetus, HEART_LEVEL)

    assert view_of(fetus, plane, {"thoracic_circumference": 0.9}, load_anatomy()) == "thorax"
    assert view_of(fetus, plane, {"thoracic_circumference": 0.3}, load_anatomy()) == "none"
