"""Small networks with random weights, saved as the program saves them."""

from pathlib import Path

import pytest
import torch

from inference.anatomy import load_anatomy
from inference.engines.export import export_beside
from inference.yolact.checkpoint import ModelCard, save_checkpoint
from inference.yolact.config import YolactConfig, light_config
from inference.yolact.model import Yolact, build_yolact

ALL_CLASSES = tuple(structure.id for structure in load_anatomy().structures)


@pytest.fixture(scope="session")
def small_config() -> YolactConfig:
    """A light network of 64 px for all eighteen structures."""
    config = light_config(ALL_CLASSES, image_size=64)
    return config.model_copy(update={"channels": 16})


@pytest.fixture(scope="session")
def small_network(small_config) -> Yolact:
    torch.manual_seed(0)
    return build_yolact(small_config).eval()


@pytest.fixture(scope="session")
def small_model(tmp_path_factory, small_network) -> Path:
    """The network as a .safetensors file, with its graph and parity answer beside it."""
    path = tmp_path_factory.mktemp("models") / "small.safetensors"
    save_checkpoint(path, small_network, ModelCard(name="small", config=small_network.config))
    export_beside(path)
    return path


@pytest.fixture(scope="session")
def refining_model(tmp_path_factory, small_config) -> Path:
    """The same with a head that refines masks, and already says something of them."""
    torch.manual_seed(0)
    network = build_yolact(small_config.model_copy(update={"point_features": 6})).eval()
    torch.nn.init.normal_(network.point_head.weights)
    path = tmp_path_factory.mktemp("refining") / "refining.safetensors"
    save_checkpoint(path, network, ModelCard(name="refining", config=network.config))
    export_beside(path)
    return path
