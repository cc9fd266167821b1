"""A small network that finds a great deal in anything, saved as the program saves its own."""

from pathlib import Path

import torch

from inference.anatomy import load_anatomy
from inference.engines.export import export_beside
from inference.rules import Rules
from inference.yolact.checkpoint import ModelCard, save_checkpoint
from inference.yolact.config import light_config
from inference.yolact.model import build_yolact

BELIEVE_ALL = Rules(
    min_score=0.3, scores={}, skull_fill=0.0, skull_aspect=100.0, neck_score=0.3, neck_count=1
)


def save_eager_model(folder: Path, rules: Rules = BELIEVE_ALL) -> Path:
    """eager.safetensors with its graph, of random weights and 64 px, its rules easily convinced."""
    torch.manual_seed(3)
    classes = tuple(structure.id for structure in load_anatomy().structures)
    config = light_config(classes, image_size=64).model_copy(update={"channels": 16})
    network = build_yolact(config).eval()
    with torch.no_grad():
        network.head.classes.weight.mul_(100)
        network.head.classes.bias.fill_(2.0)
    path = folder / "eager.safetensors"
    save_checkpoint(path, network, ModelCard(name="eager", config=config, rules=rules))
    export_beside(path)
    return path
