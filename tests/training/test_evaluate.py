import json

import numpy as np
import pytest
import torch

from inference.engines.export import export_beside
from inference.yolact.checkpoint import ModelCard, save_checkpoint
from inference.yolact.config import light_config
from inference.yolact.model import build_yolact
from tests.app.video.numbered import write_clip
from training.dataset import DatasetError
from training.evaluate import evaluate
from training.sets import load_images

CLASSES = ("cranium", "nuchal_translucency")


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A network of 64 px that was never trained and says nothing."""
    torch.manual_seed(1)
    config = light_config(CLASSES, 64)
    network = build_yolact(config).eval()
    torch.nn.init.constant_(network.head.classes.get_parameter("bias"), -6.0)
    path = tmp_path_factory.mktemp("model") / "silent.safetensors"
    save_checkpoint(path, network, ModelCard(name="silent", config=config))
    export_beside(path)
    return path


def test_a_silent_network_has_no_ap_no_view_and_no_false_overlay(model, coco_folder, tmp_path):
    clip = write_clip(tmp_path / "adult.mp4", frames=12)
    result = evaluate(model, [coco_folder], [clip])
    assert result.precisions["cranium"].box_50 == 0
    assert result.views == {("head", "none"): 1, ("neck", "none"): 1}
    assert result.view_accuracy == 0
    assert result.false_overlays[0].frames == 12
    assert result.false_overlays[0].per_frame == 0


def test_a_class_known_as_a_box_gets_a_box_figure_alone(model, coco_folder):
    result = evaluate(model, [coco_folder], [])
    assert result.precisions["cranium"].mask_50 is not None
    assert result.precisions["nuchal_translucency"].mask_50 is None
    assert len(result.uncalipered) == 2


def test_without_any_truth_there_is_no_mean(model, coco_folder):
    document = json.loads(coco_folder.read_text())
    coco_folder.write_text(json.dumps(document | {"annotations": []}))
    result = evaluate(model, [coco_folder], [])
    assert result.mean_box_50 is None
    assert result.to_json()["mean_box_50"] is None


def test_the_figures_are_plain_json(model, coco_folder):
    document = json.loads(json.dumps(evaluate(model, [coco_folder], []).to_json()))
    assert document["precisions"]["cranium"]["instances"] == 1
    assert {entry["true"] for entry in document["views"]} == {"head", "neck"}


def test_a_clip_with_boxes_has_a_truth_for_every_frame(tmp_path):
    write_clip(tmp_path / "walk.mp4", frames=4)
    box = {"category": "palate", "bbox": [10, 20, 30, 8]}
    frames = [{"frame": i, "view": "neck", "boxes": [box]} for i in range(4)]
    truth = tmp_path / "walk.frames.json"
    truth.write_text(json.dumps({"frames": frames}))
    images = load_images(truth)
    assert len(images) == 4
    np.testing.assert_array_equal(images[3].instances[0].box, [10, 20, 40, 28])
    assert "nasal_bone" in images[0].unknown


def test_boxes_of_another_clip_are_refused(tmp_path):
    write_clip(tmp_path / "walk.mp4", frames=4)
    truth = tmp_path / "walk.frames.json"
    truth.write_text('{"frames": []}')
    with pytest.raises(DatasetError, match="has 4 frames, but"):
        load_images(truth)
