"""Masks to outlines, on shapes whose measures are known."""

import cv2
import numpy as np
import pytest

from app.ui.outlines import outlines, thickness


def disc(radius=40, size=120):
    mask = np.zeros((size, size), np.uint8)
    cv2.circle(mask, (size // 2, size // 2), radius, 1, -1)
    return mask


def area(outline):
    return cv2.contourArea(outline)


def test_the_outline_of_a_disc_has_its_place_and_area():
    (outline,) = outlines(disc(), (100, 50))
    assert outline.mean(axis=0) == pytest.approx((160.5, 110.5), abs=1.0)
    assert area(outline) == pytest.approx(np.pi * 40**2, rel=0.05)


def test_an_outline_starts_at_its_topmost_point():
    (outline,) = outlines(disc(), (0, 0))
    assert outline[0, 1] == pytest.approx(outline[:, 1].min(), abs=0.1)


def test_every_outline_runs_the_same_way_round():
    (one,), (other,) = outlines(disc(30), (0, 0)), outlines(disc(45), (0, 0))
    assert np.sign(cv2.contourArea(one, True)) == np.sign(cv2.contourArea(other, True))


def test_the_steps_of_an_upscaled_mask_are_smoothed():
    small = disc(10, 30)
    stepped = cv2.resize(small, (120, 120), interpolation=cv2.INTER_NEAREST)
    (outline,) = outlines(stepped, (0, 0))
    radii = np.hypot(*(outline - outline.mean(axis=0)).T)
    assert radii.std() < 1.5


def test_pieces_come_largest_first_and_specks_are_left_out():
    mask = np.zeros((200, 200), np.uint8)
    cv2.circle(mask, (50, 100), 20, 1, -1)
    cv2.circle(mask, (150, 100), 30, 1, -1)
    mask[5:8, 5:8] = 1
    first, second = outlines(mask, (0, 0))
    assert area(first) > area(second)


def test_an_empty_mask_has_no_outline():
    assert outlines(np.zeros((20, 20), np.uint8), (0, 0)) == ()


def test_the_thickness_of_a_strip_is_its_width():
    mask = np.zeros((40, 400), np.uint8)
    mask[14:24, 10:390] = 1
    (outline,) = outlines(mask, (0, 0))
    assert thickness(outline) == pytest.approx(10, abs=1.5)
