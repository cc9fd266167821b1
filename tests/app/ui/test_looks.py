"""Colours and line styles that the operator chose: told apart, and worn by all that is painted."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel, QPushButton

from app.profiles import Profile, read_profile, write_profile
from app.settings import (
    LineStyles,
    OverlaySettings,
    Settings,
    StructureColours,
    load_settings,
    save_settings,
)
from app.ui import theme
from app.ui.lines import paint_swatch
from app.ui.looks import Look, colour_of, line_of, palette, wear, worn
from app.ui.settings_page import SettingsPage
from app.ui.timeline import Timeline
from inference.anatomy import load_anatomy
from tests.app.ui.hand import press

ANATOMY = load_anatomy()
RED_GREEN, HIGH = StructureColours.RED_GREEN, StructureColours.HIGH_CONTRAST
SAME_STYLE = 11.0  # CAM02-UCS, of two structures in one picture that share a line style
EYES = ("normal", "deuteranomaly", "protanomaly")


@pytest.fixture(autouse=True)
def standard_after(qapp):
    yield
    wear(Look())


def seen(colour, eyes):
    """Where a colour is in CAM02-UCS for eyes of this kind, Machado 2009 at full severity."""
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    if eyes != "normal":
        space = {"name": "sRGB1+CVD", "cvd_type": eyes, "severity": 100}
        rgb = np.clip(cspace_convert(rgb, space, "sRGB1"), 0, 1)
    return cspace_convert(rgb, "sRGB1", "CAM02-UCS")


def least(pairs, eyes=EYES):
    return min(
        np.linalg.norm(seen(colour_of(one), kind) - seen(colour_of(other), kind))
        for one, other in pairs
        for kind in eyes
    )


def pairs_of(structures):
    return set(combinations(sorted(set(structures), key=lambda s: s.index), 2))


MEETING = set().union(*(pairs_of(view.annotated) for view in ANATOMY.views))
DEFINING = set().union(*(pairs_of((*view.essential, *view.tested)) for view in ANATOMY.views))


@pytest.mark.parametrize("colours", StructureColours)
def test_structures_that_meet_and_share_a_style_differ_in_colour(colours):
    wear(Look(colours))
    sharing = {(one, other) for one, other in MEETING if line_of(one) == line_of(other)}
    assert least(sharing, (*EYES, "tritanomaly")) >= SAME_STYLE


def test_eyes_that_confuse_red_and_green_tell_all_apart_that_can_meet():
    wear(Look(RED_GREEN))
    assert least(MEETING) >= 12
    assert least(DEFINING) >= 16


def test_the_red_green_colours_are_further_apart_for_such_eyes_than_the_standard():
    standard = least(MEETING), least(DEFINING)
    wear(Look(RED_GREEN))
    assert (least(MEETING), least(DEFINING)) > standard


@pytest.mark.parametrize("colours", StructureColours)
def test_every_colour_stands_out_from_black(colours):
    wear(Look(colours))
    assert min(theme.contrast(colour_of(s), theme.WELL) for s in ANATOMY.structures) >= 3.0


def test_a_palette_names_every_structure_and_nothing_else():
    assert set(palette(RED_GREEN)) == {structure.id for structure in ANATOMY.structures}


def test_the_standard_is_the_anatomys():
    assert [colour_of(s) for s in ANATOMY.structures] == [s.colour for s in ANATOMY.structures]
    assert [line_of(s) for s in ANATOMY.structures] == [s.line for s in ANATOMY.structures]


def test_all_lines_are_unbroken_on_request(qapp):
    falx = ANATOMY.structure("midline_falx")
    dashed = swatch_of(falx)
    wear(Look(lines=LineStyles.SOLID))
    solid = swatch_of(falx)
    assert amount_of(falx.colour, solid) > 1.3 * amount_of(falx.colour, dashed)


def swatch_of(structure):
    image = QImage(80, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        paint_swatch(painter, structure, QRectF(image.rect()), 3.0)
    return image


def amount_of(colour, image):
    """How many pixels have just this colour."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    wanted = [int(colour[i : i + 2], 16) for i in (5, 3, 1)]
    return int((lines[:, :, :3] == wanted).all(axis=2).sum())


def test_the_settings_page_changes_picture_list_and_timeline_at_once(watched, qtbot):
    cranium, timeline = ANATOMY.structure("cranium"), watched.findChild(Timeline)
    watched.station.viewing.session.seek(0)
    qtbot.waitUntil(lambda: watched.station.shown.is_exact)
    press(watched, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: amount_of(cranium.colour, watched.grab().toImage()) > 50)
    press(watched, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    button_of(watched, "Red-green").click()
    press(watched, Qt.Key.Key_Escape)
    chosen = palette(RED_GREEN)["cranium"]
    qtbot.waitUntil(lambda: amount_of(chosen, watched.grab().toImage()) > 50)
    assert amount_of(cranium.colour, watched.grab().toImage()) == 0
    lanes = timeline.grab().toImage()
    assert amount_of(cranium.colour, lanes) == 0
    assert amount_of(chosen, lanes) > 5


def test_keys_change_colours_and_lines_and_the_settings_page_shows_it(replay):
    press(replay, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    press(replay, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    assert worn() == Look(RED_GREEN, LineStyles.SOLID)
    assert button_of(replay, "Red-green").isChecked()
    assert button_of(replay, "All solid").isChecked()


def test_with_high_contrast_text_is_white_and_letters_keep_their_size(replay):
    title = next(label for label in replay.findChildren(QLabel) if label.text() == "Head")
    before = title.font()
    button_of(replay, "Contrast").click()
    assert title.palette().color(title.foregroundRole()).name() == "#ffffff"
    assert title.font() == before
    button_of(replay, "Standard").click()
    assert title.palette().color(title.foregroundRole()).name() == theme.TEXT
    assert title.font() == before


def test_what_was_chosen_is_kept_in_settings_and_profiles(replay, tmp_path):
    button_of(replay, "Contrast").click()
    button_of(replay, "All solid").click()
    save_settings(replay.settings_now(), tmp_path / "settings.toml")
    write_profile(replay.rooms.now("Room 2"), tmp_path / "room.toml")
    kept = load_settings(tmp_path / "settings.toml").overlay
    assert (kept.colours, kept.lines) == (HIGH, LineStyles.SOLID)
    assert read_profile(tmp_path / "room.toml").overlay == kept


def test_a_window_and_a_profile_bring_theirs(open_window):
    window = open_window(settings=Settings(overlay=OverlaySettings(colours=RED_GREEN)))
    assert worn().colours is RED_GREEN
    window.rooms.use(Profile(name="Room 2", overlay=OverlaySettings(colours=HIGH)))
    assert worn().colours is HIGH
    assert button_of(window, "Contrast").isChecked()


def button_of(window, text):
    page = window.findChild(SettingsPage)
    return next(button for button in page.findChildren(QPushButton) if button.text() == text)
