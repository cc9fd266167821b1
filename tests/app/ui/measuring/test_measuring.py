"""Measuring through the real window: keys, mouse, page, and what a still keeps."""

import json
import time
from threading import Condition

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

import app.ui.main_window as main_window
from app.export.picture import BAND_PX
from app.measuring.measurement import Kind, Status
from app.ui.caliper_layer import CaliperLayer
from app.ui.caliper_painting import Ground
from app.ui.measure_page import MeasurePage, MeasureRow
from app.ui.viewport import Viewport
from app.video import SignalLost
from inference.types import Frame, PixelSize
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import button, press
from tests.app.ui.pictures import HEIGHT, WIDTH, speckled

SHIFT = Qt.KeyboardModifier.ShiftModifier
SQUARE = PixelSize(0.1, 0.1, (0, 0, WIDTH, HEIGHT))
SCALE_X = 460
HEAD_MM = 62.99  # round an ellipse of 11 and 9 mm


class Card:
    """A live source that shows what the test has put before it, thirty times a second."""

    name = "Fake card"

    def __init__(self):
        self._changed = Condition()
        self._shown = None
        self._index = 0
        self.pixel_aspect = None

    def show(self, pixels, *sizes):
        with self._changed:
            self._shown = pixels, sizes
            self._changed.notify()

    def read(self):
        with self._changed:
            self._changed.wait(1 / 30)
            if self._shown is None:
                raise SignalLost("No signal.")
            self._index += 1
            pixels, sizes = self._shown
            return Frame(self._index, time.monotonic(), pixels, sizes, self.pixel_aspect)

    def close(self):
        """There is nothing to give back."""


def ruler(pitch_px=30):
    """Speckle, and a depth scale at its right."""
    pixels = speckled(0).pixels.copy()
    pixels[:, SCALE_X - 20 :] = 0
    for y in range(20, 341, pitch_px):
        cv2.line(pixels, (SCALE_X - 4, y), (SCALE_X + 4, y), (180, 180, 180), 1)
    return pixels


@pytest.fixture
def card():
    return Card()


@pytest.fixture
def live(qtbot, open_window, card, monkeypatch):
    """A window on a live card."""
    monkeypatch.setattr(main_window, "open_source", lambda url: card)
    window = open_window()
    window.station.open("card")
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    return window


@pytest.fixture
def calibrated(qtbot, live, card):
    """It stands on a frame that tells its pixel size, and one measures."""
    card.show(ruler(), SQUARE)
    qtbot.waitUntil(lambda: live.station.shown.analysis is not None)
    press(live, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: kinds(live) == [Kind.HC, Kind.BPD])
    return live


@pytest.fixture
def uncalibrated(qtbot, live, card):
    """It stands on a frame that tells no pixel size, and one wants to measure."""
    card.show(ruler())
    qtbot.waitUntil(lambda: live.station.shown.analysis is not None)
    press(live, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: "0 of 2 marks are placed." in said(live))
    return live


def kinds(window):
    sheet = window.measuring.sheet
    return [] if sheet is None else [each.kind for each in sheet.measurements]


def statuses(window):
    return [each.status for each in window.measuring.sheet.measurements]


def said(window):
    labels = window.findChild(MeasurePage).findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def rows(window):
    shown = [row for row in window.findChildren(MeasureRow) if row.isVisible()]
    return [row.accessibleName() for row in shown]


def choose_row(window, place):
    window.findChildren(MeasureRow)[place].click()


def on_layer(window, pixel):
    """Where a pixel of the frame is on the layer."""
    area = window.findChild(Viewport).picture_rect()
    return Ground(area, WIDTH).on_screen(pixel).toPoint()


def drag(window, start, end):
    layer = window.findChild(CaliperLayer)
    QTest.mousePress(layer, Qt.MouseButton.LeftButton, pos=on_layer(window, start))
    QTest.mouseMove(layer, on_layer(window, end))
    QTest.mouseRelease(layer, Qt.MouseButton.LeftButton, pos=on_layer(window, end))


def click(window, pixel):
    drag(window, pixel, pixel)


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


def test_measuring_freezes_the_picture_and_offers_what_the_masks_bear(calibrated):
    assert calibrated.station.viewing.is_frozen
    circle, line = calibrated.measuring.sheet.measurements
    assert circle.value_mm == pytest.approx(HEAD_MM, rel=0.01)
    assert line.value_mm == pytest.approx(18, rel=0.01)
    assert [circle.status, line.status] == [Status.PROPOSED, Status.PROPOSED]


