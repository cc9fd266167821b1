"""What the painter leaves on the picture."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from app.settings import LabelMode, Preset
from app.ui.lines import line_width
from app.ui.overlay import paint_overlay
from app.ui.overlay_labels import label_px, labels_for
from app.ui.overlay_style import MOST_FILL, OverlayStyle
from app.ui.screen_picture import ScreenPicture
from inference.types import Frame
from tests.app.ui.pictures import ANATOMY, HEAD, HEIGHT, WIDTH, Ellipse, analysis_of, frame

PICTURE = QRectF(0, 0, WIDTH, HEIGHT)
BARE = OverlayStyle(labels=LabelMode.NONE)
STOMACH = Ellipse("stomach", (240, 180), (60, 60))
SKULL = Ellipse("cranium", (240, 180), (100, 100))


@pytest.fixture(autouse=True)
def _application(qapp):
    """Fonts need one."""


def painted(analysis, style, picture=PICTURE):
    """(H, W, 3) of the overlay on black."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(0)
    with QPainter(image) as painter:
        paint_overlay(painter, analysis, style, picture)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT, WIDTH, 4)
    return pixels[:, :, 2::-1].copy()


def test_a_structure_is_filled_with_its_colour_at_the_style_s_share():
    centre = painted(analysis_of([STOMACH]), replace(BARE, fill=0.5))[180, 240]
    assert centre == pytest.approx([0x15 / 2, 0x9F / 2, 0xF9 / 2], abs=3)


def test_a_container_is_filled_less():
    inside = painted(analysis_of([SKULL]), replace(BARE, fill=0.16))[180, 240]
    assert inside == pytest.approx([0xE5 * 0.05, 0xC0 * 0.05, 0x57 * 0.05], abs=3)


def test_a_structure_in_a_container_shows_its_own_fill_alone():
    inside = painted(analysis_of([STOMACH, SKULL]), replace(BARE, fill=0.5))[180, 240]
    assert inside == pytest.approx([0x15 / 2, 0x9F / 2, 0xF9 / 2], abs=3)


def test_the_outline_has_the_full_colour():
    pixels = painted(analysis_of([SKULL]), BARE)
    assert pixels[180, 136:146].max(axis=0) == pytest.approx([0xE5, 0xC0, 0x57], abs=12)


def test_outline_only_leaves_the_inside_untouched():
    pixels = painted(analysis_of([STOMACH]), replace(BARE, outline_only=True))
    assert not pixels[150:210, 210:270].any()
    assert pixels.any()


def test_a_hatch_lies_on_the_fill_in_the_structure_s_own_pattern():
    stomach = analysis_of([STOMACH])
    plain, hatched = painted(stomach, BARE), painted(stomach, replace(BARE, hatch=True))
    inside = (slice(150, 210), slice(210, 270))
    assert hatched[inside].max() > 1.5 * plain[inside].max()
    assert (hatched[inside] == plain[inside]).all(axis=2).mean() > 0.3  # between its lines


def test_every_hatch_but_none_marks_the_inside():
    marked = {s.id for s in ANATOMY.structures if differs_hatched(s.id)}
    assert marked == {s.id for s in ANATOMY.structures if s.hatch != "none"}


def differs_hatched(name):
    analysis = analysis_of([Ellipse(name, (240, 180), (60, 60))], view=None)
    return (painted(analysis, BARE) != painted(analysis, replace(BARE, hatch=True))).any()


def test_an_outline_alone_has_no_hatch():
    style = replace(BARE, outline_only=True)
    stomach = analysis_of([STOMACH])
    assert np.array_equal(painted(stomach, style), painted(stomach, replace(style, hatch=True)))


