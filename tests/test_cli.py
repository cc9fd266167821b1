"""The command line as a person meets it: exit codes and single sentences."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from fetalens import cli
from tests.app.small_models import save_eager_model


@pytest.fixture(scope="module")
def light_model(tmp_path_factory):
    return save_eager_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def fetalens():
    def call(*arguments):
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return call


def one_sentence(result):
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.output
    return lines[0]


def test_help_names_every_command(fetalens):
    text = fetalens("--help").stdout
    assert all(
        name in text
        for name in ("run", "demo", "devices", "annotate", "bench", "train", "evaluate", "model")
    )
    assert all(name in text for name in ("data", "study", "phantom"))


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["phantom", "--help"]])
def test_the_command_line_starts_without_what_is_large(arguments):
    look = (
        "import sys, fetalens\n"
        "try: fetalens.main()\n"
        "except SystemExit: pass\n"
        "large = {'torch', 'lightning', 'cv2', 'numpy', 'phantom', 'PySide6'}\n"
        "sys.exit(sorted(large & set(sys.modules)) or 0)"
    )
    started = subprocess.run(
        [sys.executable, "-c", look, *arguments], capture_output=True, text=True, check=False
    )
    assert (started.returncode, started.stderr) == (0, "")


def test_wrong_usage_is_exit_code_two(fetalens):
    assert fetalens("annotate").exit_code == 2
    assert fetalens("evaluate", "x.safetensors").exit_code == 2


def test_devices_are_listed_or_their_lack_is_said(fetalens):
    result = fetalens("devices")
    assert result.exit_code == 0
    assert result.stdout


def test_a_model_that_is_not_there_is_one_sentence(fetalens, tmp_path):
    result = fetalens("model", "card", "--model", tmp_path / "none.safetensors")
    assert result.exit_code == 1
    assert "There is no model file" in one_sentence(result)


def test_a_profile_that_is_not_there_is_one_sentence(fetalens):
    result = fetalens("--profile", "Room 99")
    assert result.exit_code == 1
    assert one_sentence(result).endswith("was not found. Check the name of the profile.")


def test_importing_something_else_than_weights_is_one_sentence(fetalens, tmp_path):
    file = tmp_path / "notes.pth"
    file.write_text("not weights")
    out = tmp_path / "out.safetensors"
    result = fetalens(
        "model", "import-yolact", file, "--backbone", "resnet50", "--classes", 81, "--out", out
    )
    assert result.exit_code == 1
    assert "notes.pth" in one_sentence(result)
    assert not out.exists()


def test_evaluating_on_a_set_that_is_not_there_is_one_sentence(fetalens, tmp_path, light_model):
    result = fetalens("evaluate", light_model, "--data", tmp_path / "none.json")
    assert result.exit_code == 1
    assert "none.json" in one_sentence(result)


def test_the_phantom_writes_a_set_that_training_reads(fetalens, tmp_path):
    from training.sets import load_images

    out = tmp_path / "phantom"
    result = fetalens("phantom", "images", out, "--count", 3, "--seed", 5)
    assert result.exit_code == 0, result.output
    images = load_images(out / "annotations" / "annotations.json")
    assert [image.view for image in images] == ["none", "head", "neck"]


def test_annotating_a_missing_file_is_one_sentence_and_leaves_nothing(
    fetalens, tmp_path, light_model
):
    out = tmp_path / "findings"
    result = fetalens("annotate", tmp_path / "gone.mp4", "--out", out, "--model", light_model)
    assert result.exit_code == 1
    assert "gone.mp4" in one_sentence(result)
    assert list(out.glob("*")) == []


def test_figures_cannot_go_where_no_folder_is(fetalens, tmp_path, light_model):
    fetalens("phantom", "images", tmp_path / "phantom", "--count", 1)
    data = tmp_path / "phantom" / "annotations" / "annotations.json"
    figures = tmp_path / "none" / "figures.json"
    result = fetalens("evaluate", light_model, "--data", data, "--json", figures)
    assert result.exit_code == 1
    assert one_sentence(result) == (
        f"{figures}: No such file or directory. Check the path and the disk."
    )


def test_phantom_pictures_cannot_go_into_a_file(fetalens, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    result = fetalens("phantom", "images", taken, "--count", 1)
    assert result.exit_code == 1
    assert one_sentence(result)
