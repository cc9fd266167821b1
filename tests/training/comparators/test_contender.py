"""A two-stage network through the three calls of a study."""

import pytest
import torch

from inference.yolact.checkpoint import ModelError, load_checkpoint
from training.loop import TrainingSettings
from training.sets import LabelledSet
from training.study.facts import ImageFacts
from training.study.making import KnownImage

pytestmark = pytest.mark.filterwarnings("ignore")  # Lightning's advice and its own internals
SETTINGS = TrainingSettings(steps=3, batch_size=2, looks=1, seed=3)


@pytest.mark.timeout(300)
def test_it_is_trained_and_tested(disc, tmp_path):
    from training.comparators import two_stage_contender

    name = "mask-scoring-rcnn"
    rings = [disc(x=x) for x in (110, 150)]
    contender = two_stage_contender(name, ("cranium",), 96)
    sets = [LabelledSet(tmp_path, 1.0, rings)]
    weights = contender.train(sets, rings, SETTINGS, tmp_path)
    assert contender.train(sets, rings, SETTINGS, tmp_path) == weights
    run = contender.run(weights, [KnownImage(rings[0], ImageFacts())], seed=3)
    assert (run.model, run.seed, len(run.images)) == (name, 3, 1)
    assert run.images[0].true[0].structure == "cranium"
    assert run.cost.parameters > 1e6


def test_it_is_timed(make_network, disc, tmp_path):
    from training.comparators import two_stage_contender
    from training.comparators.weights import TwoStageCard, save_two_stage

    network, path = make_network(), tmp_path / "two.safetensors"
    torch.nn.init.constant_(network.roi_heads.box_predictor.cls_score.bias[:1], 20)  # sees nothing
    save_two_stage(path, network, TwoStageCard(name="two", config=network.config))
    contender = two_stage_contender("mask-rcnn", network.config.classes, 96)
    pace = contender.measure(path, [disc()])
    assert pace.model == "mask-rcnn"
    assert pace.network > 0
    assert pace.end_to_end > 0


def test_its_weights_are_not_taken_for_yolacts(make_network, tmp_path):
    from training.comparators.weights import TwoStageCard, load_two_stage, save_two_stage

    network, path = make_network(), tmp_path / "two.safetensors"
    save_two_stage(path, network, TwoStageCard(name="two", config=network.config))
    loaded, card, _ = load_two_stage(path)
    assert card.config == network.config
    name = "roi_heads.mask_predictor.mask_fcn_logits.weight"
    assert loaded.state_dict()[name].equal(network.state_dict()[name])
    with pytest.raises(ModelError, match="carries no Fetalens model card"):
        load_checkpoint(path)


def test_a_file_that_holds_no_two_stage_network_is_refused(tmp_path):
    from training.comparators.weights import load_two_stage

    path = tmp_path / "no.safetensors"
    path.write_bytes(b"nothing")
    with pytest.raises(ModelError, match="not a safetensors file"):
        load_two_stage(path)