def test_the_page_says_what_there_is_and_whose_word_it_is(calibrated):
    number, name, value, edges, status = rows(calibrated)[0].split(", ")
    assert (number, name, edges, status) == ("1", "HC", "outer edge", "proposed by the model")
    assert value.endswith(" mm")
    assert "The source says that a pixel is 0.100 mm." in said(calibrated)
    assert "Research use, not for diagnosis" in said(calibrated)


def test_enter_accepts_one_after_the_other(calibrated):
    press(calibrated, Qt.Key.Key_Return)
    assert statuses(calibrated) == [Status.ACCEPTED, Status.PROPOSED]
    press(calibrated, Qt.Key.Key_Return)
    assert statuses(calibrated) == [Status.ACCEPTED, Status.ACCEPTED]
    assert "accepted" in rows(calibrated)[1]


def test_enter_does_not_confirm_an_item_of_the_list_meanwhile(calibrated):
    before = calibrated.examining.listing.exam
    press(calibrated, Qt.Key.Key_Return)
    assert calibrated.examining.listing.exam.said == before.said


def test_the_mouse_moves_an_end(calibrated):
    before = calibrated.measuring.sheet.measurements[1]
    end = before.ends_px[0]
    choose_row(calibrated, 1)
    drag(calibrated, end, (end[0], end[1] + 20))
    after = calibrated.measuring.sheet.measurements[1]
    assert after.status is Status.MOVED
    assert abs(after.value_mm - before.value_mm) == pytest.approx(2, abs=0.3)
    assert "moved by you" in rows(calibrated)[1]


def test_arrows_move_the_chosen_end_by_a_pixel_and_with_shift_by_ten(calibrated):
    x, y = calibrated.measuring.sheet.measurements[0].ends_px[0]
    press(calibrated, Qt.Key.Key_Left)
    press(calibrated, Qt.Key.Key_Up, SHIFT)
    moved = calibrated.measuring.sheet.measurements[0].ends_px[0]
    assert moved == pytest.approx((x - 1, y - 10))


def test_a_drag_on_the_picture_measures_a_distance(calibrated):
    drag(calibrated, (60, 40), (160, 40))
    placed = calibrated.measuring.sheet.measurements[-1]
    assert (placed.kind, placed.status) == (Kind.DISTANCE, Status.PLACED)
    assert placed.value_mm == pytest.approx(10, abs=0.3)


def test_an_ellipse_is_drawn_once_it_is_chosen(calibrated):
    button(calibrated, "Ellipse").click()
    drag(calibrated, (60, 60), (160, 60))
    assert kinds(calibrated)[-1] is Kind.ELLIPSE


def test_delete_removes_the_chosen_one(calibrated):
    press(calibrated, Qt.Key.Key_Delete)
    assert kinds(calibrated) == [Kind.BPD]


def test_no_more_are_drawn_than_fit(calibrated):
    for y in range(30, 155, 25):
        drag(calibrated, (40, y), (120, y))
    assert len(kinds(calibrated)) == 6
    assert "remove one first" in said(calibrated)


def test_a_measurement_goes_with_its_frame(calibrated, qtbot):
    press(calibrated, Qt.Key.Key_Return)
    press(calibrated, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: calibrated.measuring.sheet is None)
    assert "The picture runs. Freeze it to measure." in said(calibrated)
    assert not calibrated.findChild(CaliperLayer).isVisible()


def test_leaving_drops_proposals_and_keeps_what_a_person_did(calibrated, qtbot):
    press(calibrated, Qt.Key.Key_Return)
    press(calibrated, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: kinds(calibrated) == [Kind.HC])
    assert not calibrated.measuring.is_on
    assert calibrated.findChild(CaliperLayer).isVisible()


def test_escape_leaves_too_and_coming_back_offers_the_rest_again(calibrated, qtbot):
    press(calibrated, Qt.Key.Key_Return)
    press(calibrated, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: kinds(calibrated) == [Kind.HC])
    press(calibrated, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: sorted(kinds(calibrated)) == [Kind.BPD, Kind.HC])


def test_arrows_are_the_lists_again_after_leaving(calibrated, qtbot):
    press(calibrated, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: not calibrated.measuring.is_on)
    press(calibrated, Qt.Key.Key_Down)
    assert calibrated.examining.listing.chosen


