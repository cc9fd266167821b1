import shutil

import pytest
from typer.testing import CliRunner

from fetalens import cli
from inference.analyzer import SHIPPED_MODEL
from inference.rules import Rules
from inference.yolact.checkpoint import ModelCard, read_card, save_checkpoint
from inference.yolact.config import light_config
from inference.yolact.model import build_yolact
from phantom import generate_dataset


@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore")  # Lightning's advice about workers and its own internals
def test_weights_that_go_on_from_others_name_whom_those_learnt_from(coco_folder, tmp_path):
    config = light_config(("cranium",))
    start = tmp_path / "start.safetensors"
    card = ModelCard(name="start", config=config, licence="CC BY 4.0", attribution="A hospital")
    save_checkpoint(start, build_yolact(config), card)
    arguments = [
        *("train", "--name", "more", "--classes", "cranium,nuchal_translucency"),
        *("--data", coco_folder, "--validation", coco_folder, "--out", tmp_path / "run"),
        *("--steps", "1", "--batch", "1", "--start", start),
    ]
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    trained = read_card(tmp_path / "run" / "more.safetensors")
    assert (trained.licence, trained.attribution) == ("CC BY 4.0", "A hospital")
    assert trained.views == ("head", "neck")


def test_anchors_are_not_fitted_to_a_box_or_two(coco_folder, tmp_path):
    arguments = [
        *("train", "--name", "few", "--classes", "cranium,nuchal_translucency", "--fit-anchors"),
        *("--data", coco_folder, "--validation", coco_folder, "--out", tmp_path / "run"),
    ]
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 1
    assert "20 anchors cannot be fitted to boxes of 2 sizes" in result.output


def test_validation_images_that_show_nothing_of_it_are_refused(coco_folder, tmp_path):
    arguments = [
        *("train", "--name", "blind", "--classes", "spine"),
        *("--data", coco_folder, "--validation", coco_folder, "--out", tmp_path / "run"),
    ]
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 1
    assert "No validation image shows any of spine" in result.output
    assert not (tmp_path / "run").exists()


def command(*arguments):
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


@pytest.fixture
def weights(tmp_path):
    """Untrained, of a file that says what it was calibrated to before."""
    config = light_config(("cranium",), 128)
    path = tmp_path / "small.safetensors"
    card = ModelCard(name="small", config=config, rules=Rules(temperature=1.42))
    save_checkpoint(path, build_yolact(config), card)
    return path


def test_the_card_says_the_temperature(weights):
    assert "Temperature of confidence: 1.420." in command("model", "card", "--model", weights)


def test_images_that_say_nothing_of_it_leave_scores_without_a_temperature(weights, coco_folder):
    said = command("model", "calibrate", weights, "--data", coco_folder)
    assert "Temperature of confidence: not fitted." in said
    assert read_card(weights).rules.temperature == 1.0
    assert "Temperature of confidence: not fitted." in command("model", "card", "--model", weights)


def test_what_calls_a_view_is_learnt_from_sets_by_their_shares(weights, coco_folder):
    heads = coco_folder.with_name("heads.json")
    heads.write_text(coco_folder.read_text("utf-8").replace('"neck"', '"head"'), "utf-8")
    leanings = []
    for share in (0.2, 5):
        sets = ("--views", coco_folder, "--views", f"{heads}={share}")
        command("model", "calibrate", weights, "--data", coco_folder, *sets)
        views = read_card(weights).rules.view_weights
        assert views.keys() == {"head", "neck", "none"}
        assert {"cranium", "cranium@P3", "bias"} <= views["head"].keys()
        leanings.append(views["head"]["bias"] - views["neck"]["bias"])
    assert leanings[0] < leanings[1]


@pytest.mark.timeout(120)
def test_what_lies_beside_limbs_is_learnt_and_stored(tmp_path):
    pictures = generate_dataset(tmp_path / "limbs", count=6, seed=11, view_mix={"extremity": 1.0})
    weights = tmp_path / "mine.safetensors"
    shutil.copy(SHIPPED_MODEL, weights)
    said = command("model", "context", weights, "--data", pictures)
    assert "run fetalens model calibrate" in said
    rules = read_card(weights).rules
    assert rules.context.classes == ("upper_arm", "forearm", "hand", "thigh", "calf", "foot")
    before = read_card(SHIPPED_MODEL).rules
    assert rules.model_copy(update={"context": before.context}) == before
