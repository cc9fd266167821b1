import json

import cv2
import pytest
from typer.testing import CliRunner

import resources
from app.video import open_source
from training.collection import check
from training.collection.exchange import import_from
from training.collection.preannotate import preannotate
from training.data_commands import data_cli
from training.dataset import DatasetError


@pytest.fixture(scope="module")
def scans(tmp_path_factory):
    """A head of the loop that ships, and a plane between the views."""
    folder = tmp_path_factory.mktemp("set") / "images"
    (folder / "patient 1").mkdir(parents=True)
    source = open_source(str(resources.ROOT / "demo" / "phantom_exam.mp4"))
    for index, name in ((30, "patient 1/head.png"), (187, "between.png")):
        source.seek_frame(index)
        cv2.imwrite(str(folder / name), source.read().pixels[..., ::-1])
    source.close()
    return folder


@pytest.mark.parametrize("tool", ["labelme", "cvat", "label-studio"])
def test_what_the_model_finds_comes_back_as_predicted_and_is_no_training_data(
    scans, tmp_path, tool
):
    preannotate(None, scans, tmp_path / tool, tool)
    back = scans.parent / f"{tool}.json"
    import_from(tool, tmp_path / tool, back)
    document = json.loads(back.read_text())
    assert [image["view"] for image in document["images"]] == ["none", "head"]
    (skull,) = [a for a in document["annotations"] if a["category_id"] == 1]
    assert skull["mask_source"] == "model"
    assert 0 < skull["score"] <= 1
    errors = [str(fault) for fault in check([back]) if not fault.is_warning]
    assert len(errors) == len(document["annotations"]) + len(document["images"])
    assert all("nobody has confirmed it" in error for error in errors)


def test_coco_is_written_for_other_tools(scans, tmp_path):
    command = ["preannotate", "shipped", str(scans), str(tmp_path), "--format", "coco"]
    result = CliRunner().invoke(data_cli, command)
    assert result.exit_code == 0
    document = json.loads((tmp_path / "annotations.json").read_text())
    assert document["images"][1]["file_name"] == "patient 1/head.png"
    assert document["images"][1]["predicted_view"] == "head"


def test_a_folder_without_images_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="holds no PNG, JPEG, TIFF or BMP image"):
        preannotate(None, tmp_path, tmp_path / "out", "labelme")


def test_weights_that_are_none_are_refused(scans, tmp_path):
    with pytest.raises(DatasetError):
        preannotate(tmp_path / "no.safetensors", scans, tmp_path / "out", "labelme")


def test_a_broken_image_is_named(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "broken.png").write_bytes(b"\x89PNG")
    with pytest.raises(DatasetError, match=r"broken\.png: the image is cut off"):
        preannotate(None, tmp_path / "images", tmp_path / "out", "labelme")
    assert not (tmp_path / "out").exists()
