import numpy as np
import pytest

from inference.types import Detections, Frame, pixel_crop


def detections(**fields):
    """Two structures, the second with a mask that reaches a pixel past its box."""
    boxes = np.array([[1.5, 1.0, 4.0, 3.0], [5.0, 5.0, 7.0, 6.0]], np.float32)
    masks = (np.ones((2, 3), np.uint8), np.ones((1, 2), np.uint8))
    defaults = {
        "boxes": boxes,
        "labels": np.array([0, 3]),
        "scores": np.array([0.9, 0.4], np.float32),
        "masks": masks,
        "frame_size": (8, 10),
    }
    return Detections(**defaults | fields)


def test_a_mask_lies_in_the_whole_pixels_around_its_box():
    found = detections()
    assert found.crop(0) == (1, 1, 4, 3)
    assert np.argwhere(found.full(0)).tolist() == [[y, x] for y in (1, 2) for x in (1, 2, 3)]


def test_a_mask_lies_where_its_crop_says_if_it_reaches_past_its_box():
    crops = np.array([[1, 1, 4, 3], [4, 4, 8, 7]])
    found = detections(crops=crops, masks=(np.ones((2, 3), "u1"), np.ones((3, 4), "u1")))
    assert found.crop(1) == (4, 4, 8, 7)
    assert found.full(1).sum() == 12


@pytest.mark.parametrize("keep", [np.array([False, True]), np.array([1])])
def test_all_fields_are_indexed_together(keep):
    second = detections(crops=np.array([[1, 1, 4, 3], [4, 4, 8, 7]]))[keep]
    assert len(second) == 1
    assert second.labels.tolist() == [3]
    assert second.masks[0].shape == (1, 2)
    assert second.crop(0) == (4, 4, 8, 7)


def test_nothing_is_found_in_nothing():
    assert len(Detections.none((8, 10))) == 0


@pytest.mark.parametrize(
    ("box", "crop"),
    [
        ((-3, -3, 2.1, 2.0), (0, 0, 3, 2)),
        ((9.5, 7.5, 30, 30), (9, 7, 10, 8)),
        ((20, 20, 30, 30), (9, 7, 10, 8)),
        ((-9, -9, -5, -5), (0, 0, 1, 1)),
    ],
)
def test_a_crop_is_never_empty_and_never_outside(box, crop):
    assert pixel_crop(np.array(box, np.float32), (8, 10)) == crop


def test_the_pixels_of_a_frame_cannot_be_written():
    frame = Frame(0, 0.0, np.zeros((2, 3, 3), np.uint8))
    with pytest.raises(ValueError, match="read-only"):
        frame.pixels[0] = 1
    assert (frame.height, frame.width) == (2, 3)
