"""Data sets on disk: what is in them, and what a broken-off run leaves behind."""

import json
import multiprocessing

import cv2
import numpy as np
import pytest
from pycocotools.coco import COCO

from inference.anatomy import load_anatomy
from phantom import PhantomError, generate_dataset, sample_image
from phantom.coco import category_ids
from phantom.dataset import MAX_COUNT, default_mix
from phantom.patients import patient_numbers, patient_of

COUNT, SEED = 28, 9
VIEWS = {*(view.id for view in load_anatomy().views), "none"}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dataset")
    return generate_dataset(folder, COUNT, SEED).parent.parent


def read(folder):
    return json.loads((folder / "annotations" / "annotations.json").read_text("utf-8"))


def files_of(folder):
    """Every file and its bytes."""
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_quarter_shows_no_view_and_the_six_come_in_equal_parts(dataset):
    views = [image["view"] for image in read(dataset)["images"]]

    assert views.count("none") == 7
    assert {views.count(view) for view in VIEWS - {"none"}} <= {3, 4}


def test_every_picture_says_why_it_is_of_its_view(dataset):
    images = read(dataset)["images"]
    standard = [image for image in images if image["view"] != "none"]
    others = {image["view_reason"][:12] for image in images if image["view"] == "none"}

    assert all(f"from the {image['view']} plane" in image["view_reason"] for image in standard)
    assert others == {"No standard ", "There is no "}


def test_every_picture_is_there_in_the_size_that_is_said(dataset):
    for entry in read(dataset)["images"]:
        picture = cv2.imread(str(dataset / "images" / entry["file_name"]))
        assert picture.shape == (entry["height"], entry["width"], 3)


def test_masks_read_back_as_they_were_sampled(dataset):
    head = next(image for image in read(dataset)["images"] if image["view"] == "head")
    index = head["id"] - 1
    number = list(zip(range(COUNT), patient_numbers(SEED), strict=False))[index][1]
    sampled = sample_image(SEED * MAX_COUNT + index, "head", patient_of(SEED, number)).instances
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


def test_categories_are_numbered_as_in_the_real_sets(dataset):
    categories = {c["name"]: (c["id"], c["supercategory"]) for c in read(dataset)["categories"]}

    assert categories["cranium"] == (1, "fetalens18")
    assert categories["spine"] == (18, "fetalens18")
    assert categories["thalami"] == (101, "extra")
    assert categories["nasal_skin"] == (106, "extra")


def test_a_patients_pictures_share_fetus_and_scanner(dataset):
    images = read(dataset)["images"]
    groups = sorted({image["patient_group"] for image in images})
    shared = [
        {
            (
                image["route"],
                image["gestational_age"],
                image["examined_on"],
                image["scanner_model"],
                image["record"]["scanner"]["frequency_mhz"],
                image["record"].get("biometry", {}).get("crown_rump_length"),
            )
            for image in images
            if image["patient_group"] == group and image["record"].get("biometry")
        }
        for group in groups
    ]

    assert groups == ["phantom-9-00000", "phantom-9-00001"]
    assert [len(values) for values in shared] == [1, 1]
    assert shared[0] != shared[1]


def test_a_patients_pictures_differ_in_plane_and_gain(dataset):
    records = [i["record"] for i in read(dataset)["images"] if i["record"]]

    assert len({tuple(record["plane"]["origin"]) for record in records}) == len(records)
    assert len({record["scanner"]["gain_db"] for record in records}) == len(records)


def test_two_workers_write_the_same_bytes_as_one(dataset, tmp_path):
    generate_dataset(tmp_path, COUNT, SEED, workers=2)

    assert files_of(tmp_path) == files_of(dataset)


def test_a_longer_set_begins_with_the_same_pictures(dataset, tmp_path):
    generate_dataset(tmp_path, 3, SEED)

    assert read(tmp_path)["images"] == read(dataset)["images"][:3]


def test_progress_is_told_up_to_the_last_picture(tmp_path):
    told = []

    generate_dataset(tmp_path, 2, on_progress=lambda done, count: told.append((done, count)))

    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_broken_off_run_is_finished_and_comes_out_the_same(dataset, tmp_path):
    generate_dataset(tmp_path, 4, SEED)
    whole = files_of(tmp_path)
    (tmp_path / "annotations" / "annotations.json").unlink()
    (tmp_path / "parts" / "000001.json").write_text('{"image": {')
    (tmp_path / "images" / "phantom_000002.jpg").write_bytes(b"")
    (tmp_path / "images" / "phantom_000003.jpg.part").write_bytes(b"half")
    kept = (tmp_path / "images" / "phantom_000000.jpg").stat().st_mtime_ns
    told = []

    generate_dataset(tmp_path, 4, SEED, on_progress=lambda done, _: told.append(done))

    assert told == [2, 3, 4]
    assert files_of(tmp_path) == whole
    assert (tmp_path / "images" / "phantom_000000.jpg").stat().st_mtime_ns == kept


def test_a_killed_worker_is_one_sentence_and_the_next_run_goes_on(dataset, tmp_path):
    def kill_one(done, count):
        if done == 3:
            multiprocessing.active_children()[0].kill()

    with pytest.raises(PhantomError, match="worker process was killed.*go on where it stopped"):
        generate_dataset(tmp_path, COUNT, SEED, workers=2, on_progress=kill_one)
    assert not (tmp_path / "annotations").exists()
    assert not multiprocessing.active_children()
    told = []

    generate_dataset(tmp_path, COUNT, SEED, 1, on_progress=lambda done, _: told.append(done))

    assert told[0] >= 3
    assert files_of(tmp_path) == files_of(dataset)


def test_another_run_is_not_mixed_into_the_same_folder(dataset):
    with pytest.raises(PhantomError, match="another phantom data set"):
        generate_dataset(dataset, COUNT, seed=10)


def test_a_file_in_the_place_of_the_folder_is_said_in_one_sentence(tmp_path):
    place = tmp_path / "taken"
    place.write_text("a file")

    with pytest.raises(PhantomError, match="cannot be written to"):
        generate_dataset(place, 1)


@pytest.mark.parametrize("count", [0, -3, MAX_COUNT + 1])
def test_a_count_that_no_set_has_is_refused(tmp_path, count):
    with pytest.raises(PhantomError, match=f"1 to {MAX_COUNT} pictures, not {count}"):
        generate_dataset(tmp_path / "new", count)

    assert not (tmp_path / "new").exists()


def test_a_mix_of_an_unknown_view_is_refused(tmp_path):
    with pytest.raises(PhantomError, match='no view "tail": choose from head'):
        generate_dataset(tmp_path, 3, view_mix={"tail": 1.0})


@pytest.mark.parametrize("mix", [{"head": -1.0}, {"head": 0.0}, {}])
def test_a_mix_without_any_share_is_refused(tmp_path, mix):
    with pytest.raises(PhantomError, match="a share of 0 or more"):
        generate_dataset(tmp_path, 3, view_mix=mix)


def test_the_mix_unless_told_otherwise_is_of_all_views():
    assert set(default_mix()) == VIEWS
    assert sum(default_mix().values()) == pytest.approx(1)
