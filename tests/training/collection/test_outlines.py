import cv2
import numpy as np
import pytest
from pycocotools import mask as coco_mask

from phantom.coco import run_lengths
from training.collection.outlines import mask_polygons, outline_fault, polygons_of
from training.collection.records import AnnotationRecord
from training.dataset import DatasetError


def annotation(segmentation):
    return AnnotationRecord(
        id=1,
        image_id=1,
        category_id=1,
        bbox=(0, 0, 10, 10),
        segmentation=segmentation,
        mask_source="human",
    )


def blob():
    mask = np.zeros((120, 160), np.uint8)
    cv2.ellipse(mask, (70, 60), (50, 30), 25, 0, 360, 1, -1)
    return mask


def filled(polygons, mask):
    runs = coco_mask.frPyObjects(polygons, *mask.shape)
    return coco_mask.decode(coco_mask.merge(runs))


def test_a_mask_becomes_polygons_and_again_a_mask_within_a_pixel():
    mask = blob()
    again = filled(polygons_of(annotation(run_lengths(mask))), mask)
    inner, outer = cv2.erode(mask, np.ones((3, 3))), cv2.dilate(mask, np.ones((3, 3)))
    assert np.all(inner <= again)
    assert np.all(again <= outer)


def test_uncompressed_run_lengths_are_read_too():
    (polygon,) = polygons_of(annotation({"size": [4, 5], "counts": [5, 2, 2, 2, 9]}))
    assert np.reshape(polygon, (-1, 2)).min(axis=0).tolist() == pytest.approx([1.2, 1.2])


def test_a_line_one_pixel_wide_stays():
    mask = np.zeros((20, 30), np.uint8)
    mask[10, 5:25] = 1
    assert cv2.contourArea(np.array(mask_polygons(mask)[0], np.float32).reshape(-1, 2)) > 5


def test_a_mask_in_two_parts_is_two_polygons():
    mask = np.zeros((20, 30), np.uint8)
    mask[2:8, 2:8] = mask[12:18, 12:18] = 1
    assert len(mask_polygons(mask)) == 2


def test_run_lengths_as_pycocotools_writes_them_are_sound():
    assert outline_fault(annotation(run_lengths(blob())), 160, 120) is None


def test_run_lengths_that_do_not_add_up_are_never_decoded():
    with pytest.raises(DatasetError, match="do not fill the mask's size"):
        polygons_of(annotation({"size": [120, 160], "counts": "5"}))
