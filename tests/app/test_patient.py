"""What of a picture a patient may see."""

from dataclasses import replace

import cv2
import numpy as np

from app.fans import Fans
from app.patient import MOST_NAMES, FanMemory, picture_for_patient
from inference.types import Frame, Screen, ScreenKind
from tests.app.export.screens import BANNER_PX, screen
from tests.app.ui.pictures import ANATOMY, HEAD, HEIGHT, WIDTH, Ellipse, analysis_of

FAN = ((60, 10), (420, 10), (420, 350), (60, 350))
NT = Ellipse("nuchal_translucency", (300, 250), (40, 12))
PALATE = Ellipse("palate", (240, 190), (40, 20))
NECK = ANATOMY.view("neck")


def shown(shapes=HEAD, view="head", **how):
    """The picture of what was found, in the view that counts."""
    analysis = analysis_of(shapes, view)
    return picture_for_patient(analysis.frame, analysis, ANATOMY.view(view), FAN, 0.3, **how)


def ids(picture):
    return [structure.id for structure in picture.structures]


def test_all_outside_of_the_fan_is_black_or_cut_off():
    analysis = analysis_of(on=Frame(0, 0.0, np.full((HEIGHT, WIDTH, 3), 200, np.uint8)))
    corners = ((240, 20), (400, 340), (80, 340))
    picture = picture_for_patient(analysis.frame, analysis, ANATOMY.view("head"), corners, 0.3)
    assert picture.area == (80, 20, 401, 341)
    assert not picture.crop.pixels[10, 10].any()
    assert picture.crop.pixels[-10, 160].all()


def test_names_beside_the_fan_are_not_in_the_picture():
    pixels, letters = screen(1)
    frame = Frame(0, 0.0, pixels)
    fan = FanMemory().corners(frame, None, Fans(), 0.0)
    picture = picture_for_patient(frame, None, None, fan, 0.3)
    x1, y1, x2, y2 = picture.area
    assert y1 > BANNER_PX // 2
    inside = np.where(letters[y1:y2, x1:x2, None], picture.crop.pixels, 0)
    assert np.count_nonzero(inside) == 0


def test_of_a_word_that_the_edge_of_the_fan_cuts_no_scrap_stays():
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    cv2.putText(pixels, "HRes", (45, 60), cv2.FONT_HERSHEY_PLAIN, 1.0, (230, 230, 230), 1)
    picture = picture_for_patient(Frame(0, 0.0, pixels), None, None, FAN, 0.3)
    assert picture.area == (60, 10, 421, 351)
    assert not picture.crop.pixels[:, :15].any()


def test_without_a_fan_there_is_nothing_to_show():
    analysis = analysis_of()
    assert picture_for_patient(analysis.frame, analysis, None, (), 0.3) is None


def test_a_page_of_the_scanner_is_not_shown():
    page = replace(analysis_of(), screen=Screen(ScreenKind.PAGE, fan=FAN))
    assert picture_for_patient(page.frame, page, None, FAN, 0.3) is None


def test_uncertain_and_hidden_structures_are_not_drawn():
    doubtful = [HEAD[0], HEAD[1]._replace(score=0.2), HEAD[2]]
    assert ids(shown(doubtful)) == ["cranium", "choroid_plexus"]
    assert ids(shown(hidden=frozenset({"cranium"}))) == ["midline_falx", "choroid_plexus"]


def test_at_most_three_are_named_the_essential_ones_first():
    limbs = [Ellipse(name, (240, 190), (150, 100)) for name in ("hand", "foot", "thigh")]
    picture = shown([*limbs, *HEAD])
    assert len(picture.structures) == MOST_NAMES
    assert ids(picture)[0] == "cranium"
    assert {*ids(picture)} == {"cranium", "midline_falx", "choroid_plexus"}


def test_what_does_not_belong_to_the_view_is_not_drawn():
    assert ids(shown([*HEAD, Ellipse("heart", (240, 190), (20, 20))])) == ids(shown())
    analysis = analysis_of()
    picture = picture_for_patient(analysis.frame, analysis, None, FAN, 0.3)
    assert picture.structures == ()


def test_screening_markers_are_off_until_they_are_pointed_at():
    picture = shown([PALATE, NT], view="neck")
    assert ids(picture) == ["palate"]
    assert [marker.id for marker in picture.markers] == ["nuchal_translucency"]
    pointing = picture.pointing_at(frozenset({"nuchal_translucency"}))
    assert {*ids(pointing)} == {"palate", "nuchal_translucency"}
    assert ids(pointing.pointing_at(frozenset())) == ["palate"]


def test_a_fan_that_no_analysis_tells_of_is_looked_for_once_in_a_while():
    memory, frame = FanMemory(), Frame(0, 0.0, screen(1).pixels)
    found = memory.corners(frame, None, Fans(), 0.0)
    black = Frame(1, 0.1, np.zeros_like(frame.pixels))
    assert memory.corners(black, None, Fans(), 0.1) == found != ()
    assert memory.corners(black, None, Fans(), 0.7) == ()


def test_the_fan_of_the_analysis_counts():
    analysis = replace(analysis_of(), screen=Screen(fan=FAN))
    assert FanMemory().corners(analysis.frame, analysis, Fans(), 0.0) == FAN
