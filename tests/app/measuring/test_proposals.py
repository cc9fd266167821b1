"""What masks can bear to be measured."""

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.measuring.measurement import Kind
from app.measuring.proposals import Why, propose
from app.measuring.scale import Scale
from app.measuring.shapes import circumference
from inference.types import Frame, PixelSize, Screen
from tests.app.ui.pictures import ANATOMY, Ellipse, analysis_of, speckled

SIZE = PixelSize(0.1, 0.1, (0, 0, 480, 360))
SCALE = Scale((SIZE,))
HEAD = Ellipse("cranium", (240, 180), (110, 90), 20)
FAN = ((20, 10), (460, 10), (460, 350), (20, 350))


def proposed(*shapes, scale=SCALE, fan=FAN, on=None):
    analysis = analysis_of(shapes, None, on=on or speckled())
    return propose(replace(analysis, screen=Screen(fan=fan)), scale)


def by_kind(found):
    return {each.kind: each.value_mm for each in found.measurements}


def missing(found):
    return {structure.id: why for structure, why in found.missing}


def test_a_cranium_is_offered_as_circumference_and_breadth():
    found = by_kind(proposed(HEAD))
    assert set(found) == {Kind.HC, Kind.BPD}
    assert found[Kind.HC] == pytest.approx(circumference(11.05, 9.05), rel=0.003)
    assert found[Kind.BPD] == pytest.approx(18.1, rel=0.005)


def test_an_abdomen_is_offered_as_circumference_alone():
    found = by_kind(proposed(Ellipse("abdominal_circumference", (240, 180), (100, 95))))
    assert set(found) == {Kind.AC}
    assert found[Kind.AC] == pytest.approx(circumference(10.05, 9.55), rel=0.003)


@pytest.mark.parametrize("angle", [0, 30, 90, 140])
def test_on_pixels_that_are_no_squares_the_circumference_is_true(angle):
    """A head drawn in pixels 0.2 mm wide and 0.1 mm high."""
    outline = cv2.ellipse2Poly((200, 180), (120, 90), angle, 0, 360, 1).astype(float)
    mask = np.zeros((360, 480), np.uint8)
    cv2.fillPoly(mask, [np.round(outline / (2, 1)).astype(np.int32)], 1)
    analysis = analysis_of([HEAD], None, on=speckled())
    x, y, width, height = cv2.boundingRect(mask)
    detections = replace(
        analysis.detections,
        boxes=np.array([[x, y, x + width, y + height]], np.float32),
        masks=(mask[y : y + height, x : x + width].copy(),),
    )
    analysis = replace(analysis, detections=detections, screen=Screen(fan=FAN))
    found = by_kind(propose(analysis, Scale((replace(SIZE, x_mm=0.2),))))
    assert found[Kind.HC] == pytest.approx(circumference(12.1, 9.05), rel=0.005)


def test_a_limb_is_offered_along_its_length():
    found = by_kind(proposed(Ellipse("thigh", (240, 180), (70, 20), 30)))
    assert found == {Kind.LENGTH: pytest.approx(14, rel=0.02)}


def test_a_limb_that_is_not_long_has_no_length():
    assert not proposed(Ellipse("thigh", (240, 180), (40, 36))).measurements


@pytest.mark.parametrize("structure", ["nuchal_translucency", "nasal_bone", "midline_falx"])
def test_of_thin_structures_nothing_is_offered(structure):
    found = proposed(Ellipse(structure, (240, 180), (40, 5)))
    assert (found.measurements, found.missing) == ((), ())


def test_a_head_cut_off_by_the_edge_of_the_fan_is_not_measured():
    found = proposed(HEAD, fan=((200, 10), (460, 10), (460, 350), (200, 350)))
    assert not found.measurements
    assert missing(found) == {"cranium": Why.FAN_EDGE}


def test_a_head_cut_off_by_the_edge_of_the_picture_is_not_measured():
    found = proposed(Ellipse("cranium", (440, 180), (110, 90)), fan=())
    assert missing(found) == {"cranium": Why.PICTURE_EDGE}


def test_a_limb_that_ends_at_the_edge_is_not_measured():
    found = proposed(Ellipse("thigh", (88, 180), (70, 20)))
    assert missing(found) == {"thigh": Why.FAN_EDGE}


def test_a_mask_that_is_not_oval_is_not_measured():
    analysis = analysis_of([HEAD], None, on=speckled())
    mask = analysis.detections.masks[0].copy()
    mask[60:, 80:150] = 0
    detections = replace(analysis.detections, masks=(mask,))
    found = propose(replace(analysis, detections=detections, screen=Screen(fan=FAN)), SCALE)
    assert missing(found) == {"cranium": Why.NOT_OVAL}


def test_a_head_that_reaches_out_of_the_calibrated_region_is_not_measured():
    found = proposed(HEAD, scale=Scale((replace(SIZE, area=(200, 0, 480, 360)),)))
    assert missing(found) == {"cranium": Why.NO_SIZE}


def test_a_picture_without_a_fan_is_judged_by_its_own_edges():
    black = Frame(0, 0.0, np.zeros((360, 480, 3), np.uint8))
    assert set(by_kind(proposed(HEAD, fan=(), on=black))) == {Kind.HC, Kind.BPD}


def test_proposals_name_the_structure_they_come_from():
    (circle, line) = proposed(HEAD).measurements
    assert circle.structure is line.structure is ANATOMY.structure("cranium")
    assert math.dist(*line.ends_px) == pytest.approx(181, rel=0.01)
    assert circle.is_proposal
    assert line.is_proposal
