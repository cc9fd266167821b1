"""Two machines that train together, as GPU.md starts them: here two processes on this one."""

import os
import socket
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import lightning as L
import pytest
import torch

from inference.yolact.config import light_config
from training.examples import ExampleRow
from training.loop import TrainingData, TrainingSettings, fit
from training.sets import LabelledSet
from training.train import YolactTraining, initialised

CONFIG = light_config(("cranium",), 96)
SETTINGS = TrainingSettings(steps=3, batch_size=2, looks=1, seed=3, nodes=2)


class Witness(YolactTraining):
    """Keeps what it was shown."""

    def losses(self, examples):
        self.shown = [*getattr(self, "shown", []), *(example.pixels for example in examples)]
        return super().losses(examples)


def train_as(rank, port, images, out):
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "NODE_RANK": str(rank)}
    L.seed_everything(rank)  # each begins with other weights, and takes those of the first
    training = Witness(initialised(CONFIG), SETTINGS)
    sets = [LabelledSet(Path("rings"), 1.0, images)]
    rows = TrainingData(sets, images, CONFIG.image_size, SETTINGS)
    fit(training, rows, SETTINGS, out, is_begun=False)
    weights = dict(training.network.named_parameters())
    torch.save({"shown": training.shown, "weights": weights}, out / f"{rank}.pt")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.timeout(400)
@pytest.mark.filterwarnings("ignore")  # Lightning's advice about workers and its own internals
def test_two_machines_train_one_network_and_each_step_sees_the_examples_of_both(disc, tmp_path):
    empty = replace(disc(), instances=())  # a machine may be shown nothing but background
    images = [disc(x=110), disc(x=150), empty]
    port = free_port()
    machines = [
        get_context("spawn").Process(target=train_as, args=(rank, port, images, tmp_path))
        for rank in range(2)
    ]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()
    assert [machine.exitcode for machine in machines] == [0, 0]
    one, other = (torch.load(tmp_path / f"{rank}.pt", weights_only=False) for rank in range(2))
    differing = [
        name for name, value in one["weights"].items() if not value.equal(other["weights"][name])
    ]
    assert differing == []
    row = ExampleRow([LabelledSet(Path("rings"), 1.0, images)], 96, SETTINGS.seed, 12)
    together = [one["shown"][:2], other["shown"][:2], one["shown"][2:4], other["shown"][2:4]]
    in_order = [pixels for part in together for pixels in part]
    assert all((row[i].pixels == pixels).all() for i, pixels in enumerate(in_order))
    assert len(one["shown"]) == len(other["shown"]) == SETTINGS.steps * SETTINGS.batch_size
