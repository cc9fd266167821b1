import json

import cv2
import pytest
from typer.testing import CliRunner

from fetalens import cli
from tests.training.collection.samples import image_entry, picture, skull
from training.dataset import DatasetError
from training.keeping_apart import audit_sets
from training.sets import load_sets


@pytest.fixture
def heads(tmp_path):
    """Makes a set of heads from numbers of pictures, each of a patient or of nobody named."""

    def make(name, numbers, patients):
        folder = tmp_path / name
        (folder / "images").mkdir(parents=True)
        pairs = list(enumerate(zip(numbers, patients, strict=True), start=1))
        for i, (number, _) in pairs:
            cv2.imwrite(str(folder / "images" / f"{i}.png"), picture(number))
        images = [image_entry(i, patient_group=patient) for i, (_, patient) in pairs]
        document = {
            "categories": [{"id": 1, "name": "cranium"}],
            "images": images,
            "annotations": [skull(1, image=1)],
        }
        path = folder / "set.json"
        path.write_text(json.dumps(document))
        return path

    return make


def audit(data, validation):
    audit_sets(*(load_sets([str(path)], ["cranium"]) for path in (data, validation)))


def test_other_pictures_of_other_patients_pass(heads):
    audit(heads("a", [1, 2], ["P1", "P1"]), heads("b", [3, 4], ["P2", "P3"]))


def test_sets_that_name_no_patient_pass_too(heads):
    audit(heads("a", [1, 2], [None, None]), heads("b", [3, 4], [None, None]))


def test_a_patient_on_both_sides_is_refused(heads):
    with pytest.raises(DatasetError, match='patient "P1" are in train and in validation'):
        audit(heads("a", [1, 2], ["P1", "P2"]), heads("b", [3, 4], ["P3", "P1"]))


def test_a_picture_on_both_sides_is_refused_though_nobody_is_named(heads):
    with pytest.raises(DatasetError, match=r"2.png \(--data .* 1.png \(--validation .* the same"):
        audit(heads("a", [1, 2], [None, None]), heads("b", [2, 4], [None, None]))


def test_a_set_given_on_both_sides_is_refused(heads):
    both = heads("a", [1, 2], [None, None])
    with pytest.raises(DatasetError, match="are the same picture"):
        audit(both, both)


def test_the_command_refuses_it_before_it_begins(heads, tmp_path):
    arguments = [
        *("train", "--name", "leaky", "--classes", "cranium", "--out", tmp_path / "run"),
        *("--data", heads("a", [1], ["P1"]), "--validation", heads("b", [2], ["P1"])),
    ]
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 1
    assert "Keep each patient in one of them" in " ".join(result.output.split())
    assert not (tmp_path / "run").exists()
