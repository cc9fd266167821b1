"""Data sets on disk: what is in them, and what a broken-off run leaves behind."""

import json

import cv2
import numpy as np
import pytest
from pycocotools.coco import COCO

from phantom import PhantomError, generate_dataset, sample_image
from phantom.dataset import category_ids, describe

MIX = {"head": 1, "neck": 1, "none": 1}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dataset")
    return generate_dataset(folder, 6, seed=9, view_mix=MIX).parent.parent


def read(folder):
    return json.loads((folder / "annotations" / "annotations.json").read_text("utf-8"))


def test_views_come_in_the_shares_asked_for(dataset):
    views = [image["view"] for image in read(dataset)["images"]]

    assert sorted(views) == ["head", "head", "neck", "neck", "none", "none"]


def test_every_picture_is_there_in_the_size_that_is_said(dataset):
    for entry in read(dataset)["images"]:
        picture = cv2.imread(str(dataset / "images" / entry["file_name"]))
        assert picture.shape == (entry["height"], entry["width"], 3)


# pycocotools builds its arrays in a way that NumPy 2 announces the end of
def test_masks_read_back_as_they_were_sampled(dataset):
    document = read(dataset)
    head = next(image for image in document["images"] if image["view"] == "head")
    index = head["id"] - 1
    sampled = sample_image(9 * 1_000_003 + index, "head").instances
    coco = COCO(str(dataset / "annotations" / "annotations.json"))

    stored = [coco.annToMask(a) for a in coco.loadAnns(coco.getAnnIds(head["id"]))]

    assert len(stored) == len(sampled)
    assert all(np.array_equal(a, b.mask) for a, b in zip(stored, sampled, strict=True))


def test_ids_are_unique_and_point_at_pictures_and_categories(dataset):
    document = read(dataset)
    ids = [a["id"] for a in document["annotations"]]

    assert len(ids) == len(set(ids))
    assert {a["image_id"] for a in document["annotations"]} <= {i["id"] for i in document["images"]}
    assert {a["category_id"] for a in document["annotations"]} <= set(category_ids().values())
    assert {a["mask_source"] for a in document["annotations"]} == {"phantom"}


def test_categories_are_numbered_as_in_the_real_sets():
    ids = category_ids()

    assert (ids["cranium"], ids["spine"]) == (1, 18)
    assert (ids["thalami"], ids["nasal_skin"]) == (101, 106)


def test_a_broken_off_run_is_finished_and_comes_out_the_same(dataset, tmp_path):
    generate_dataset(tmp_path, 6, seed=9, view_mix=MIX)
    (tmp_path / "annotations" / "annotations.json").unlink()
    (tmp_path / "parts" / "000004.json").unlink()
    (tmp_path / "images" / "phantom_000005.jpg.partial").write_bytes(b"half")
    kept = (tmp_path / "images" / "phantom_000002.jpg").stat().st_mtime_ns

    generate_dataset(tmp_path, 6, seed=9, view_mix=MIX)

    assert read(tmp_path) == read(dataset)
    assert (tmp_path / "images" / "phantom_000002.jpg").stat().st_mtime_ns == kept
    assert not list(tmp_path.rglob("*.partial"))


def test_another_run_is_not_mixed_into_the_same_folder(dataset):
    with pytest.raises(PhantomError, match="another phantom data set"):
        generate_dataset(dataset, 6, seed=10, view_mix=MIX)


def test_a_file_in_the_place_of_the_folder_is_said_in_one_sentence(tmp_path):
    place = tmp_path / "taken"
    place.write_text("a file")

    with pytest.raises(PhantomError, match="cannot be written to"):
        generate_dataset(place, 1)


@pytest.mark.parametrize("count", [0, -3])
def test_a_data_set_without_pictures_is_refused(tmp_path, count):
    with pytest.raises(PhantomError, match="at least one picture"):
        generate_dataset(tmp_path, count)


@pytest.mark.parametrize("mix", [{"thorax": 1.0}, {"head": -1.0}, {"head": 0.0}, {}])
def test_a_mix_that_names_no_known_share_is_refused(tmp_path, mix):
    with pytest.raises(PhantomError, match="view mix"):
        generate_dataset(tmp_path, 3, view_mix=mix)


def test_a_record_is_plain_values():
    described = describe(sample_image(2, "neck"), 0)

    assert json.loads(json.dumps(described)) == described
    assert described["image"]["record"]["biometry"]["crown_rump_length"] >= 45
