import pytest
import torch

from inference.rules import Rules
from inference.yolact.config import light_config, reference_config, ultrasound_config, with_p2
from inference.yolact.model import build_yolact
from training.calibrate import _best_f1, _reached_by_most, calibrated_rules
from training.dataset import DatasetError
from training.loop import TrainingSettings
from training.sets import LabelledSet, load_sets, taught_views
from training.train import begun_from, initialised, train


@pytest.fixture(scope="module")
def settings():
    return TrainingSettings(steps=6, batch_size=2, looks=2, seed=3)


@pytest.mark.filterwarnings("ignore")  # Lightning's advice about workers and its own internals
def test_a_short_training_leaves_weights_a_log_and_a_network_that_can_be_calibrated(
    disc, settings, tmp_path
):
    rings = [disc(x=x) for x in (110, 130, 150, 170)]
    config = light_config(("cranium",), 128)
    network = train(config, [LabelledSet(tmp_path, 1.0, rings)], rings, settings, tmp_path)
    assert not network.training
    assert (tmp_path / "last.ckpt").exists()
    assert any((tmp_path / "log").glob("events*"))
    rules = calibrated_rules(network, rings, Rules())
    assert 0 < rules.scores["cranium"] < 1


def test_a_share_stands_behind_an_equals_sign(coco_folder):
    (one,) = load_sets([f"{coco_folder}=0.25"], ["cranium"])
    assert one.share == 0.25
    assert [len(image.instances) for image in one.images] == [1, 0]


def test_a_view_is_taught_by_an_image_that_shows_what_defines_it(coco_folder):
    both = load_sets([str(coco_folder)], ["cranium", "nuchal_translucency"])
    heads = load_sets([str(coco_folder)], ["cranium"])
    assert taught_views(both) == ("head", "neck")
    assert taught_views(heads) == ("head",)


def test_a_share_of_nothing_is_refused(coco_folder):
    with pytest.raises(DatasetError, match="greater than 0"):
        load_sets([f"{coco_folder}=0"], ["cranium"])


def test_a_text_file_named_json_is_one_sentence(tmp_path):
    path = tmp_path / "set.json"
    path.write_text("not json")
    with pytest.raises(DatasetError, match="missing or not JSON"):
        load_sets([str(path)], ["cranium"])


def test_a_training_begins_from_weights_that_know_other_classes():
    public = build_yolact(light_config(("cat", "dog"), 128))
    network = begun_from(public, light_config(("cranium",), 128))
    assert network.config.classes == ("cranium",)
    stem = "backbone.stem.0.weight"
    assert network.state_dict()[stem].equal(public.state_dict()[stem])
    assert network.head.classes.out_channels == 5


def test_what_a_class_was_taught_goes_along_by_name():
    taught = build_yolact(light_config(("palate", "cranium"), 128))
    network = begun_from(taught, light_config(("cranium", "spine"), 128))
    rows = network.head.classes.weight.unflatten(0, (5, 2))
    assert rows[:, 0].equal(taught.head.classes.weight.unflatten(0, (5, 2))[:, 1])
    assert not rows[:, 1].equal(taught.head.classes.weight.unflatten(0, (5, 2))[:, 0])
    assert network.semantic.bias[0] == taught.semantic.bias[1]


def test_a_training_with_refined_masks_begins_with_the_masks_of_its_start():
    start = light_config(("cranium",), 96)
    refining = start.model_copy(update={"point_features": 4})
    coarser = refining.model_copy(update={"prototype_stride": 4})
    plain = build_yolact(start).eval()
    taught, elsewhere = build_yolact(refining), build_yolact(coarser)
    for network in (taught, elsewhere):
        torch.nn.init.normal_(network.point_head.weights)
    begun = begun_from(plain, refining).eval()
    with torch.inference_mode():
        before, after = plain(torch.zeros(1, 3, 96, 96)), begun(torch.zeros(1, 3, 96, 96))
    torch.testing.assert_close(after[:4], before[:4])
    assert (begun.point_head.weights[..., -1] == 0).all()
    assert begun_from(taught, refining).point_head.weights.equal(taught.point_head.weights)
    assert (begun_from(elsewhere, refining).point_head.weights[..., -1] == 0).all()


def test_a_training_with_another_head_begins_without_what_the_classes_were_taught():
    reference = build_yolact(reference_config("resnet50", ("cranium",), 138))
    network = begun_from(reference, ultrasound_config("resnet50", ("cranium",), 138))
    assert network.head.classes.out_channels == 5 * 2
    assert network.pyramid.lateral[0].weight.equal(reference.pyramid.lateral[0].weight)


def test_the_threshold_stands_in_the_middle_of_equally_good_ones():
    right = [(0.9, True)] * 50 + [(0.3, False)] * 50
    assert _best_f1(right, truths=50) == pytest.approx(0.6, abs=0.02)


def test_the_skulls_threshold_is_what_nearly_all_true_skulls_reach():
    true, false = [(score / 100, True) for score in range(50, 101)], [(0.99, False)] * 50
    assert _reached_by_most(true + false) == pytest.approx(0.51, abs=0.005)


@pytest.mark.parametrize(
    "option",
    [
        lambda config: config.model_copy(update={"point_features": 8}),
        lambda config: config.model_copy(update={"prototype_stride": 4}),
        with_p2,
    ],
)
def test_what_a_network_shares_with_one_of_another_option_begins_the_same(option):
    plain = light_config(("cranium", "midline_falx"), 96)
    torch.manual_seed(4)
    begun = initialised(plain).state_dict()
    torch.manual_seed(4)
    other = initialised(option(plain)).state_dict()
    shared = [name for name in begun if name in other and begun[name].shape == other[name].shape]
    assert len(shared) > 0.95 * len(begun)
    assert [name for name in shared if not torch.equal(begun[name], other[name])] == []


def test_another_seed_begins_another_network():
    config = light_config(("cranium",), 96)
    torch.manual_seed(4)
    begun = initialised(config).head.boxes.weight
    torch.manual_seed(5)
    assert not torch.equal(begun, initialised(config).head.boxes.weight)
