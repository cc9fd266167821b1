"""What a scanner's screen shows: on screens of the phantom, and on real ones."""

import cv2
import numpy as np
import pydicom.data
import pytest

from app.video import open_source
from inference.fan import FanFinder, find_fan
from inference.screen import ScreenWatch, coloured_share, kind_of
from inference.types import Frame, ScreenKind
from phantom import sample_image
from phantom.cine import Cine
from phantom.demo import practice_patient
from phantom.scripts import Dropout, Script, Step
from tests.inference.screens import (
    coloured,
    film,
    grey,
    measured,
    page,
    shadowed,
    tinted,
    two,
    with_clock,
    without_contact,
)

B_MODE, COLOUR, TWO, PAGE = ScreenKind


def kind(picture):
    return kind_of(picture, FanFinder().look(picture))


def kinds(frames, watch=None):
    watch = watch or ScreenWatch()
    return [watch.look(frame).kind for frame in frames]


@pytest.mark.parametrize("view", ["head", "neck", "thorax", "abdomen", "spine"])
def test_a_grey_picture_is_b_mode(view):
    found = [kind(sample_image(seed, view).pixels) for seed in range(6)]
    assert found.count(B_MODE) >= 5  # now and then too much fluid hides what one picture is
    assert set(found) <= {B_MODE, PAGE}


