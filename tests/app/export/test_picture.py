"""Stills: a pair of files that says what one sees and names nobody."""

import re
from datetime import datetime

import numpy as np
import pytest
from PIL import Image

from app.export.picture import BAND_PX, PictureError, keep_still, render_overlay
from app.ui.overlay_style import OverlayStyle
from inference.analyzer import ModelInfo
from tests.app.ui.pictures import ANATOMY, HEIGHT, WIDTH, analysis_of

TAKEN = datetime(2026, 11, 23, 9, 47, 12)
MODEL = ModelInfo("test-model", "ab" * 32, "ONNX Runtime", "float32", ANATOMY.structures)


@pytest.fixture(autouse=True)
def _application(qapp):
    """Fonts need one."""


def keep(folder, analysis):
    return keep_still(analysis.frame, analysis, OverlayStyle(), MODEL, folder, TAKEN)


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
    assert names == ["still 2026-11-23 09.47.12.png", "still 2026-11-23 09.47.12 overlay.png"]


def test_two_stills_of_one_second_are_both_kept(tmp_path):
    keep(tmp_path, analysis_of())
    keep(tmp_path, analysis_of())
    assert len(list(tmp_path.glob("*.png"))) == 4


def test_no_part_of_a_file_stays_behind(tmp_path):
    keep(tmp_path, analysis_of())
    assert not list(tmp_path.glob("*.part"))


def test_without_an_analysis_there_is_only_the_clean_picture(tmp_path):
    paths = keep_still(analysis_of().frame, None, OverlayStyle(), None, tmp_path, TAKEN)
    assert [path.name for path in paths] == ["still 2026-11-23 09.47.12.png"]


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
