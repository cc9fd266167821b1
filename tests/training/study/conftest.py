"""A network that guesses, and runs of two seeds on disk."""

import pytest
import torch

from inference.engines.export import export_beside
from inference.yolact.checkpoint import ModelCard, save_checkpoint
from inference.yolact.config import light_config
from inference.yolact.model import build_yolact
from tests.training.study.images import found, image, run, true
from training.study.files import write_run

NT_BOX = (40, 50, 90, 56)


@pytest.fixture(scope="session")
def guessing_model(tmp_path_factory):
    """A network of 64 px that was never trained, knows a landmark too, and guesses."""
    torch.manual_seed(1)
    config = light_config(("cranium", "thalami", "nuchal_translucency"), 64)
    path = tmp_path_factory.mktemp("model") / "guessing.safetensors"
    save_checkpoint(path, build_yolact(config).eval(), ModelCard(name="guessing", config=config))
    export_beside(path)
    return path


@pytest.fixture(scope="session")
def two_runs(tmp_path_factory):
    """Two seeds of one model on two heads, a neck and a plane between; the second misses one."""
    facts = {"route": "transabdominal", "age_days": 87, "scanner": "A", "pixel_size_mm": 0.1}
    shared = [
        image("b.png", [true()], [found()], patient="2", **facts | {"route": "transvaginal"}),
        image(
            "c.png",
            [true("nuchal_translucency", NT_BOX)],
            [found("nuchal_translucency", (42, 50, 90, 56), 0.6)],
            view="neck",
            patient="2",
        ),
        image("d.png", view="none", called="head", patient="3"),
    ]
    right = image("a.png", [true()], [found()], patient="1", **facts)
    missed = image("a.png", [true()], [], called="none", patient="1", **facts)
    folder = tmp_path_factory.mktemp("runs")
    paths = [folder / "seed0.jsonl", folder / "seed1.jsonl"]
    write_run(run(right, *shared, seed=0), paths[0])
    write_run(run(missed, *shared, seed=1), paths[1])
    return paths
