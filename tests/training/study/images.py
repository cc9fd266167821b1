"""Small study images: rectangles on a picture of 80 x 100 pixels."""

import numpy as np

from training.mask_runs import MaskRuns
from training.study.stored import FoundInstance, StudyImage, StudyRun, TrueInstance

HEIGHT, WIDTH = 80, 100
CRANIUM = (20, 10, 60, 50)


def rectangle(box):
    x1, y1, x2, y2 = box
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[y1:y2, x1:x2] = True
    return MaskRuns.of(mask)


def true(structure="cranium", box=CRANIUM, *, has_mask=True):
    return TrueInstance(
        structure=structure, box=box, mask=rectangle(box) if has_mask else None
    )  # fmt: skip


def found(structure="cranium", box=CRANIUM, score=0.9):
    return FoundInstance(structure=structure, box=box, mask=rectangle(box), score=score)


def image(name="a.png", true=(), found=(), view="head", **facts):
    usual = {
        "source": "rectangles",
        "height": HEIGHT,
        "width": WIDTH,
        "patient": None,
        "route": None,
        "age_days": None,
        "scanner": None,
        "pixel_size_mm": None,
        "unknown": (),
        "called": view,
    }
    return StudyImage(name=name, view=view, true=true, found=found, **(usual | facts))


def run(*images, model="small", seed=0):
    return StudyRun(model=model, model_hash="0" * 64, seed=seed, images=images)
