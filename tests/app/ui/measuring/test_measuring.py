"""Measuring through the real window: keys, mouse, page, and what a still keeps."""

import json

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import app.ui.main_window as main_window
from app.export.picture import BAND_PX
from app.measuring.measurement import Kind, Status
from app.ui.caliper_layer import CaliperLayer
from app.ui.measure_page import MeasureRow
from inference.types import PixelSize
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import button, press
from tests.app.ui.measured import (
    HEAD_MM,
    SHIFT,
    SQUARE,
    drag,
    kinds,
    ruler,
    said,
)
from tests.app.ui.pictures import HEIGHT, WIDTH


@pytest.fixture
def calibrated(qtbot, live, card):
    """It stands on a frame that tells its pixel size, and one measures."""
    card.show(ruler(), SQUARE)
    qtbot.waitUntil(lambda: live.station.shown.analysis is not None)
    press(live, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: kinds(live) == [Kind.HC, Kind.BPD])
    return live


def statuses(window):
    return [each.status for each in window.measuring.sheet.measurements]


def rows(window):
    shown = [row for row in window.findChildren(MeasureRow) if row.isVisible()]
    return [row.accessibleName() for row in shown]


def choose_row(window, place):
    window.findChildren(MeasureRow)[place].click()


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
