import json

import cv2
import pytest

from phantom.coco import category_ids
from tests.training.collection.samples import picture


@pytest.fixture
def write_set(tmp_path):
    """Writes a data set: a COCO file, and a picture of its own for every image of a whole entry."""

    def write(images, annotations, name="train.json", folder="set", **lists):
        root = tmp_path / folder
        (root / "images").mkdir(parents=True, exist_ok=True)
        (root / "annotations").mkdir(exist_ok=True)
        for image in images:
            cv2.imwrite(str(root / "images" / image["file_name"]), picture(image.get("id", 0)))
        categories = [{"id": i, "name": name} for name, i in category_ids().items()]
        document = {"categories": categories, "images": images, "annotations": annotations} | lists
        path = root / "annotations" / name
        path.write_text(json.dumps(document), "utf-8")
        return path

    return write
