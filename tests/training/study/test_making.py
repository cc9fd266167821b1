import json

import numpy as np
import pytest

from inference.yolact.checkpoint import verify
from training.dataset import DatasetError, load_coco
from training.metrics import fill
from training.study.facts import facts_of
from training.study.files import read_run, write_run
from training.study.making import load_known, make_run


def add_facts(annotations, **facts):
    document = json.loads(annotations.read_text())
    document["images"][0] |= facts
    annotations.write_text(json.dumps(document))


def test_a_run_keeps_the_truth_the_findings_and_what_is_known_of_the_image(
    guessing_model, coco_folder, tmp_path
):
    add_facts(coco_folder, patient_group="p7", gestational_age="12+3", pixel_size_mm=0.1)
    run = make_run(guessing_model, load_known([coco_folder]), seed=4)
    head, neck = run.images
    assert (run.model, run.seed) == ("guessing", 4)
    assert (head.patient, head.age_days, head.pixel_size_mm, head.view) == ("p7", 87, 0.1, "head")
    assert (neck.patient, neck.age_days) == (None, None)
    assert head.true[0].box == (20, 10, 100, 70)
    assert neck.true[0].mask is None
    assert "nasal_bone" in neck.unknown
    assert {item.structure for item in head.found} <= {"cranium", "nuchal_translucency"}
    assert head.found
    write_run(run, tmp_path / "run.jsonl")
    assert read_run(tmp_path / "run.jsonl") == run


def test_the_true_mask_is_that_of_the_outline(guessing_model, coco_folder):
    image = load_coco(coco_folder)[0]
    run = make_run(guessing_model, load_known([coco_folder]), seed=0, name="other")
    expected = fill(image.instances[0].outlines, image.pixels.shape)
    np.testing.assert_array_equal(run.images[0].true[0].mask.full(), expected)
    assert run.model == "other"
    assert run.model_hash == verify(guessing_model)


def test_progress_is_told_image_by_image(guessing_model, coco_folder):
    steps = []
    make_run(
        guessing_model,
        load_known([coco_folder]),
        0,
        on_progress=lambda done, count: steps.append((done, count)),
    )
    assert steps == [(1, 2), (2, 2)]


def test_a_set_given_twice_is_refused(coco_folder):
    with pytest.raises(DatasetError, match="is there twice"):
        load_known([coco_folder, coco_folder])


def test_an_age_that_is_none_is_refused(coco_folder):
    add_facts(coco_folder, gestational_age="twelve weeks")
    with pytest.raises(DatasetError, match="describes an image wrongly"):
        facts_of(coco_folder)


def test_a_clip_says_nothing_of_its_patient(tmp_path):
    assert facts_of(tmp_path / "clip.mp4") == {}
