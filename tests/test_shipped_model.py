"""The weights that ship, on the loop that ships; and on real images where they are."""

import json

import numpy as np
import pytest
from pycocotools import mask as coco_mask

import resources
from app.video import open_source
from inference import load_analyzer
from training.clips import read_clip
from training.evaluate import called_view
from training.sets import load_images

LOOP = resources.ROOT / "demo" / "phantom_exam.mp4"


@pytest.fixture(scope="module")
def analyzer():
    return load_analyzer()


@pytest.fixture(scope="module")
def truth():
    return [json.loads(line) for line in LOOP.with_suffix(".jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def analysis_of(analyzer):
    """The analysis of one frame of the loop, by itself."""

    def analyse(index):
        source = open_source(str(LOOP))
        source.seek_frame(index)
        frame = source.read()
        source.close()
        return analyzer.analyze_alone(frame)

    return analyse


def masks(analysis, structure):
    labels = analysis.detections.labels.tolist()
    return [analysis.detections.full(i) for i, label in enumerate(labels) if label == structure]


def true_mask(entry, structure):
    found = [item for item in entry["instances"] if item["structure"] == structure]
    return coco_mask.decode(found[0]["mask"]).astype(bool)


def iou(a, b):
    return np.count_nonzero(a & b) / np.count_nonzero(a | b)


def test_only_what_was_learnt_well_enough_is_offered(analyzer):
    offered = {structure.id for structure in analyzer.info.structures}
    assert {"cranium", "heart"} <= offered
    assert "upper_arm" not in offered


@pytest.mark.parametrize(
    ("index", "view"),
    [
        (30, "head"),
        (70, "head"),
        (140, "neck"),
        (225, "thorax"),
        (300, "abdomen"),
        (370, "extremity"),
        (450, "spine"),
    ],
)
def test_the_held_views_of_the_loop_are_called(analysis_of, truth, index, view):
    assert truth[index]["view"] == view
    assert analysis_of(index).view.view.id == view


def test_the_cranium_lies_on_the_skull_of_the_loop(analysis_of, truth):
    (skull,) = masks(analysis_of(30), 0)
    assert iou(skull, true_mask(truth[30], "cranium")) > 0.85


def test_the_midline_lies_on_the_falx_of_the_loop(analysis_of, truth):
    (midline,) = masks(analysis_of(30), 1)
    assert iou(midline, true_mask(truth[30], "midline_falx")) > 0.5


def test_a_plane_between_the_views_is_no_standard_view(analysis_of, truth):
    assert truth[187]["view"] == "none"
    assert analysis_of(187).view.view is None


def test_real_heads_and_necks_are_called(analyzer, real_data):
    heads = load_images(real_data / "hc18_first_trimester" / "annotations" / "val.json")[:15]
    necks = load_images(real_data / "nt_midsagittal" / "annotations" / "val.json")[:15]
    called = [called_view(analyzer, image) == image.view for image in heads + necks]
    assert np.mean(called) >= 0.9


def test_an_adult_clip_never_seen_in_training_stays_almost_clean(analyzer, real_data):
    analyzer.reset()
    frames = list(read_clip(real_data / "cine" / "pocus_ruq_gallbladder.mp4"))[:90]
    shown = [len(analyzer.analyze(frame).detections) for frame in frames]
    assert np.mean(shown) < 0.02