@pytest.mark.parametrize("view", ["head", "neck", "thorax", "abdomen", "spine"])
@pytest.mark.parametrize("part", [2, 3])
def test_a_dark_picture_is_one_picture(view, part):
    found = [kind(sample_image(seed, view).pixels // part) for seed in range(6)]
    assert TWO not in found


@pytest.mark.parametrize("part", [1, 3])
def test_a_dark_picture_with_a_shadow_down_its_middle_is_one_picture(part):
    assert kind(shadowed(grey()) // part) is not TWO


@pytest.mark.parametrize("view", ["neck", "abdomen", "spine"])
def test_a_picture_without_contact_in_the_middle_of_the_probe_is_one_picture(view):
    found = [kind(without_contact(grey(seed, view))) for seed in range(4)]
    assert found.count(TWO) <= 1  # where fluid beside the shadow hides how it spreads


@pytest.mark.parametrize("seed", range(4))
def test_flow_in_colour_is_recognised(seed):
    assert kind(coloured(grey(seed))) is COLOUR


def test_flow_is_measured_as_a_share_of_the_fan():
    picture = grey()
    fan = find_fan([picture])
    assert coloured_share(picture, fan) == 0.0
    assert coloured_share(coloured(picture, 0.1), fan) > 2 * coloured_share(coloured(picture), fan)


@pytest.mark.parametrize("change", [tinted, measured])
def test_a_tinted_map_and_calipers_are_no_colour(change):
    assert kind(change(grey())) is B_MODE


@pytest.mark.parametrize("views", [("head", "abdomen"), ("neck", "thorax"), ("abdomen", "abdomen")])
def test_two_pictures_side_by_side_are_recognised(views):
    left, right = (grey(seed, view) for seed, view in enumerate(views, start=2))
    assert kind(two(left, right)) is TWO


def test_two_dark_pictures_with_a_mark_between_them_are_recognised():
    both = two(grey(2, "head"), grey(3, "abdomen")) // 2
    height, width = both.shape[:2]
    cv2.line(both, (width // 2, height // 2), (width // 2 + 4, height // 2), (90, 90, 90), 1)
    assert kind(both) is TWO


@pytest.mark.parametrize("seed", range(8))
def test_a_page_of_text_is_no_picture(seed):
    assert kind(page(seed)) is PAGE


def test_colour_is_told_at_once_and_grey_only_after_a_while():
    plain, flow = grey(), coloured(grey())
    assert kinds(film(plain, flow, plain, plain, plain)) == [
        B_MODE,
        COLOUR,
        COLOUR,
        COLOUR,
        B_MODE,
    ]


def test_flow_that_pulses_does_not_let_the_overlay_flicker():
    plain, flow = grey(), coloured(grey())
    assert set(kinds(film(flow, plain, plain, flow, plain, plain, flow))) == {COLOUR}


def test_one_page_in_passing_changes_nothing():
    assert set(kinds(film(grey(), page(), page(), grey(), grey(), page()))) == {B_MODE}


def test_a_page_that_stays_is_told():
    assert kinds(film(*[page()] * 4)) == [B_MODE, B_MODE, B_MODE, PAGE]


def test_a_second_picture_that_stays_is_told():
    both = two(grey(2, "head"), grey(3, "abdomen"))
    assert kinds(film(*[both] * 4)) == [B_MODE, B_MODE, B_MODE, TWO]


def test_most_frames_are_taken_for_the_one_before():
    frames = film(grey(), coloured(grey()), step_s=0.03)
    assert kinds(frames) == [B_MODE, B_MODE]


def test_time_that_goes_back_begins_anew():
    watch = ScreenWatch()
    watch.look(Frame(9, 3.0, coloured(grey())))
    assert watch.look(Frame(0, 0.0, grey())).kind is B_MODE


def test_a_frozen_scanner_is_told_though_its_clock_goes_on():
    watch = ScreenWatch()
    seen = [
        watch.look(frame).still_since_s
        for frame in film(*(with_clock(grey(), second) for second in range(8)))
    ]
    assert seen[:4] == [None] * 4
    assert seen[4:] == [0.0] * 4


def test_a_cursor_on_the_picture_does_not_make_it_live():
    watch = ScreenWatch()
    moved = [grey().copy() for _ in range(6)]
    for place, picture in enumerate(moved):
        at = 200 + 20 * place, 240
        cv2.drawMarker(picture, at, (255, 255, 255), cv2.MARKER_CROSS, 14, 1)
    assert [watch.look(frame).still_since_s for frame in film(*moved)][-1] == 0.0


def test_a_screen_without_a_fan_is_not_called_frozen():
    watch = ScreenWatch()
    assert [watch.look(frame).still_since_s for frame in film(*[page()] * 8)] == [None] * 8


def test_the_phantoms_frozen_picture_is_told_and_the_moving_one_is_not():
    script = Script((Step("abdomen", 3.0),), (Dropout("freeze", 0.8, 1.6),))
    watch = ScreenWatch()
    still = [
        watch.look(Frame(each.index, each.time_s, each.image.pixels)).still_since_s is not None
        for each in Cine(script, practice_patient(3), 3, 5.0, 3.0).frames()
    ]
    told = np.flatnonzero(still) / 5.0
    assert 1.8 <= told.min() <= 2.1
    assert told.max() <= 2.5


def first_picture(path):
    source = open_source(str(path))
    frame = source.read()
    source.close()
    return frame.pixels


@pytest.mark.parametrize("name", ["examples_rgb_color.dcm", "examples_jpeg2k.dcm"])
def test_power_doppler_of_a_real_scanner_is_colour(name):
    path = pydicom.data.get_testdata_file(name, download=False)
    assert kind(first_picture(path)) is COLOUR


@pytest.mark.parametrize("name", ["examples_ybr_color.dcm", "examples_overlay.dcm"])
def test_grey_pictures_of_real_scanners_stored_in_colour_are_b_mode(name):
    path = pydicom.data.get_testdata_file(name, download=False)
    assert kind(first_picture(path)) is B_MODE


def test_a_real_loop_is_b_mode_and_moves(real_data):
    source = open_source(str(real_data / "cine" / "phantom_eye_butterfly.mp4"))
    watch, found, still = ScreenWatch(), set(), set()
    while (frame := source.read()) is not None and frame.time_s < 3.0:
        screen = watch.look(frame)
        found.add(screen.kind)
        still.add(screen.still_since_s)
    source.close()
    assert found == {B_MODE}
    assert still == {None}


@pytest.mark.parametrize("folder", ["hc18_first_trimester", "sononet_views", "ifind_frames"])
def test_real_stills_are_b_mode(folder, real_data):
    paths = sorted((real_data / folder / "images").glob("**/*.png"))[:12]
    assert {kind(cv2.imread(str(path))[..., ::-1]) for path in paths} == {B_MODE}
