"""Cine loops: the course of an examination, motion, disturbances, and the truth of every frame."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from phantom import (
    Cine,
    PhantomError,
    Script,
    Step,
    patient_of_seed,
    practice_patient,
    script_named,
)
from phantom.reason import reason
from phantom.scripts import STANDARD_VIEWS, Dropout

PATIENT = practice_patient(3, (320, 240))
NECK = Script((Step("neck", 4.0),))


def cine(script, seed=3, frame_rate=1.0, duration_s=None, patient=PATIENT):
    return Cine(script, patient, seed, frame_rate, duration_s)


def structures_of(frame):
    return {instance.structure for instance in frame.image.instances}


def test_an_examination_rests_on_all_six_views_with_no_view_between_them():
    script = Script(
        tuple(s for view in STANDARD_VIEWS for s in (Step(view, 2.0), Step("sweep", 3.0)))
    )
    views = [frame.image.view for frame in cine(script).frames()]

    assert views[::5] == list(STANDARD_VIEWS)
    assert views[1::5] == list(STANDARD_VIEWS)
    assert "none" in views


@pytest.mark.parametrize("view", STANDARD_VIEWS)
def test_any_patient_can_be_held_in_any_view(view):
    patient = replace(patient_of_seed(12), screen=(320, 240))
    frames = list(cine(script_named("hold", view), 12, 1.0, 6.0, patient).frames())

    assert {frame.image.view for frame in frames} == {view}
    assert all(frame.image.departures[view] <= 1 for frame in frames)


def test_a_loop_is_the_same_each_time():
    first, again = (list(cine(NECK, 4, 25.0, 0.12).frames()) for _ in range(2))

    assert [a.image.pixels.tobytes() for a in first] == [b.image.pixels.tobytes() for b in again]


def test_speckle_stays_with_the_tissue_from_frame_to_frame():
    one, two = (frame.image.pixels for frame in islice(cine(NECK, frame_rate=25).frames(), 2))
    other = next(cine(NECK, seed=5).frames()).image.pixels

    near = np.corrcoef(one.ravel(), two.ravel())[0, 1]
    far = np.corrcoef(one.ravel(), other.ravel())[0, 1]

    assert near > 0.9
    assert near > far + 0.2


def test_a_held_view_still_moves():
    boxes = [
        next(i.box for i in frame.image.instances if i.structure == "palate")
        for frame in cine(NECK).frames()
    ]

    assert len(set(boxes)) > 1


def test_the_script_repeats_until_the_duration_is_over():
    frames = list(cine(Script((Step("head", 1.0),)), frame_rate=2.0, duration_s=2.5).frames())

    assert [frame.time_s for frame in frames] == [0, 0.5, 1.0, 1.5, 2.0]


def test_a_sweep_goes_on_where_the_last_rest_was():
    script = Script((Step("head", 1.0), Step("sweep", 1.0), Step("neck", 1.0), Step("sweep", 1.0)))

    assert [script.way(t)[:2] for t in (0.5, 1.5, 2.5, 3.5, 4.5)] == [
        (0, 0), (0, 1), (1, 1), (1, 0), (0, 0),
    ]  # fmt: skip
    assert script.way(1.25)[2] == pytest.approx(0.25)


def test_a_script_may_begin_on_the_way():
    script = Script((Step("sweep", 1.0), Step("head", 1.0), Step("neck", 1.0)))

    assert [script.way(t)[:2] for t in (0.5, 1.5, 2.5)] == [(1, 0), (0, 0), (1, 1)]


def test_where_nothing_is_standard_no_frame_has_a_view():
    frames = list(cine(Script((Step("none", 3.0),) * 3)).frames())

    assert {frame.image.view for frame in frames} == {"none"}
    assert not any(structures_of(frame) for frame in frames)


def test_without_contact_there_is_nothing_to_see_and_the_view_comes_back():
    script = Script((Step("neck", 8.0),), (Dropout("contact", 2.0, 3.0),))
    frames = list(cine(script).frames())

    assert [frame.image.view for frame in frames] == ["neck"] * 3 + ["none"] * 2 + ["neck"] * 3
    assert frames[3].contact_loss == 1
    assert frames[3].image.pixels.mean() < 0.3 * frames[0].image.pixels.mean()
    assert reason(frames[3].image, frames[3].contact_loss) == "The probe is off the skin."


def test_a_frozen_picture_stands_still_with_its_truth_while_time_goes_on():
    script = Script((Step("neck", 5.0),), (Dropout("freeze", 2.0, 2.0),))
    frames = list(cine(script).frames())

    assert [frame.frozen for frame in frames] == [False, False, True, True, False]
    assert frames[3].image is frames[1].image
    assert frames[3].time_s == 3.0
    assert not np.array_equal(frames[4].image.pixels, frames[1].image.pixels)


@pytest.mark.parametrize("name", ["exam", "hold", "sweep", "nothing", "dropouts"])
def test_every_script_has_a_course(name):
    script = script_named(name)

    assert script.duration_s >= 8
    assert set(script.places) <= {*STANDARD_VIEWS, "none"}


def test_an_examination_and_a_sweep_pass_every_view():
    assert script_named("exam").places == script_named("sweep").places == STANDARD_VIEWS


def test_a_script_or_view_that_is_not_there_is_refused():
    with pytest.raises(PhantomError, match="choose from exam, hold"):
        script_named("dance")
    with pytest.raises(PhantomError, match="choose from head, neck"):
        script_named("hold", "tail")


@pytest.mark.parametrize(
    "steps", [(), (Step("sweep", 3.0),), (Step("tail", 1.0),), (Step("head", 0.0),)]
)
def test_a_script_that_cannot_be_shown_is_refused(steps):
    with pytest.raises(PhantomError, match=r"script"):
        Script(steps)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"frame_rate": 0.0}, "1 to 120 frames/s, not 0"),
        ({"frame_rate": float("nan")}, "1 to 120 frames/s, not nan"),
        ({"duration_s": 0.0}, "at most 3600 s, not 0"),
        ({"duration_s": float("inf")}, "at most 3600 s, not inf"),
        ({"seed": -1}, "seed must be 0 or more"),
    ],
)
def test_a_setting_out_of_range_is_refused(setting, words):
    with pytest.raises(PhantomError, match=words):
        cine(NECK, **setting)
