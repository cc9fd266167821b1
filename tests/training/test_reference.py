"""YOLACT as published: its network, and the training of its reference implementation."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from fetalens import cli
from inference.yolact.config import reference_config
from inference.yolact.model import build_yolact
from training.loop import LAST, TrainingSettings
from training.networks import config_named
from training.reference import as_the_reference
from training.sets import LabelledSet
from training.train import YolactTraining, train

SETTINGS = as_the_reference(TrainingSettings(steps=4, batch_size=6, looks=1, seed=3))


def test_it_has_the_published_anchors_which_grow_with_the_input():
    published = config_named("resnet50-reference", ("cranium",), 550)
    assert published == reference_config("resnet50", ("cranium",))
    assert config_named("resnet101-reference", ("cranium",), 275).anchors[0][0] == (12, 12)


def test_its_optimiser_is_the_references():
    network = build_yolact(config_named("resnet50-reference", ("cranium",), 96))
    made = YolactTraining(network, SETTINGS).configure_optimizers()
    (group,) = made["optimizer"].param_groups
    assert isinstance(made["optimizer"], torch.optim.SGD)
    assert (group["initial_lr"], group["momentum"], group["weight_decay"]) == (1e-3, 0.9, 5e-4)


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore")  # Lightning's advice about workers and its own internals
def test_it_is_trained_with_momentum_and_its_last_weights_are_kept(disc, tmp_path):
    rings = [disc(x=x) for x in (110, 130, 150)]
    config = config_named("resnet50-reference", ("cranium",), 96)
    settings = replace(SETTINGS, steps=2)
    trained = train(config, [LabelledSet(Path("rings"), 1.0, rings)], rings, settings, tmp_path)
    known = torch.load(tmp_path / LAST, weights_only=False)
    (first, *_) = known["optimizer_states"][0]["state"].values()
    assert list(first) == ["momentum_buffer"]
    last = known["current_model_state"]["network.backbone.conv1.weight"]
    torch.testing.assert_close(trained.state_dict()["backbone.conv1.weight"], last)


def test_too_small_a_batch_is_refused_in_a_sentence(coco_folder, tmp_path):
    arguments = [
        *("train", "--name", "small", "--classes", "cranium", "--network", "resnet50-reference"),
        *("--data", coco_folder, "--validation", coco_folder, "--out", tmp_path / "run"),
        *("--batch", "4"),
    ]
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 1
    assert "resnet50-reference needs a batch of at least 6" in result.output
    assert not (tmp_path / "run").exists()
