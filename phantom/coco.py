"""Ground truth in the words of COCO: categories, annotations, masks as run lengths."""

from functools import lru_cache
from typing import Any

import numpy as np
from pycocotools import mask as coco_mask

from inference.anatomy import load_anatomy
from phantom.observe import Instance, Mask

FIRST_LANDMARK_ID = 101


@lru_cache(maxsize=1)
def category_ids() -> dict[str, int]:
    """COCO category of every structure (from 1) and landmark (from 101)."""
    anatomy = load_anatomy()
    ids = {structure.id: structure.index + 1 for structure in anatomy.structures}
    return ids | {mark.id: FIRST_LANDMARK_ID + i for i, mark in enumerate(anatomy.landmarks)}


def annotation(instance: Instance) -> dict[str, Any]:
    """One instance with its mask as compressed run lengths."""
    x1, y1, x2, y2 = instance.box
    return {
        "category_id": category_ids()[instance.structure],
        "segmentation": run_lengths(instance.mask),
        "bbox": [x1, y1, x2 - x1, y2 - y1],
        "area": float(instance.mask.sum()),
        "iscrowd": 0,
        "mask_source": "phantom",
        "side": instance.side,
        "visible_fraction": round(instance.visible_fraction, 3),
    }


def run_lengths(mask: Mask) -> dict[str, Any]:
    """A mask as COCO's compressed run lengths."""
    encoded = coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))
    return {"size": encoded["size"], "counts": encoded["counts"].decode("ascii")}