def test_the_frame_on_the_screen_has_the_size_asked_for_and_its_colours():
    image = ScreenPicture().of(frame(), QSize(WIDTH // 2, HEIGHT // 2))
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT // 2, WIDTH // 2, 4)
    assert lines[90, 120].tolist() == [70, 70, 70, 255]
    assert lines[0, 0].tolist() == [0, 0, 0, 255]


def test_a_frame_of_the_screen_s_size_is_shown_to_the_pixel():
    pixels = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    image = ScreenPicture().of(Frame(0, 0.0, pixels), QSize(WIDTH, HEIGHT))
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT, WIDTH, 4)
    assert np.array_equal(lines[:, :, 2::-1], pixels)


def test_a_hidden_structure_leaves_no_trace():
    style = OverlayStyle(hidden=frozenset({"stomach"}))
    assert not painted(analysis_of([STOMACH]), style).any()


def test_nothing_found_paints_nothing():
    assert not painted(analysis_of([], view=None), OverlayStyle()).any()


def test_an_uncertain_structure_has_no_fill_and_a_fainter_line():
    steady = painted(analysis_of([STOMACH]), BARE)
    doubtful = painted(analysis_of([replace_score(STOMACH, 0.2)]), BARE)
    assert not doubtful[150:210, 210:270].any()
    assert 0 < doubtful.sum() < steady.sum() / 2


def test_an_uncertain_structure_asks_in_its_label():
    wide = QRectF(-400, 0, WIDTH + 800, HEIGHT)
    style = OverlayStyle()
    (sure,) = labels_for(analysis_of([STOMACH]), style, PICTURE, wide)
    (unsure,) = labels_for(analysis_of([replace_score(STOMACH, 0.2)]), style, PICTURE, wide)
    assert unsure.box.width > sure.box.width  # " ?"


def test_a_thin_structure_keeps_what_lies_under_it():
    thin = Ellipse("nasal_bone", (240, 180), (40, 4))
    assert not painted(analysis_of([thin], "neck"), BARE)[180, 225:255].any()


def test_two_of_a_kind_share_one_label():
    wide = QRectF(-300, 0, WIDTH + 600, HEIGHT)
    labels = labels_for(analysis_of(), OverlayStyle(), PICTURE, wide)
    assert len(labels) == 3


def test_labels_stand_on_no_structure():
    analysis = analysis_of()
    found = sum(analysis.detections.full(i) for i in range(len(analysis.detections))) > 0
    labels = labels_for(analysis, OverlayStyle(), PICTURE, PICTURE)
    assert labels
    for box in (label.box for label in labels):
        assert not found[int(box.y1) : int(box.y2) + 1, int(box.x1) : int(box.x2) + 1].any()


def test_at_most_six_structures_are_named_while_scanning_and_eight_while_teaching():
    names = ("hand", "foot", "thigh", "calf", "forearm", "upper_arm", "spine", "stomach", "heart")
    shapes = [Ellipse(name, (100 + 30 * i, 100 + 20 * i), (8, 8)) for i, name in enumerate(names)]
    wide = QRectF(-500, 0, WIDTH + 1000, HEIGHT)
    scan = labels_for(analysis_of(shapes), OverlayStyle(), PICTURE, wide)
    teach = labels_for(analysis_of(shapes), OverlayStyle(preset=Preset.TEACH), PICTURE, wide)
    assert (len(scan), len(teach)) == (6, 8)


def test_short_labels_are_narrower_than_names():
    wide = QRectF(-300, 0, WIDTH + 600, HEIGHT)
    names = labels_for(analysis_of([SKULL]), OverlayStyle(), PICTURE, wide)
    short = labels_for(analysis_of([SKULL]), OverlayStyle(labels=LabelMode.SHORT), PICTURE, wide)
    assert short[0].box.width < names[0].box.width


def test_the_overlay_follows_the_picture_s_place_and_size():
    pixels = painted(analysis_of([STOMACH]), BARE, QRectF(WIDTH / 2, HEIGHT / 2, 240, 180))
    assert not pixels[: HEIGHT // 2].any()
    assert pixels[HEIGHT * 3 // 4, WIDTH * 3 // 4].any()


def test_painting_twice_gives_the_same_picture():
    analysis = analysis_of()
    assert np.array_equal(painted(analysis, OverlayStyle()), painted(analysis_of(), OverlayStyle()))


@pytest.mark.parametrize(("height", "width"), [(624, 2.0), (848, 2.544), (1888, 5.664), (4000, 6)])
def test_lines_grow_with_the_picture_between_two_and_six_pixels(height, width):
    assert line_width(height) == pytest.approx(width)


@pytest.mark.parametrize(("height", "size"), [(624, 21), (848, 24), (2160, 47)])
def test_labels_are_readable_in_windows_and_large_stills(height, size):
    assert label_px(height) == pytest.approx(size, abs=1)


def test_fill_stays_within_its_range():
    style = OverlayStyle()
    assert style.with_more_fill(5.0).fill == MOST_FILL
    assert style.with_more_fill(-5.0).fill == 0.0


def test_a_preset_keeps_what_the_operator_hid():
    style = OverlayStyle(hidden=frozenset({"spine"})).with_preset(Preset.TEACH)
    assert style.hidden == {"spine"}
    assert style.fill == 0.30


def replace_score(ellipse, score):
    return ellipse._replace(score=score)


def test_for_a_patient_lines_are_broader_and_unbroken():
    dotted = [Ellipse("hand", (240, 180), (100, 100))]
    ring = replace(BARE, outline_only=True)
    patient = painted(analysis_of(dotted), ring.with_preset(Preset.PATIENT))
    scan = painted(analysis_of(dotted), ring)
    circle = [(180 + round(100 * np.sin(a)), 240 + round(100 * np.cos(a))) for a in np.arange(90)]
    assert min(patient[place].max() for place in circle) > 200
    assert min(scan[place].max() for place in circle) < 60


def test_for_a_patient_names_are_plain_and_three_at_most():
    wide = QRectF(-300, 0, WIDTH + 600, HEIGHT)
    shapes = [*HEAD, Ellipse("hand", (100, 40), (20, 20))]
    style = OverlayStyle(preset=Preset.PATIENT)
    assert len(labels_for(analysis_of(shapes), style, PICTURE, wide)) == 3
    plain = labels_for(analysis_of([SKULL]), style, PICTURE, wide)[0]  # "Head"
    assert (
        plain.box.width
        < labels_for(analysis_of([SKULL]), OverlayStyle(), PICTURE, wide)[0].box.width
    )
