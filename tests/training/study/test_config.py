import tomllib

import pytest

import resources
from training.collection.splits import SEEDS
from training.dataset import DatasetError
from training.study.config import StudyConfig, load_config

LIGHT = "[contenders.light]\nsteps = 4\nimage_size = 96\n"
RIVAL = "[contenders.mask-rcnn]\nsteps = 4\nimage_size = 96\n"
REFERENCE = "[contenders.resnet50-reference]\nsteps = 4\nimage_size = 96\nbatch = 5\n"
PHANTOM = "[phantom]\ncount = 66\n"


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "study.toml"
        path.write_text(text)
        return path

    return write


def test_a_study_says_little_and_the_protocol_says_the_rest(written):
    study = load_config(written(PHANTOM + LIGHT))
    assert (study.seeds, study.split) == (SEEDS, "patient")
    assert study.contenders["light"].batch == 8


def test_the_main_contender_stands_first(written):
    rival = "[contenders.resnet50]\nsteps = 4\nimage_size = 96\n"
    study = load_config(written('main = "resnet50"\n' + PHANTOM + LIGHT + rival))
    assert list(study.in_order) == ["resnet50", "light"]


def test_data_lie_relative_to_the_file(written, coco_folder):
    path = written('data = ["annotations/train.json"]\n' + LIGHT)
    assert load_config(path).data == (coco_folder,)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("not = [toml", r"study.toml is not TOML \(.*Correct it"),
        ("colour = 3\n" + PHANTOM + LIGHT, "study.toml: colour: Extra inputs are not permitted"),
        (PHANTOM + "[contenders.yolo]\nsteps = 4\nimage_size = 96\n", "contenders.yolo.*'light'"),
        (PHANTOM + LIGHT.replace("4", "0"), "contenders.light.steps: .*greater than or equal to 1"),
        (PHANTOM + "[contenders]\n", "contenders: Dictionary should have at least 1 item"),
        ("[phantom]\ncount = 0\n" + LIGHT, "phantom.count: .*greater than or equal to 1"),
        (LIGHT, "name data, or a phantom with its count"),
        ("seeds = [1, 1]\n" + PHANTOM + LIGHT, "a seed is there twice"),
        ('main = "resnet50"\n' + PHANTOM + LIGHT, "none of the contenders"),
        ('data = ["no.json"]\n' + LIGHT, "no.json, and there is no such file"),
        (PHANTOM + REFERENCE, "resnet50-reference needs a batch of at least 6"),
        (PHANTOM + LIGHT + 'start = "no.safetensors"\n', "no.safetensors, and there is no such"),
        (PHANTOM + RIVAL + 'start = "a.safetensors"\n', "mask-rcnn cannot begin from weights of"),
    ],
)
def test_what_is_wrong_with_a_study_is_told_in_a_sentence(written, text, sentence):
    with pytest.raises(DatasetError, match=sentence):
        load_config(written(text))


def test_a_study_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(DatasetError, match=r"none.toml cannot be read"):
        load_config(tmp_path / "none.toml")


def test_weights_to_begin_with_lie_relative_to_the_file_and_are_known_by_their_hash(
    written, tmp_path
):
    path = written(PHANTOM + LIGHT + 'start = "mine.safetensors"\n')
    weights = tmp_path / "mine.safetensors"
    weights.write_bytes(b"weights")
    light = load_config(path).contenders["light"]
    assert light.start == weights
    noted = light.noted()
    weights.write_bytes(b"others")
    assert light.noted() != noted


@pytest.mark.parametrize("name", ["demo", "comparison", "full"])
def test_the_studies_that_ship_are_understood(name):
    text = (resources.ROOT / "study" / f"{name}.toml").read_text("utf-8")
    assert StudyConfig.model_validate(tomllib.loads(text)).in_order
