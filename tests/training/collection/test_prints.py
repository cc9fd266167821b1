import cv2
import numpy as np

from tests.training.collection.samples import picture
from training.collection.prints import fingerprint, near_duplicates
from training.pictures import read_picture


def pairs(*pictures):
    return list(near_duplicates([fingerprint(each) for each in pictures]))


def test_a_picture_is_known_again_smaller_brighter_and_with_a_caliper():
    caliper = picture(1).copy()
    cv2.line(caliper, (60, 30), (120, 40), 255, 1)
    smaller = cv2.resize(picture(1), (120, 60), interpolation=cv2.INTER_AREA)
    brighter = cv2.convertScaleAbs(picture(1), alpha=1.1, beta=5)
    assert pairs(picture(1), smaller) == [(0, 1)]
    assert pairs(picture(1), brighter) == [(0, 1)]
    assert pairs(picture(1), caliper) == [(0, 1)]


def test_other_pictures_are_others():
    assert pairs(*(picture(seed) for seed in range(40))) == []


def test_pictures_of_one_grey_are_not_taken_for_each_other():
    assert pairs(np.zeros((100, 200), np.uint8), np.full((100, 200), 9, np.uint8)) == []


def test_no_two_real_images_of_one_scanner_are_taken_for_one(real_data):
    files = sorted((real_data / "hc18_first_trimester" / "images").glob("*.png"))
    assert pairs(*(read_picture(file) for file in files)) == []
