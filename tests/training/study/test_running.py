"""A whole study, as small as can be: two seeds, four steps each, sixteen pictures."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from fetalens import cli
from inference.errors import ToldError
from inference.yolact.checkpoint import load_checkpoint, read_card
from training.dataset import DatasetError
from training.study.cohort import load_cohort
from training.study.comparison import read_measured
from training.study.config import ContenderSettings, load_config
from training.study.contenders import contender_named
from training.study.files import read_run
from training.study.running import run_study
from training.study.spreading import over_ray
from training.study.trial import Trial, carry_out

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # Lightning's advice and its own internals
    pytest.mark.timeout(300),  # half a minute where nothing else runs
]
STUDY = """
seeds = [0, 1]
phantom = { count = 16, seed = 3, clip_s = 1 }
contenders.light = { steps = 4, batch = 2, image_size = 96 }
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = tmp_path_factory.mktemp("config") / "study.toml"
    path.write_text(STUDY)
    return path


@pytest.fixture(scope="module")
def studied(config, tmp_path_factory):
    """The folder of a study that is done, and what was said on the way."""
    out = tmp_path_factory.mktemp("study")
    arguments = ["study", "run", "--config", config, "--out", out, "--split", "image"]
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return out, result.stdout


@pytest.fixture(scope="module")
def cohort(studied):
    return load_cohort((studied[0] / "data").glob("*/annotations/*.json"))


def again(config, out):
    study = load_config(config).model_copy(update={"split": "image"})
    said = []
    run_study(study, out, said.append)
    return said


def run_of(out, seed):
    return out / "trainings" / "light" / f"seed{seed}" / f"light-seed{seed}.jsonl"


def contents(folder):
    return {path: path.read_bytes() for path in sorted(folder.iterdir())}


def test_one_command_trains_tests_times_and_reports(studied):
    out, said = studied
    runs = [read_run(run_of(out, seed)) for seed in (0, 1)]
    assert [run.seed for run in runs] == [0, 1]
    assert runs[0].images[0].patient.startswith("phantom-3-")
    (pace,) = read_measured(out / "trainings" / "light" / "pace.json")
    assert min(pace.network, pace.end_to_end) > 0
    (clip,) = json.loads((out / "report" / "study-clips.json").read_text())["rows"]
    assert (clip["clip"], clip["frames"]) == ("light", 10)
    page = (out / "report" / "report.html").read_text()
    assert "Split by image, as the reference study did" in page
    assert "light, seed 1: training 2 of 2" in said


def test_a_study_that_was_broken_off_goes_on_and_ends_the_same(studied, config):
    out, _ = studied
    run, report = run_of(out, 1).read_bytes(), contents(out / "report")
    shutil.rmtree(run_of(out, 1).parent)
    said = again(config, out)
    assert "1 of 2 trainings are done already." in said
    assert "light, seed 1: training 1 of 1 ..." in said
    assert run_of(out, 1).read_bytes() == run
    assert contents(out / "report") == report


def test_a_view_is_called_by_what_the_validation_images_teach(studied):
    card = read_card(run_of(studied[0], 0).with_name("light.safetensors"))
    assert set(card.rules.view_weights) >= {"none"}


def test_a_contender_can_begin_from_weights_of_ours(guessing_model, cohort, tmp_path):
    settings = ContenderSettings(steps=1, batch=1, image_size=96, start=guessing_model)
    trial = Trial("light", settings, 0, "image", tmp_path)
    carry_out(trial, cohort)
    begun = load_checkpoint(guessing_model).network.state_dict()
    ended = load_checkpoint(trial.folder / "light.safetensors").network.state_dict()
    name = "backbone.stem.0.weight"
    assert (ended[name] - begun[name]).abs().max() < 0.01  # one step away
    assert "begun from guessing" in read_card(trial.folder / "light.safetensors").card


def test_another_study_is_refused_the_folder(studied, config):
    with pytest.raises(DatasetError, match="holds another study"):
        run_study(load_config(config), studied[0], print)


def test_two_workers_of_a_cluster_train_the_same_way(cohort, config, tmp_path):
    settings = load_config(config).contenders["light"]
    trials = [Trial("light", settings, seed, "image", tmp_path) for seed in (0, 1)]
    done = list(over_ray(carry_out, trials, cohort, "local"))
    assert {trial.seed for trial in done} == {0, 1}
    assert [len(read_run(trial.run_file).images) for trial in done] == [1, 1]


def test_a_cluster_that_is_not_there_is_told_in_a_sentence():
    with pytest.raises(DatasetError, match="No Ray cluster answers at 127.0.0.1:1"):
        list(over_ray(carry_out, [], None, "127.0.0.1:1"))


def test_a_contender_that_needs_an_extra_names_it():
    with pytest.raises(ToldError, match=r"pip install 'fetalens\[comparison\]'"):
        contender_named("mask-rcnn", ("cranium",), 96)
