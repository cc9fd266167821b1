"""The practice examination: one fetus, held still or moving, under a probe held anyhow."""

import numpy as np
import pytest

from phantom import PhantomError
from phantom.figure import figure_of
from phantom.practice import HeadSide, Position, PracticeScene, PracticeSettings, days_old

SMALL = (240, 320)


@pytest.fixture(scope="module")
def scene():
    return PracticeScene(PracticeSettings(), SMALL)


@pytest.fixture(scope="module")
def figure(scene):
    return figure_of(scene.fetus, scene.belly)


def probe_at(scene, view):
    return next(stop.probe for stop in scene.stops if stop.view == view)


def middle_mm(image, structure):
    """Of the structure's box, in mm of the picture."""
    x1, y1, x2, y2 = next(i.box for i in image.instances if i.structure == structure)
    return np.array([x1 + x2, y1 + y2]) / 2 * image.pixel_size_mm


def length_of_fetus(settings):
    return PracticeScene(settings, SMALL).fetus.biometry.crown_rump_length


def test_a_fetus_on_its_back_is_examined_in_the_order_of_the_views(scene):
    assert [stop.view for stop in scene.stops][:4] == ["head", "neck", "thorax", "abdomen"]


def test_a_fetus_on_its_side_does_not_show_its_profile():
    aside = PracticeScene(PracticeSettings(position=Position.LEFT_SIDE), SMALL)
    views = [stop.view for stop in aside.stops]
    assert "head" in views
    assert "neck" not in views


@pytest.mark.parametrize("view", ["head", "neck", "thorax", "abdomen"])
def test_where_the_examination_rests_is_the_view_it_says(scene, view):
    image = scene.observed(probe_at(scene, view), 0.1)
    assert image.view == view
    assert image.instances


def test_the_head_is_on_the_side_that_was_asked_for():
    places = []
    for side in HeadSide:
        scene = PracticeScene(PracticeSettings(head=side), SMALL)
        frame = scene.belly.frame
        places.append(frame.axes[0] @ (scene.fetus.head.frame.origin - frame.origin))
    assert places[0] < -10
    assert places[1] > 10


def test_an_older_fetus_is_longer():
    young, old = (length_of_fetus(PracticeSettings(age_days=days)) for days in (77, 97))
    assert young < 48
    assert old > 74


def test_the_same_settings_give_the_same_pictures(scene):
    probe = probe_at(scene, "head")
    again = PracticeScene(PracticeSettings(), SMALL)
    other = PracticeScene(PracticeSettings(seed=1), SMALL)
    first = scene.picture(probe, 50.0)
    assert first.shape == (*SMALL, 3)
    assert first.tobytes() == again.picture(probe, 50.0).tobytes()
    assert first.tobytes() != other.picture(probe, 50.0).tobytes()


def test_the_fetus_moves_while_the_probe_is_still(scene):
    probe = probe_at(scene, "head")
    places = [middle_mm(scene.observed(probe, time_s), "cranium") for time_s in (0.0, 2.0)]
    assert np.linalg.norm(places[1] - places[0]) > 0.05


def test_sliding_the_probe_along_the_picture_moves_the_picture_as_far(scene):
    probe = probe_at(scene, "neck")
    before, after = (
        middle_mm(scene.observed(pose, 60.0), "palate") for pose in (probe, probe.moved(along_mm=4))
    )
    assert after[0] - before[0] == pytest.approx(-4, abs=0.6)


def test_pressing_brings_the_fetus_nearer(scene):
    probe = probe_at(scene, "head")
    rest, firm = (
        middle_mm(scene.observed(pose, 60.0), "cranium") for pose in (probe, probe.moved(press=0.3))
    )
    assert firm[1] < rest[1] - 2


def test_a_lifted_probe_sees_next_to_nothing(scene):
    probe = probe_at(scene, "head")
    touching, lifted = (
        scene.picture(pose, time_s).mean()
        for pose, time_s in ((probe, 70.0), (probe.moved(press=-1), 80.0))
    )
    assert lifted < touching / 4


def test_every_picture_says_that_it_is_no_patient(scene):
    corner = scene.picture(probe_at(scene, "abdomen"), 0.0)[: SMALL[0] // 11, : SMALL[1] // 5]
    assert 0.02 < (corner > 100).mean() < 0.4  # letters, on black


@pytest.mark.parametrize("age_days", [76, 98])
def test_an_age_outside_the_first_trimester_scan_is_refused(age_days):
    with pytest.raises(PhantomError, match=r"Choose 11\+0 to 13\+6"):
        PracticeSettings(age_days=age_days)


def test_a_negative_seed_is_refused():
    with pytest.raises(PhantomError, match="0 or more"):
        PracticeSettings(seed=-1)


def test_a_gestational_age_is_read_in_weeks_and_days():
    assert [days_old("12+3"), days_old("11"), days_old("13+6")] == [87, 77, 97]


@pytest.mark.parametrize("age", ["", "12+7", "12w3", "+3", "12+", "twelve"])
def test_what_is_no_gestational_age_is_refused(age):
    with pytest.raises(ValueError, match="gestational age"):
        days_old(age)


def test_the_small_picture_shows_the_fetus_whole(figure):
    sight = figure.sight
    covered = sight.cover > 0.5
    assert 0.03 < covered.mean() < 0.5
    assert not covered[[0, -1]].any()
    assert not covered[:, [0, -1]].any()
    assert 0 <= sight.brightness.min() <= sight.brightness.max() <= 1


def test_the_cut_of_the_small_picture_is_as_large_as_the_head(scene, figure):
    outline = max(figure.slice(probe_at(scene, "head")), key=len)
    across = np.linalg.norm(outline[:, None] - outline[None], axis=-1).max()
    assert across == pytest.approx(scene.fetus.biometry.occipitofrontal_diameter, abs=4)


def test_a_fan_beside_the_fetus_cuts_nothing(scene, figure):
    aside = probe_at(scene, "head").moved(along_mm=80, rock=0.9)
    assert figure.slice(aside) == ()


def test_a_drag_on_the_small_picture_slides_the_probe_under_the_hand(figure):
    along, across = figure.slide(6.0, -4.0)
    moved = figure.on_picture(np.array([[along, across, 0.0]]))
    np.testing.assert_allclose(moved, [[6.0, -4.0]], atol=1e-9)
