"""Pictures from a seed: determinism, views by geometry, and what is annotated."""

import numpy as np
import pytest

from inference.anatomy import load_anatomy
from phantom import PhantomError, sample_image
from phantom.sample import VIEWS

STANDARD_VIEWS = VIEWS[:-1]


@pytest.mark.parametrize("view", VIEWS)
def test_the_same_seed_gives_the_same_bytes(view):
    first, again = sample_image(5, view), sample_image(5, view)

    assert first.pixels.tobytes() == again.pixels.tobytes()
    assert first.record == again.record
    assert [i.box for i in first.instances] == [i.box for i in again.instances]


def test_another_seed_gives_another_picture():
    assert not np.array_equal(sample_image(5, "head").record, sample_image(6, "head").record)


@pytest.mark.parametrize("view", VIEWS)
def test_the_view_asked_for_is_the_view_of_the_geometry(view):
    assert {sample_image(seed, view).view for seed in range(4)} == {view}


def test_without_a_view_every_view_turns_up():
    assert {sample_image(seed).view for seed in range(30)} == set(VIEWS)


@pytest.mark.parametrize("view", STANDARD_VIEWS)
def test_an_essential_structure_is_outlined_in_every_picture_of_a_view(view):
    essential = {s.id for s in load_anatomy().view(view).essential}

    for seed in range(4):
        assert essential & {i.structure for i in sample_image(seed, view).instances}


@pytest.mark.parametrize("view", STANDARD_VIEWS)
def test_only_what_the_study_annotates_in_a_view_is_outlined(view):
    anatomy = load_anatomy()
    allowed = {s.id for s in anatomy.view(view).annotated}
    allowed |= {mark.id for mark in anatomy.landmarks if mark.view == view}

    outlined = {i.structure for seed in range(6) for i in sample_image(seed, view).instances}

    assert outlined
    assert outlined <= allowed


def test_the_skull_is_never_outlined_in_a_neck_picture():
    names = [i.structure for seed in range(6) for i in sample_image(seed, "neck").instances]

    assert "cranium" not in names


def test_a_picture_of_no_view_has_no_outlines():
    assert all(sample_image(seed, "none").instances == () for seed in range(6))


def test_limbs_say_which_side_they_belong_to():
    limbs = [i for seed in range(5) for i in sample_image(seed, "extremity").instances]

    assert limbs
    assert {limb.side for limb in limbs} <= {"left", "right"}


def test_masks_boxes_and_pixels_fit_together():
    image = sample_image(3, "head")
    cranium = next(i for i in image.instances if i.structure == "cranium")
    x1, y1, x2, y2 = (int(edge) for edge in cranium.box)

    assert image.pixels.dtype == np.uint8
    assert image.pixels.shape[2] == 3
    assert cranium.mask.shape == image.pixels.shape[:2]
    assert cranium.mask[y1:y2, x1:x2].sum() == cranium.mask.sum()
    assert cranium.mask[y1].any()
    assert cranium.mask[:, x2 - 1].any()
    assert 0.4 <= cranium.visible_fraction <= 1.0


def test_a_picture_cannot_be_written_into():
    with pytest.raises(ValueError, match="read-only"):
        sample_image(0, "none").pixels[0, 0] = 1


def test_an_unknown_view_is_refused_in_one_sentence():
    with pytest.raises(
        PhantomError, match="choose head, neck, thorax, abdomen, extremity, spine or none"
    ):
        sample_image(0, "profile")


def test_a_negative_seed_is_refused():
    with pytest.raises(PhantomError, match="0 or more"):
        sample_image(-1)
