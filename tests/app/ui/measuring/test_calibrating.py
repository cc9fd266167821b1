"""Two marks on the depth scale and a distance: how long they hold, through the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.measuring.measurement import Kind
from app.ui.measure_page import MeasurePage
from tests.app.ui.hand import press
from tests.app.ui.measured import HEAD_MM, SCALE_X, Card, click, drag, kinds, ruler, said


@pytest.fixture
def uncalibrated(qtbot, live, card):
    """It stands on a frame that tells no pixel size, and one wants to measure."""
    card.show(ruler())
    qtbot.waitUntil(lambda: live.station.shown.analysis is not None)
    press(live, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: "0 of 2 marks are placed." in said(live))
    return live


def place_marks(window, top=50, bottom=320):
    click(window, (SCALE_X, top))
    click(window, (SCALE_X, bottom))


def type_distance(window, text):
    QTest.keyClicks(window.findChild(MeasurePage).findChild(QLineEdit), text)
    press(window, Qt.Key.Key_Return)


def calibrate(window, qtbot, text="27"):
    place_marks(window)
    type_distance(window, text)
    qtbot.waitUntil(lambda: window.measuring.sheet is not None)


def test_an_uncalibrated_picture_offers_no_measuring_and_says_why(uncalibrated):
    assert uncalibrated.measuring.sheet is None
    assert "does not say how large its pixels are" in said(uncalibrated)
    drag(uncalibrated, (60, 40), (160, 240))
    assert uncalibrated.measuring.sheet is None


def test_two_marks_and_a_distance_calibrate(uncalibrated, qtbot):
    calibrate(uncalibrated, qtbot, "2,7 cm")
    qtbot.waitUntil(lambda: kinds(uncalibrated) == [Kind.HC, Kind.BPD])
    assert uncalibrated.measuring.sheet.measurements[0].value_mm == pytest.approx(HEAD_MM, rel=0.02)
    assert "two marks 27 mm apart, pixels taken as squares" in said(uncalibrated)


def test_a_source_that_says_that_its_pixels_are_broad_is_calibrated_so(live, card, qtbot):
    card.pixel_aspect = 1.25
    card.show(ruler())
    qtbot.waitUntil(lambda: live.station.shown.analysis is not None)
    press(live, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: "0 of 2 marks are placed." in said(live))
    calibrate(live, qtbot)
    (size,) = live.measuring.sheet.scale.sizes
    assert size.y_mm == pytest.approx(0.1, rel=0.02)
    assert size.x_mm == pytest.approx(1.25 * size.y_mm)
    assert "pixels are 1.25 times as wide as high" in said(live)


def test_the_marks_can_be_moved_before(uncalibrated, qtbot):
    place_marks(uncalibrated, top=80)
    drag(uncalibrated, (SCALE_X, 80), (SCALE_X, 50))
    type_distance(uncalibrated, "27")
    qtbot.waitUntil(lambda: uncalibrated.measuring.sheet is not None)
    side = uncalibrated.measuring.sheet.scale.sizes[0].x_mm
    assert side == pytest.approx(0.1, rel=0.02)


@pytest.mark.parametrize("typed", ["0", "nonsense", "-5", "5000"])
def test_a_distance_of_nonsense_is_refused_in_a_sentence(uncalibrated, typed):
    place_marks(uncalibrated)
    type_distance(uncalibrated, typed)
    assert "Type the distance in mm, from 5 to 400." in said(uncalibrated)
    assert uncalibrated.measuring.sheet is None


def test_marks_on_one_place_are_refused_in_a_sentence(uncalibrated):
    click(uncalibrated, (SCALE_X, 100))
    click(uncalibrated, (SCALE_X, 140))
    type_distance(uncalibrated, "27")
    assert "The marks are too close together: press two that are far apart." in said(uncalibrated)


def go_deeper(window, card, qtbot):
    """Calibrate, and let the picture go on at another depth, which is returned."""
    calibrate(window, qtbot)
    press(window, Qt.Key.Key_M)
    press(window, Qt.Key.Key_Space)
    deeper = ruler(pitch_px=40)
    card.show(deeper)
    return deeper


def test_another_depth_ends_the_calibration_and_says_so(uncalibrated, card, qtbot):
    deeper = go_deeper(uncalibrated, card, qtbot)
    qtbot.waitUntil(lambda: uncalibrated.station.shown.frame.pixels is deeper)
    press(uncalibrated, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: "The depth or the picture has changed" in uncalibrated.message)
    qtbot.waitUntil(lambda: "0 of 2 marks are placed." in said(uncalibrated))


def test_the_same_depth_goes_on_being_calibrated(uncalibrated, qtbot):
    calibrate(uncalibrated, qtbot)
    press(uncalibrated, Qt.Key.Key_Space)
    former = uncalibrated.station.shown.frame
    qtbot.waitUntil(lambda: uncalibrated.station.shown.frame is not former)
    press(uncalibrated, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: kinds(uncalibrated) == [Kind.HC, Kind.BPD])


def test_a_picture_that_moves_loses_its_calibration_by_itself(uncalibrated, card, qtbot):
    go_deeper(uncalibrated, card, qtbot)
    qtbot.waitUntil(
        lambda: "The depth or the picture has changed" in uncalibrated.message, timeout=10_000
    )


def test_another_source_is_not_calibrated(uncalibrated, qtbot, clip, monkeypatch):
    calibrate(uncalibrated, qtbot)
    other = Card()
    monkeypatch.setattr(uncalibrated.station, "_open_source", lambda url: other)
    uncalibrated.station.open("other")
    qtbot.waitUntil(lambda: "The depth or the picture has changed" in uncalibrated.message)
    assert uncalibrated.measuring.sheet is None
