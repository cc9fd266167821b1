"""What the well shows: frame and overlay, ageing, frozen, lost."""

import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.settings import LabelMode
from app.ui.overlay_style import OverlayStyle
from app.ui.showing import Freshness, Shown
from app.ui.viewport import Viewport, aged_style
from inference.types import Frame
from tests.app.ui.pictures import Ellipse, analysis_of, frame

DENSE = """
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from app.ui.showing import Shown
from app.ui.viewport import Viewport
from inference.types import Frame

application = QApplication([])
viewport = Viewport()
viewport.resize(320, 240)
viewport.show()
pixels = np.random.default_rng(0).integers(0, 255, (480, 640, 3), dtype=np.uint8)
viewport.show_picture(Shown(Frame(0, 0.0, pixels)), is_frozen=False)
image = viewport.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
seen = np.frombuffer(image.constBits(), np.uint8).reshape(480, 640, 4)[:, :, 2::-1]
assert np.array_equal(seen, pixels)
"""
STOMACH = Ellipse("stomach", (240, 180), (60, 60))


@pytest.fixture
def viewport(qtbot):
    """960 x 360: the frame of 480 x 360 stands in the middle at its own size."""
    made = Viewport()
    qtbot.addWidget(made)
    made.resize(960, 360)
    made.show_style(OverlayStyle(labels=LabelMode.NONE))
    made.show()
    return made


def pixels(viewport):
    """(H, W, 3) of what is on the screen."""
    image = viewport.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    lines = np.frombuffer(image.constBits(), np.uint8)
    return lines.reshape(image.height(), image.width(), 4)[:, :, 2::-1].copy()


def test_without_a_picture_the_well_is_black(viewport):
    assert not pixels(viewport).any()


def test_the_frame_is_whole_in_the_middle_and_black_beside(viewport):
    own = frame()
    viewport.show_picture(Shown(own), is_frozen=False)
    shown = pixels(viewport)
    assert np.array_equal(shown[:, 240:720], own.pixels)
    assert not shown[:, :240].any()
    assert not shown[:, 720:].any()


def test_a_frame_of_odd_width_is_not_sheared(viewport):
    striped = np.zeros((360, 303, 3), np.uint8)
    striped[:, 100:110] = 255
    viewport.show_picture(Shown(Frame(0, 0.0, striped)), is_frozen=False)
    left = viewport.picture_rect().left()
    assert (pixels(viewport)[:, int(left) + 105] > 250).all()


def test_on_a_screen_of_twice_the_density_no_pixel_of_the_frame_is_lost():
    """In a program of its own, for a density holds for all of a program."""
    environment = os.environ | {"QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", DENSE], env=environment, check=True, timeout=60)


def test_the_aspect_is_kept(viewport):
    viewport.resize(400, 700)
    viewport.show_picture(Shown(frame()), is_frozen=False)
    picture = viewport.picture_rect()
    assert picture.width() / picture.height() == pytest.approx(480 / 360, rel=0.01)


def test_the_overlay_lies_on_its_frame(viewport):
    analysis = analysis_of([STOMACH], None)
    viewport.show_picture(Shown(analysis.frame, analysis, is_exact=True), is_frozen=False)
    shown = pixels(viewport)
    assert (shown[180, 480] != analysis.frame.pixels[180, 240]).any()


def test_a_hidden_overlay_leaves_the_bare_frame(viewport):
    analysis = analysis_of([STOMACH], None)
    viewport.show_picture(Shown(analysis.frame, analysis, is_exact=True), is_frozen=False)
    viewport.show_overlay(False)
    assert np.array_equal(pixels(viewport)[:, 240:720], analysis.frame.pixels)


def test_an_ageing_overlay_has_no_fill_and_is_paler():
    style = OverlayStyle()
    paler, palest = (aged_style(style, age) for age in (Freshness.PALER, Freshness.PALEST))
    assert aged_style(style, Freshness.FULL) == style
    assert paler.outline_only
    assert palest.outline_only
    assert 1.0 > paler.opacity > palest.opacity == pytest.approx(0.3)


def test_a_frozen_picture_has_a_frame_round_it(viewport):
    viewport.show_picture(Shown(frame()), is_frozen=True)
    assert (pixels(viewport)[100, :5] > 150).all()


def test_a_lost_picture_is_dim_and_has_no_overlay(viewport):
    analysis = analysis_of([Ellipse("stomach", (60, 60), (30, 30))], None)
    viewport.show_picture(Shown(analysis.frame, analysis, is_exact=True), is_frozen=False)
    viewport.show_lost("NO SIGNAL since 09:47:12", "Look at the scanner, not here.", "Check it.")
    shown = pixels(viewport)
    assert shown[40:80, 280:320].max() < 60
    viewport.show_lost()
    assert pixels(viewport)[40:80, 280:320].max() > 60
