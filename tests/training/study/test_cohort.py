import json

import cv2
import pytest

from tests.training.collection.samples import image_entry, picture, skull
from training.dataset import DatasetError
from training.study.cohort import audited_splits, load_cohort, remarks


@pytest.fixture
def heads(tmp_path):
    """Makes a set of heads, of one patient each; pictures of the same number are the same."""

    def make(numbers, name="heads", drawn="cranium"):
        folder = tmp_path / name
        (folder / "images").mkdir(parents=True)
        for i, number in enumerate(numbers, start=1):
            cv2.imwrite(str(folder / "images" / f"{i}.png"), picture(number))
        images = [image_entry(i, patient_group=f"{name} {i}") for i in range(1, len(numbers) + 1)]
        categories = [{"id": 1, "name": drawn}]
        document = {"categories": categories, "images": images, "annotations": [skull(1, image=1)]}
        path = folder / "train.json"
        path.write_text(json.dumps(document))
        return path

    return make


def test_images_of_several_sets_are_split_together(heads):
    cohort = load_cohort([heads(range(6), "a"), heads(range(6, 12), "b")])
    (parts,) = audited_splits(cohort, [0], "patient").values()
    keys = [*parts.train, *parts.validation, *parts.test]
    assert sorted(keys) == sorted(f"{name}/{i}.png" for name in "ab" for i in range(1, 7))
    assert cohort.classes == ("cranium",)
    assert cohort.to_test(["b/2.png"])[0].facts.patient_group == "b 2"


def test_the_same_picture_of_two_patients_ends_the_study(heads):
    cohort = load_cohort([heads([0, 0, 0, 0, 0, 0])])
    with pytest.raises(DatasetError, match="are the same picture"):
        audited_splits(cohort, [0], "patient")


def test_two_patients_are_too_few(heads):
    with pytest.raises(DatasetError, match="2 patients are too few"):
        audited_splits(load_cohort([heads([1, 2])]), [0], "patient")


def test_a_split_by_image_and_a_view_without_images_are_remarked_on(heads):
    cohort = load_cohort([heads(range(6))])
    splits = audited_splits(cohort, [0], "image")
    by_image, missing = remarks(cohort, splits.values(), "image")
    assert by_image.startswith("Split by image")
    assert "neck, thorax, abdomen, extremity, spine" in missing


def test_drawings_that_the_anatomy_does_not_know_are_nothing_to_learn(heads):
    with pytest.raises(DatasetError, match="No structure of the anatomy is drawn"):
        load_cohort([heads(range(3), drawn="tail")])
