from collections import Counter

import pytest

from tests.training.collection.samples import picture
from training.collection import Picture, audit, split
from training.collection.prints import fingerprint
from training.collection.splits import SEEDS
from training.dataset import DatasetError

VIEWS = ("head", "neck", "thorax", "abdomen", "extremity", "spine")


def cohort(patients=200, images=12):
    """Patients with two images of each view."""
    return [
        Picture(f"{patient:03d}-{image:02d}", VIEWS[image % 6], f"P{patient:03d}")
        for patient in range(patients)
        for image in range(images)
    ]


def patients_of(pictures, keys):
    return {picture.patient for picture in pictures if picture.key in keys}


def test_5_percent_are_held_out_and_the_rest_is_split_4_to_1():
    parts = split(cohort(), seed=0)
    sizes = [len(parts.train), len(parts.validation), len(parts.test)]
    assert sizes == [1824, 456, 120]


def test_every_image_is_in_one_part():
    parts = split(cohort(), seed=0)
    keys = [*parts.train, *parts.validation, *parts.test]
    assert sorted(keys) == sorted(picture.key for picture in cohort())


def test_the_test_set_is_the_same_for_every_seed_and_validation_is_not():
    parts = [split(cohort(), seed) for seed in SEEDS]
    assert len({each.test for each in parts}) == 1
    assert len({each.validation for each in parts}) == 5


def test_the_order_of_the_images_does_not_matter():
    assert split(cohort(), seed=3) == split(reversed(cohort()), seed=3)


def test_the_split_stays_what_it_was():
    small = [Picture(f"{i}", "head", f"P{i}") for i in range(9)]
    assert split(small, seed=0).test == ("2",)


def test_no_patient_is_in_two_parts():
    pictures = cohort()
    parts = split(pictures, seed=1)
    train, validation, test = (
        patients_of(pictures, keys) for keys in (parts.train, parts.validation, parts.test)
    )
    assert not train & validation
    assert not (train | validation) & test


def test_a_rare_view_is_in_every_part():
    rare = [Picture(f"rare-{i}", "none", f"R{i}") for i in range(3)]
    parts = split(cohort() + rare, seed=0)
    found = Counter(parts.parts[picture.key] for picture in rare)
    assert found == {"train": 1, "validation": 1, "test": 1}


def test_a_view_of_one_patient_stays_in_training():
    only = Picture("only", "none", "R")
    assert split([*cohort(), only], seed=0).parts["only"] == "train"


def test_images_without_a_patient_are_each_their_own_and_it_is_said():
    pictures = [Picture(f"{i:02d}", "neck") for i in range(40)]
    parts = split(pictures, seed=0)
    assert [len(parts.train), len(parts.validation), len(parts.test)] == [30, 8, 2]
    assert parts.remark.startswith("40 images name no patient")


def test_nothing_is_said_where_every_patient_is_named():
    assert split(cohort(), seed=0).remark is None


def test_by_image_the_shares_are_exact_and_patients_are_torn_apart():
    pictures = cohort()
    parts = split(pictures, seed=0, by="image")
    assert [len(parts.train), len(parts.validation), len(parts.test)] == [1824, 456, 120]
    assert patients_of(pictures, parts.train) & patients_of(pictures, parts.test)


def test_two_patients_are_too_few():
    with pytest.raises(DatasetError, match="2 patients are too few"):
        split(cohort(patients=2), seed=0)


def test_an_image_given_twice_is_refused():
    with pytest.raises(DatasetError, match="given twice"):
        split([*cohort(), cohort()[0]], seed=0)


def test_the_audit_finds_nothing_in_a_split_by_patient():
    pictures = cohort()
    audit(split(pictures, seed=0), pictures, {})


def test_the_audit_refuses_a_patient_on_both_sides():
    pictures = cohort()
    with pytest.raises(DatasetError, match=r'Images of patient "P\d+" are in'):
        audit(split(pictures, seed=0, by="image"), pictures, {})


def test_the_audit_refuses_the_same_picture_on_both_sides():
    pictures = [Picture(f"{i:02d}", "neck", f"P{i}") for i in range(40)]
    parts = split(pictures, seed=0)
    same = {key: fingerprint(picture(1)) for key in (parts.train[0], parts.test[0])}
    with pytest.raises(DatasetError, match="are the same picture"):
        audit(parts, pictures, same)
