"""Each criterion holds for a good head and fails for a head that lacks just that."""

import cv2
import numpy as np
import pytest

from app.quality import Criterion, assess, blur_of, load_criteria
from inference.anatomy import load_anatomy
from inference.types import Frame
from tests.app.ui.pictures import ANATOMY, HEAD, HEIGHT, WIDTH, Ellipse, analysis_of

HEAD_VIEW = ANATOMY.view("head")
ALL = ANATOMY.structures


def speckled(blur=1):
    """Noise, each grain so many pixels wide."""
    grains = np.random.default_rng(1).integers(
        0, 255, (HEIGHT // blur + 1, WIDTH // blur + 1), np.uint8
    )
    coarse = np.kron(grains, np.ones((blur, blur), np.uint8))[:HEIGHT, :WIDTH]
    return Frame(0, 0.0, np.repeat(coarse[..., None], 3, axis=2))


def failed(shapes, offered=ALL, on=None):
    analysis = analysis_of(shapes, on=on or speckled())
    return [judgement.criterion for judgement in assess(analysis, HEAD_VIEW, offered).failed]


def moved(shapes, x=0, y=0, scale=1.0):
    return [
        shape._replace(
            centre=(
                round(240 + (shape.centre[0] - 240) * scale) + x,
                round(190 + (shape.centre[1] - 190) * scale) + y,
            ),
            radii=(max(round(shape.radii[0] * scale), 1), max(round(shape.radii[1] * scale), 1)),
        )
        for shape in shapes
    ]


def test_there_are_criteria_for_every_view():
    assert set(load_criteria()) == {view.id for view in load_anatomy().views}


def test_a_good_head_meets_all_five():
    quality = assess(analysis_of(on=speckled()), HEAD_VIEW, ALL)
    assert [j.criterion for j in quality.judgements] == list(Criterion)
    assert quality.is_met


def test_a_missing_structure_is_named():
    quality = assess(analysis_of(HEAD[:2], on=speckled()), HEAD_VIEW, ALL)
    assert quality.failed[0].missing == (ANATOMY.structure("choroid_plexus"),)


def test_what_the_model_does_not_offer_is_not_asked_for():
    assert failed(HEAD[:2], offered=[ANATOMY.structure("cranium")]) == []


def test_a_small_head_is_too_small():
    assert failed(moved(HEAD, scale=0.5)) == [Criterion.SIZE]


def test_size_is_measured_in_the_fan_if_it_is_known():
    analysis = analysis_of(moved(HEAD, scale=0.5), on=speckled())
    assert assess(analysis, HEAD_VIEW, ALL, fan=(140, 90, 340, 290)).is_met


def test_a_head_at_the_edge_is_off_centre():
    assert failed(moved(HEAD, x=129)) == [Criterion.CENTRED]


def test_a_midline_at_the_side_is_off_centre():
    shapes = [HEAD[0], Ellipse("midline_falx", (240, 150), (80, 5)), *HEAD[2:]]
    assert failed(shapes) == [Criterion.MIDLINE]


def test_a_tilted_midline_through_the_middle_holds():
    shapes = [HEAD[0], Ellipse("midline_falx", (240, 190), (80, 5), 30), *HEAD[2:]]
    assert failed(shapes) == []


def test_without_a_midline_its_symmetry_is_not_judged():
    quality = assess(analysis_of([HEAD[0], *HEAD[2:]], on=speckled()), HEAD_VIEW, ALL)
    assert Criterion.MIDLINE not in [j.criterion for j in quality.judgements]


def test_a_blurred_picture_is_not_sharp():
    blurred = cv2.GaussianBlur(speckled(8).pixels, (0, 0), 8)
    assert failed(HEAD, on=Frame(0, 0.0, blurred)) == [Criterion.SHARP]


def test_blur_grows_with_the_grain():
    assert blur_of(speckled(1).pixels) < blur_of(speckled(4).pixels) < blur_of(speckled(16).pixels)


def test_an_even_picture_has_no_edges():
    assert blur_of(np.full((40, 60, 3), 90, np.uint8)) == pytest.approx(1.0)


def test_nothing_found_fails_by_what_is_missing_alone():
    assert failed([]) == [Criterion.STRUCTURES]
