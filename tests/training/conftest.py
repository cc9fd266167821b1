import json

import cv2
import numpy as np
import pytest

from training.dataset import Instance, LabelledImage


@pytest.fixture
def disc():
    """Makes an image of a bright ring on dark ground, labelled as a cranium with its mask."""

    def make(x=150.0, y=110.0, radius=60.0, view="head", source="rings"):
        pixels = np.full((240, 320), 20, np.uint8)
        cv2.circle(pixels, (round(x), round(y)), round(radius), 220, 6)
        angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        outline = np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], axis=1)
        box = np.array([x - radius, y - radius, x + radius, y + radius], np.float32)
        ring = Instance("cranium", (outline.astype(np.float32),), box, has_mask=True)
        return LabelledImage("ring.png", source, pixels, view, (ring,), frozenset())

    return make


@pytest.fixture
def coco_folder(tmp_path):
    """A set on disk: one head with a polygon and one neck whose structure is known as a box."""
    (tmp_path / "images").mkdir()
    (tmp_path / "annotations").mkdir()
    for name in ("head.png", "neck.png"):
        cv2.imwrite(str(tmp_path / "images" / name), np.full((100, 200), 60, np.uint8))
    document = {
        "categories": [{"id": 1, "name": "cranium"}, {"id": 5, "name": "nuchal_translucency"}],
        "images": [
            {"id": 1, "file_name": "head.png", "width": 200, "height": 100, "view": "head"},
            {"id": 2, "file_name": "neck.png", "width": 200, "height": 100, "view": "neck"},
        ],
        "annotations": [
            {
                "image_id": 1,
                "category_id": 1,
                "bbox": [20, 10, 80, 60],
                "segmentation": [[20, 10, 100, 10, 100, 70, 20, 70]],
                "mask_source": "ellipse",
            },
            {
                "image_id": 2,
                "category_id": 5,
                "bbox": [50, 60, 90, 12],
                "segmentation": [[50, 60, 140, 60, 140, 72, 50, 72]],
                "mask_source": "box",
            },
        ],
    }
    path = tmp_path / "annotations" / "train.json"
    path.write_text(json.dumps(document))
    return path
