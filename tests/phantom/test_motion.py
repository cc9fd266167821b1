"""What moves in an examination, asked for at any time and in any order."""

import numpy as np
import pytest

from phantom.fetus import sample_posture
from phantom.motion import (
    HEART_RATE_BPM,
    Pose,
    between,
    eased,
    lost_contact,
    sample_fetal_motion,
    sample_held_probe,
)
from phantom.patients import patient_of_seed
from phantom.shapes import rotation, vector

LEVEL = Pose(np.zeros(3), np.eye(3))
MINUTE = np.arange(0, 60, 0.02)


@pytest.fixture
def motion():
    return sample_fetal_motion(3)


@pytest.fixture
def rest():
    return sample_posture(np.random.default_rng(0))


def test_the_heart_beats_as_often_as_it_says(motion):
    contracted = np.array([motion.systole(t) > 0.5 for t in MINUTE])
    beats = np.count_nonzero(np.diff(contracted.astype(int)) == 1)

    assert HEART_RATE_BPM[0] <= motion.heart_rate_bpm <= HEART_RATE_BPM[1]
    assert beats == pytest.approx(motion.heart_rate_bpm, abs=1)


def test_it_breathes_in_episodes(motion):
    breath = np.array([motion.breath(t) for t in MINUTE])

    assert breath.min() == 0
    assert 0.5 < breath.max() <= 1
    assert (breath == 0).mean() > 0.1


def test_a_breath_lifts_the_belly_and_nothing_else(motion):
    biometry = patient_of_seed(1).biometry
    deepest = max(MINUTE, key=motion.breath)

    breathed = motion.breathed(biometry, deepest)

    assert 1.005 < breathed.abdominal_circumference / biometry.abdominal_circumference < 1.02
    assert breathed.biparietal_diameter == biometry.biparietal_diameter


def test_some_kick_stretches_a_leg(motion, rest):
    bends = [p.legs[0].second @ p.legs[0].first for p in (motion.posture(rest, t) for t in MINUTE)]

    assert min(bends) == pytest.approx(rest.legs[0].second @ rest.legs[0].first)
    assert max(bends) > min(bends) + 0.1


def test_a_moving_hand_keeps_its_twist_and_the_spread_of_its_fingers(motion, rest):
    moving = motion.posture(rest, 1.0)

    assert not np.allclose(moving.arms[0].third, rest.arms[0].third)
    assert [(arm.twist, arm.spread) for arm in moving.arms] == [
        (arm.twist, arm.spread) for arm in rest.arms
    ]


def test_nothing_jumps_from_one_frame_to_the_next(motion):
    drift = np.array([motion.drift(t) for t in MINUTE])

    assert np.abs(np.diff(drift, axis=0)).max() < 0.2
    assert np.abs(drift).max() < 3


def test_any_moment_is_the_same_whatever_was_asked_before(motion, rest):
    forward = [motion.posture(rest, t).flexion for t in (1.0, 30.0)]
    again = sample_fetal_motion(3)
    backward = [again.posture(rest, t).flexion for t in (30.0, 1.0)]

    assert forward == backward[::-1]


def test_a_held_probe_is_never_quite_still_and_never_far_away():
    hand = sample_held_probe(3)
    targets = np.array([hand.at(LEVEL, t, np.zeros(3)).target for t in MINUTE])

    assert 0.3 < np.ptp(targets, axis=0).max() < 3
    assert np.linalg.norm(targets, axis=1).max() < 2


def test_the_hand_follows_most_of_the_drift():
    hand, drift = sample_held_probe(3), vector(0, 0, 2.0)

    moved = hand.at(LEVEL, 1.0, drift).target - hand.at(LEVEL, 1.0, np.zeros(3)).target

    assert -1 < moved[2] < 0


@pytest.mark.parametrize("angle", [0.0, 0.4, 2.0, np.pi])
def test_a_sweep_begins_and_ends_where_it_should(angle):
    start = Pose(np.zeros(3), rotation(vector(1, 2, 3), 0.7))
    end = Pose(vector(1, 2, 3), start.axes @ rotation(vector(3, -1, 2), angle).T)

    assert np.allclose(between(start, end, 0.0).axes, start.axes)
    assert np.allclose(between(start, end, 1.0).axes, end.axes)
    assert np.allclose(between(start, end, 1.0).target, end.target)


def test_slide_tilt_and_turn_are_about_the_probes_own_axes():
    assert np.allclose(LEVEL.slid(lateral_mm=2.0, deeper_mm=1.0).target, [2, 0, 1])
    assert np.allclose(LEVEL.tilted(0.3).axes[0], LEVEL.axes[0])
    assert np.allclose(LEVEL.rotated(0.3).axes[2], LEVEL.axes[2])


def test_a_way_is_gentle_at_its_ends_and_stays_there():
    assert [eased(share) for share in (-1, 0, 0.5, 1, 2)] == [0, 0, 0.5, 1, 1]


def test_a_probe_on_the_skin_has_no_shadow():
    assert lost_contact(0.0, 0.5) == ()
    assert lost_contact(1.0, 0.5)[0][2] == 60.0
