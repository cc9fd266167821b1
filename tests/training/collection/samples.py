"""Images and annotations that tests put together to sets."""

import cv2
import numpy as np


def picture(seed):
    """A grey picture like no other: smooth clouds."""
    noise = np.random.default_rng(seed).uniform(0, 255, (5, 6)).astype(np.uint8)
    return cv2.resize(noise, (200, 100), interpolation=cv2.INTER_CUBIC)


def image_entry(number, view="head", **fields):
    name = f"{number}.png"
    return {
        "id": number,
        "file_name": name,
        "width": 200,
        "height": 100,
        "view": view,
        "patient_group": f"P{number}",
    } | fields


def skull(number, image, **fields):
    return {
        "id": number,
        "image_id": image,
        "category_id": 1,
        "bbox": [20, 10, 80, 60],
        "segmentation": [[20, 10, 100, 10, 100, 70, 20, 70]],
        "mask_source": "human",
    } | fields
