"""The tokens keep the contrasts they promise, and so does a rendered window."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.ui import theme

SURFACES = (theme.WINDOW, theme.PANEL, theme.RAISED)


def luminance_of(image):
    """(H, W) relative luminance after WCAG 2."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    value = lines[:, :, 2::-1] / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", [theme.TEXT, theme.TEXT2, theme.TEXT3])
def test_text_is_readable_on_every_surface(text, surface):
    assert theme.contrast(text, surface) >= 4.5


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("part", [theme.CONTROL, theme.ACCENT, theme.WARN, theme.ALERT])
def test_parts_without_text_stand_out_from_every_surface(part, surface):
    assert theme.contrast(part, surface) >= 3.0


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (theme.TEXT, theme.ACCENT_BG),
        (theme.WARN_TEXT, theme.WARN_BG),
        (theme.ALERT_TEXT, theme.ALERT_BG),
        (theme.TEXT, theme.HOVER),
        (theme.TEXT, theme.PILL),
    ],
)
def test_text_on_coloured_grounds_is_readable(text, ground):
    assert theme.contrast(text, ground) >= 7.0


def test_no_token_is_pure_white():
    tokens = [
        value for value in vars(theme).values() if isinstance(value, str) and value[:1] == "#"
    ]
    assert len(tokens) > 20
    assert "#ffffff" not in tokens


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_an_empty_window_is_dark(open_window, size):
    window = open_window(practice="loop.mp4")
    window.resize(*size)
    assert_dark(luminance_of(window.grab().toImage()))


def test_a_window_at_work_is_dark_around_the_picture(replay):
    replay.show_message("A sentence that stays.")
    luminance = luminance_of(replay.grab().toImage())
    well = replay.covering.picture_area()
    luminance[well.top() : well.bottom() + 1, well.left() : well.right() + 1] = 0.0
    assert_dark(luminance)


def test_the_open_dialog_is_dark(replay, qtbot):
    dialog = replay.opening.ask_for_file()
    qtbot.waitExposed(dialog)
    assert_dark(luminance_of(dialog.grab().toImage()))


def assert_dark(luminance):
    """Mean at most 0.04, and no area over 1 % of the window above 0.10."""
    assert luminance.mean() <= 0.04
    height, width = (side // 16 * 16 for side in luminance.shape)
    blocks = luminance[:height, :width].reshape(height // 16, 16, width // 16, 16).min(axis=(1, 3))
    assert (blocks > 0.10).mean() <= 0.01
