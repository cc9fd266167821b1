"""A training that is killed and started again ends as one that nothing befell."""

import json
import os
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
import torch

from inference.rules import Rules
from inference.yolact.config import light_config
from training.dataset import DatasetError
from training.loop import LAST, TrainingSettings, claim
from training.sets import LabelledSet
from training.train import train

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # Lightning's advice about workers and its own internals
    pytest.mark.timeout(300),
]
CONFIG = light_config(("cranium",), 128)
SETTINGS = TrainingSettings(steps=8, batch_size=2, looks=2, seed=3)


class Outage(list):
    """Validation images that, when they are first looked at, turn out to be a power cut."""

    def __getitem__(self, index):
        os._exit(9)


def run(images, validation, out, settings=SETTINGS):
    return train(CONFIG, [LabelledSet(Path("rings"), 1.0, images)], validation, settings, out)


def run_into_an_outage(images, out):
    run(images, Outage(images), out)


@pytest.fixture
def rings(disc):
    return [disc(x=x) for x in (110, 130, 150, 170)]


def test_after_a_kill_the_same_weights_come_out(rings, tmp_path):
    unbroken = run(rings, rings, tmp_path / "unbroken").state_dict()
    broken = tmp_path / "broken"
    child = get_context("spawn").Process(target=run_into_an_outage, args=(rings, broken))
    child.start()
    child.join()
    assert child.exitcode == 9
    assert torch.load(broken / LAST, weights_only=False)["global_step"] < SETTINGS.steps
    resumed = run(rings, rings, broken).state_dict()
    assert [name for name in unbroken if not torch.equal(unbroken[name], resumed[name])] == []


def test_a_folder_that_holds_another_training_is_refused(rings, tmp_path):
    run(rings, rings, tmp_path)
    with pytest.raises(DatasetError, match="holds another training"):
        run(rings, rings, tmp_path, replace(SETTINGS, steps=9))


def test_two_batches_make_one_step(rings, tmp_path):
    settings = replace(SETTINGS, steps=2, accumulate=2)
    run(rings, rings, tmp_path, settings)
    assert torch.load(tmp_path / LAST, weights_only=False)["global_step"] == 2


def test_a_training_that_an_older_version_began_goes_on(tmp_path):
    assert not claim(tmp_path, CONFIG, [], SETTINGS)
    (tmp_path / LAST).touch()
    note = tmp_path / "training.json"
    known = json.loads(note.read_text())
    del known["settings"]["boundary_share"], known["config"]["finest_level"]
    note.write_text(json.dumps(known))
    assert claim(tmp_path, CONFIG, [], SETTINGS)


def test_a_folder_of_another_kind_of_network_is_refused(tmp_path):
    claim(tmp_path, CONFIG, [], SETTINGS)
    (tmp_path / LAST).touch()
    with pytest.raises(DatasetError, match="holds another training"):
        claim(tmp_path, Rules(), [], SETTINGS)
