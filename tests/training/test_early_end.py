"""A training that its validation images end before its steps are done."""

from pathlib import Path

import pytest
import torch

from inference.yolact.config import light_config
from training.loop import TrainingSettings, averaged_weights, usual_looks
from training.sets import LabelledSet
from training.train import train

SETTINGS = TrainingSettings(steps=12, batch_size=2, looks=12, patience=2, seed=3)


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore")  # Lightning's advice about workers and its own internals
def test_a_training_that_gets_no_better_stops_and_keeps_the_best(disc, tmp_path):
    rings = [disc(x=x) for x in (110, 150)]
    too_small_to_be_found = [disc(radius=2)]
    sets = [LabelledSet(Path("rings"), 1.0, rings)]
    config = light_config(("cranium",), 96)
    kept = train(config, sets, too_small_to_be_found, SETTINGS, tmp_path).state_dict()
    best, end = (
        torch.load(tmp_path / f"{name}.ckpt", weights_only=False)["global_step"]
        for name in ("best", "end")
    )
    assert (best, end) == (1, 1 + SETTINGS.patience)
    known = averaged_weights(tmp_path / "best.ckpt")
    assert [name for name in kept if not torch.equal(kept[name], known[name])] == []


def test_a_short_training_looks_seldom_as_a_look_takes_as_long_as_many_steps():
    assert [usual_looks(steps) for steps in (3, 150, 40000)] == [1, 5, 15]
