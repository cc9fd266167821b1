"""Tests of the two-stage networks, skipped by name where torchvision is not installed."""

import numpy as np
import pytest
import torch

from training.augment import Example, Target


@pytest.fixture(scope="session", autouse=True)
def torchvision():
    """What these networks are made of."""
    return pytest.importorskip("torchvision", reason="needs the extra: comparison")


@pytest.fixture(scope="session")
def make_network():
    """Makes a light network of 96 px for these classes, with random weights."""

    def make(name="mask-rcnn", classes=("cranium", "heart")):
        from training.comparators.config import two_stage_config
        from training.comparators.network import TwoStage

        torch.manual_seed(2)
        return TwoStage(two_stage_config(name, classes, 96))

    return make


@pytest.fixture
def square():
    """Makes a target that fills its box, given as fractions."""

    def make(box=(0.25, 0.25, 0.75, 0.75), class_id="cranium", has_mask=True, is_ignored=False):
        x1, y1, x2, y2 = box
        outline = np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], np.float32)
        return Target(class_id, (outline,), np.array(box, np.float32), has_mask, is_ignored)

    return make


@pytest.fixture
def example():
    """Makes an example of 96 px of speckle with these targets."""

    def make(*targets, unknown=()):
        pixels = np.random.default_rng(0).integers(0, 255, (96, 96), np.uint8)
        return Example(pixels, targets, frozenset(unknown))

    return make


@pytest.fixture
def losses_of(make_network):
    """The losses of a network on examples, the regions drawn the same each time."""

    def losses(network, *examples):
        from training.comparators.truth import two_stage_truth
        from training.train import as_images

        truths = [two_stage_truth(item, network.config.classes) for item in examples]
        torch.manual_seed(5)
        return network.train().losses(as_images(examples), truths)

    return losses
