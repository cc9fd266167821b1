"""Stills: a pair of files that says what one sees and names nobody."""

import re
from datetime import datetime

import numpy as np
import pytest
from PIL import Image

from app.export.picture import BAND_PX, Origin, PictureError, keep_still, render_overlay
from app.ui.overlay_style import OverlayStyle
from inference.analyzer import ModelInfo
from inference.fan import find_fan
from inference.types import Frame
from phantom.screen import text_page
from tests.app.export.screens import BANNER_PX, screen
from tests.app.ui.pictures import ANATOMY, HEIGHT, WIDTH, Ellipse, analysis_of

TAKEN = datetime(2026, 11, 23, 9, 47, 12, 345678)
MODEL = ModelInfo("test-model", "ab" * 32, "ONNX Runtime", "float32", ANATOMY.structures)
ORIGIN = Origin(TAKEN, MODEL)


@pytest.fixture(autouse=True)
def _application(qapp):
    """Fonts need one."""


def keep(folder, analysis, origin=ORIGIN):
    """The whole screen: what the tests draw has no speckle that a fan could be found by."""
    return keep_still(analysis.frame, analysis, OverlayStyle(), origin, folder, whole_screen=True)


def keep_fan(folder, pixels):
    """A still of what is in the fan of a screen, with the overlay of one ellipse."""
    analysis = analysis_of([Ellipse("cranium", (240, 260), (110, 90))], on=Frame(0, 0.0, pixels))
    return keep_still(analysis.frame, analysis, OverlayStyle(), ORIGIN, folder)


def pixels_of(path):
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def test_the_clean_picture_is_the_frame_to_the_pixel(tmp_path):
    analysis = analysis_of()
    clean, _ = keep(tmp_path, analysis)
    assert np.array_equal(pixels_of(clean), analysis.frame.pixels)


def test_the_overlay_picture_is_the_frame_s_size_with_a_band_below(tmp_path):
    _, overlay = keep(tmp_path, analysis_of())
    pixels = pixels_of(overlay)
    assert pixels.shape == (HEIGHT + BAND_PX, WIDTH, 3)
    assert pixels[HEIGHT:].max() > 150  # its words


def test_the_overlay_is_that_of_the_rendered_clip(tmp_path):
    analysis = analysis_of(view=None)
    _, overlay = keep(tmp_path, analysis)
    rendered = render_overlay(analysis, OverlayStyle())
    lines = np.frombuffer(rendered.constBits(), np.uint8).reshape(HEIGHT, WIDTH, 4)
    below_the_name = slice(60, HEIGHT)
    assert np.array_equal(pixels_of(overlay)[below_the_name], lines[below_the_name, :, 2::-1])


def test_names_carry_date_and_time_and_nothing_else(tmp_path):
    names = [path.name for path in keep(tmp_path, analysis_of())]
    stem = "still 2026-11-23 09.47.12.345"
    assert names == [f"{stem}.png", f"{stem} overlay.png"]


def test_both_pictures_say_in_their_text_what_made_them_and_when(tmp_path):
    for path in keep(tmp_path, analysis_of()):
        with Image.open(path) as picture:
            assert picture.text == {
                "Software": "Fetalens",
                "Extent": "whole screen",
                "Creation Time": "2026-11-23 09:47:12",
                "Comment": "Research use, not for diagnosis",
                "Model": "test-model",
                "Model SHA-256": "ab" * 32,
            }


def test_a_still_of_the_phantom_says_so_in_its_text_and_on_its_band(tmp_path):
    _, patient = keep(tmp_path, analysis_of())
    _, phantom = keep(tmp_path, analysis_of(), Origin(TAKEN, MODEL, is_practice=True))
    with Image.open(phantom) as picture:
        assert picture.text["Comment"].startswith("Practice phantom.")
    assert not np.array_equal(pixels_of(phantom)[HEIGHT:], pixels_of(patient)[HEIGHT:])


def test_a_view_that_the_operator_set_stands_beside_what_the_model_says(tmp_path):
    _, by_model = keep(tmp_path, analysis_of(shapes=[]))
    _, overlay = keep(tmp_path, analysis_of(shapes=[]), Origin(TAKEN, MODEL, operator="thorax"))
    with Image.open(overlay) as picture:
        assert picture.text["View"] == "Thorax, set by the operator; model: Head"
    assert not np.array_equal(pixels_of(overlay)[HEIGHT:], pixels_of(by_model)[HEIGHT:])


def test_two_stills_of_one_moment_are_both_kept(tmp_path):
    keep(tmp_path, analysis_of())
    keep(tmp_path, analysis_of())
    assert len(list(tmp_path.glob("*.png"))) == 4


def test_no_part_of_a_file_stays_behind(tmp_path):
    keep(tmp_path, analysis_of())
    assert not list(tmp_path.glob("*.part"))


def test_without_an_analysis_there_is_only_the_clean_picture(tmp_path):
    frame = analysis_of().frame
    paths = keep_still(frame, None, OverlayStyle(), Origin(TAKEN), tmp_path, whole_screen=True)
    assert [path.name for path in paths] == ["still 2026-11-23 09.47.12.345.png"]


def test_what_a_scanner_writes_beside_the_fan_is_in_neither_picture(tmp_path):
    pixels, letters = screen(1)
    clean, overlay = keep_fan(tmp_path, pixels)
    assert not pixels_of(clean)[letters].any()
    assert not pixels_of(overlay)[: BANNER_PX // 2].any()


def test_what_is_in_the_fan_is_kept_to_the_pixel(tmp_path):
    pixels, _ = screen(1)
    kept = pixels_of(keep_fan(tmp_path, pixels)[0])
    fan = find_fan([pixels])
    assert np.array_equal(kept[fan], pixels[fan])


def test_a_still_of_the_fan_says_that_it_is_one(tmp_path):
    for path in keep_fan(tmp_path, screen(1).pixels):
        with Image.open(path) as picture:
            assert picture.text["Extent"] == "fan only, black outside"


def test_a_picture_without_a_fan_is_not_kept_unasked(tmp_path):
    page = text_page(np.random.default_rng(4), 480, 640)
    with pytest.raises(PictureError, match="No fan was found in this picture"):
        keep_fan(tmp_path / "stills", page)
    assert not (tmp_path / "stills").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    with pytest.raises(PictureError) as error:
        keep(blocked, analysis_of())
    assert re.fullmatch(
        r"The still could not be kept in .*\. The picture goes on; .*\.", str(error.value)
    )


def test_a_rendered_frame_keeps_its_size_and_names_the_view():
    analysis = analysis_of(shapes=[])
    named = render_overlay(analysis, OverlayStyle())
    lines = np.frombuffer(named.constBits(), np.uint8).reshape(HEIGHT, WIDTH, 4)[:, :, 2::-1]
    changed = np.argwhere((lines != analysis.frame.pixels).any(axis=2))
    assert changed.max(axis=0)[0] < HEIGHT / 4  # at the top
    assert changed.max(axis=0)[1] < WIDTH / 2  # at the left
