"""A disk that is full, for which a limit on the size of files stands in."""

from contextlib import contextmanager

import pytest
import torch

from inference.yolact.config import light_config
from training.dataset import DatasetError
from training.loop import TrainingSettings
from training.saving import WholeCheckpoints
from training.sets import LabelledSet
from training.train import train

resource = pytest.importorskip("resource")


@contextmanager
def full_disk():
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_the_former_checkpoint_stays_whole(tmp_path):
    path = tmp_path / "last.ckpt"
    WholeCheckpoints().save_checkpoint({"step": 1}, path)
    larger = {"step": 2, "weights": torch.zeros(1_000_000)}
    with full_disk(), pytest.raises(DatasetError, match="no space left: free some"):
        WholeCheckpoints().save_checkpoint(larger, path)
    assert torch.load(path, weights_only=True) == {"step": 1}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.filterwarnings("ignore")  # Lightning's advice about workers and its own internals
def test_a_training_on_a_full_disk_ends_in_a_sentence(disc, tmp_path):
    rings = [LabelledSet(tmp_path, 1.0, [disc()])]
    settings = TrainingSettings(steps=2, batch_size=1)
    with full_disk(), pytest.raises(DatasetError, match="no space left: free some"):
        train(light_config(("cranium",), 128), rings, [disc()], settings, tmp_path)


@pytest.mark.filterwarnings("ignore")  # Lightning's advice about workers and its own internals
def test_a_training_that_had_ended_gives_the_same_weights_again(disc, tmp_path):
    rings = [LabelledSet(tmp_path, 1.0, [disc()])]
    config, settings = light_config(("cranium",), 128), TrainingSettings(steps=2, batch_size=1)
    ended = train(config, rings, [disc()], settings, tmp_path).state_dict()
    again = train(config, rings, [disc()], settings, tmp_path).state_dict()
    assert [name for name in ended if not torch.equal(ended[name], again[name])] == []