def test_a_key_held_shows_the_naked_picture(calibrated):
    layer = calibrated.findChild(CaliperLayer)
    marked = calibrated.grab(calibrated.covering.picture_area()).toImage()
    QTest.keyPress(calibrated.windowHandle(), Qt.Key.Key_H)
    naked = calibrated.grab(calibrated.covering.picture_area()).toImage()
    layer.hide()
    bare = calibrated.grab(calibrated.covering.picture_area()).toImage()
    QTest.keyRelease(calibrated.windowHandle(), Qt.Key.Key_H)
    assert naked != marked
    assert naked == bare


def test_a_proposal_looks_otherwise_than_what_was_accepted(calibrated):
    proposed = calibrated.grab(calibrated.covering.picture_area()).toImage()
    press(calibrated, Qt.Key.Key_Return)
    assert calibrated.grab(calibrated.covering.picture_area()).toImage() != proposed


def kept_files(window, qtbot):
    window.station.set_whole_screen(True)
    folder = window.station.settings.pictures_folder
    press(window, Qt.Key.Key_S)
    qtbot.waitUntil(folder.is_dir)
    qtbot.waitUntil(lambda: "kept in" in window.message)
    return sorted(folder.iterdir())


def test_a_still_keeps_what_was_accepted_beside_it_and_in_its_overlay(calibrated, qtbot):
    press(calibrated, Qt.Key.Key_Return)
    values, overlay, clean = kept_files(calibrated, qtbot)
    assert values.name == f"{clean.stem} measurements.json"
    written = json.loads(values.read_text("utf-8"))
    (only,) = written["measurements"]
    assert (only["kind"], only["status"], only["structure"]) == ("HC", "accepted", "cranium")
    assert only["value_mm"] == pytest.approx(HEAD_MM, rel=0.01)
    assert written["caution"].endswith("Research use, not for diagnosis")
    assert written["calibrated_by"] == "the source"
    with Image.open(overlay) as picture:
        assert picture.height > HEIGHT + BAND_PX
    with Image.open(clean) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    assert np.array_equal(pixels, calibrated.station.shown.frame.pixels)


def test_a_proposal_that_nobody_looked_at_is_not_kept(calibrated, qtbot):
    names = [path.suffix for path in kept_files(calibrated, qtbot)]
    assert names == [".png", ".png"]


def test_with_the_overlay_off_the_calipers_are_kept_all_the_same(calibrated, qtbot):
    press(calibrated, Qt.Key.Key_Return)
    press(calibrated, Qt.Key.Key_O)
    values, overlay, _ = kept_files(calibrated, qtbot)
    assert json.loads(values.read_text("utf-8"))["measurements"]
    assert overlay.name.endswith("overlay.png")


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


def test_another_depth_ends_the_calibration_and_says_so(uncalibrated, card, qtbot):
    calibrate(uncalibrated, qtbot)
    press(uncalibrated, Qt.Key.Key_M)
    press(uncalibrated, Qt.Key.Key_Space)
    deeper = ruler(pitch_px=40)
    card.show(deeper)
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
    calibrate(uncalibrated, qtbot)
    press(uncalibrated, Qt.Key.Key_M)
    press(uncalibrated, Qt.Key.Key_Space)
    deeper = ruler(pitch_px=40)
    card.show(deeper)
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


def test_a_head_that_an_edge_cuts_off_is_not_offered_and_the_page_says_why(live, card, qtbot):
    right_half = PixelSize(0.1, 0.1, (240, 0, WIDTH, HEIGHT))
    card.show(ruler(), right_half)
    qtbot.waitUntil(lambda: live.station.shown.analysis is not None)
    press(live, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: "Cranium: not in one part of known pixel size" in said(live))
    assert kinds(live) == []


def test_without_masks_the_operator_places_the_ends(qtbot, open_window, card, monkeypatch):
    monkeypatch.setattr(main_window, "open_source", lambda url: card)
    window = open_window(lambda: HeadAnalyzer([], view=None))
    window.station.open("card")
    card.show(ruler(), SQUARE)
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None)
    press(window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: "place the ends yourself" in said(window))
    drag(window, (60, 40), (160, 40))
    assert kinds(window) == [Kind.DISTANCE]


def test_without_a_picture_nothing_is_measured(open_window):
    window = open_window()
    press(window, Qt.Key.Key_M)
    assert not window.measuring.is_on
