"""The probe on the skin: how it is held, what it can reach, and the examination by itself."""

from math import pi, radians

import numpy as np
import pytest

from phantom.shapes import Frame, rotation, vector
from phantom.steering import (
    FOCUS_MM,
    REST_S,
    SLIDE_MM,
    TRAVEL_S,
    Belly,
    Cut,
    Examination,
    ProbePose,
    Stop,
)

DOWN = vector(0, 0, 1)
ASKEW = Belly(Frame(rotation(vector(1, 2, 3), 0.7), vector(5, -3, 8)))
HELD_ANYHOW = ProbePose(12, -7, turn=2.1, tilt=0.4, rock=-0.3, press=0.7)
HEAD = Stop("head", ProbePose(20, 5, turn=1.5))
THORAX = Stop("thorax", ProbePose(-5, 0, turn=-1.5, zoom=1.8, focus_mm=40))


def cut_through(point, normal, beam=(0, 0, 1)):
    """A plane said on the belly, as one of the world."""
    axes, origin = ASKEW.frame.axes, ASKEW.frame.origin
    on_belly = [np.array(v, float) @ axes for v in (point, normal, beam)]
    return Cut(origin + on_belly[0], on_belly[1], on_belly[2])


def test_a_probe_at_rest_looks_straight_down_along_the_belly():
    np.testing.assert_allclose(ProbePose().axes, np.eye(3), atol=1e-12)


def test_a_probe_held_anyhow_has_axes_at_right_angles():
    axes = HELD_ANYHOW.axes
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1)


def test_tilting_leaves_the_line_on_the_skin_and_rocking_leaves_the_plane():
    level = ProbePose(turn=0.6)
    np.testing.assert_allclose(level.moved(tilt=0.5).axes[0], level.axes[0], atol=1e-12)
    np.testing.assert_allclose(level.moved(rock=0.5).axes[1], level.axes[1], atol=1e-12)


def test_a_probe_does_not_leave_the_belly():
    far = ProbePose().moved(along_mm=500, across_mm=-500, tilt=3, rock=-3, press=9, zoom=90)
    assert (far.along_mm, far.across_mm) == (SLIDE_MM[0], -SLIDE_MM[1])
    assert (far.tilt, far.rock) == (ProbePose.MOST_TILT, -ProbePose.MOST_ROCK)
    assert (far.press, far.zoom) == (1.0, ProbePose.MOST_ZOOM)


def test_a_turn_goes_on_round():
    assert ProbePose(turn=radians(175)).moved(turn=radians(10)).turn == pytest.approx(radians(-175))


def test_pressing_brings_the_transducer_deeper():
    assert ProbePose(press=1.0).origin[2] > ProbePose().origin[2] > ProbePose(press=0.0).origin[2]


def test_contact_is_lost_when_lifted_and_at_a_steep_angle_unless_pressed():
    steep = ProbePose(tilt=ProbePose.MOST_TILT)
    assert ProbePose().contact_loss == 0
    assert ProbePose(press=0.0).contact_loss == 1
    assert 0 < steep.contact_loss < 1
    assert steep.moved(press=0.5).contact_loss == 0


def test_an_enlarged_picture_shows_less_about_the_focus_and_none_beyond_the_fan():
    top, height, width = ProbePose(zoom=2, focus_mm=36).shown_mm
    assert (top, height, width) == pytest.approx((20, 32, 32 * 4 / 3))
    assert ProbePose(zoom=2, focus_mm=1).shown_mm[0] == 0
    assert sum(ProbePose(zoom=2, focus_mm=63).shown_mm[:2]) == pytest.approx(64)


def test_the_probe_for_a_plane_shows_that_plane_with_its_point_in_the_middle_beam():
    cut = cut_through((8, -4, 33), (0.8, 0.5, 0.3))
    probe = ASKEW.probe_for("thorax", cut)
    plane = ASKEW.pose(probe).plane(FOCUS_MM)
    lateral, depth, height = plane.project(cut.point)
    assert (lateral, height) == pytest.approx((0, 0), abs=1e-9)
    assert depth == pytest.approx(probe.focus_mm)
    assert abs(plane.normal @ cut.normal) == pytest.approx(np.linalg.norm(cut.normal))


def test_a_probe_leans_towards_the_side_a_plane_is_best_seen_from():
    upright = ASKEW.probe_for("head", cut_through((0, 0, 30), (1, 0, 0)))
    leaning = ASKEW.probe_for("head", cut_through((0, 0, 30), (1, 0, 0), beam=(0, 1, 0)))
    assert upright.rock == pytest.approx(0)
    assert abs(leaning.rock) > 0.2


def test_a_plane_level_with_the_skin_cannot_be_reached():
    assert ASKEW.probe_for("neck", cut_through((0, 0, 30), (0.1, 0, 1))) is None


def test_a_plane_beside_the_belly_cannot_be_reached():
    assert ASKEW.probe_for("neck", cut_through((0, 90, 30), (0, 1, 0))) is None


def test_the_way_to_another_pose_takes_the_shorter_turn_and_zooms_half_way():
    start, goal = ProbePose(turn=radians(170)), ProbePose(turn=radians(-170), zoom=2)
    assert abs(start.towards(goal, 0.5).turn) == pytest.approx(pi)
    assert [start.towards(goal, share).zoom for share in (0.4, 0.6)] == [1, 2]


def test_an_examination_rests_at_each_stop_in_turn_and_starts_over():
    leg = TRAVEL_S + REST_S
    examination = Examination(ProbePose(), (HEAD, THORAX))
    rests = [examination.at(i * leg + TRAVEL_S + 1).view for i in range(4)]
    assert rests == ["head", "thorax", "head", "thorax"]
    assert examination.at(TRAVEL_S + 1).probe.along_mm == pytest.approx(20)
    assert examination.at(0).probe == ProbePose()


def test_an_examination_never_jumps():
    examination = Examination(ProbePose(along_mm=-30), (HEAD, THORAX))
    times = np.arange(0, 2 * (TRAVEL_S + REST_S) + TRAVEL_S, 0.04)
    along = [examination.at(float(time_s)).probe.along_mm for time_s in times]
    assert np.abs(np.diff(along)).max() < 1.0
