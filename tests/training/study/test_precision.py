from dataclasses import replace

import numpy as np
import pytest

from tests.training.study.images import CRANIUM, found, image, run, true
from training.mask_runs import MaskRuns
from training.metrics import Marked, MarkedImage, class_ap
from training.study.bootstrap import interval, match, patient_weights
from training.study.precision import faster_ap, precision_table

ELSEWHERE = (70, 60, 95, 75)


@pytest.fixture(scope="module")
def scattered():
    """Sixty images of up to three true ellipses, and findings near and beside them."""
    rng = np.random.default_rng(5)
    return [_scattered_image(rng) for _ in range(60)]


@pytest.fixture(scope="module")
def scattered_with_ties(scattered):
    """The same with scores in tenths, so that many are equal."""
    return [replace(one, found=[_in_tenths(item) for item in one.found]) for one in scattered]


def _in_tenths(item):
    return replace(item, score=round(item.score, 1))


def _scattered_image(rng):
    true = [_anywhere(rng) for _ in range(rng.integers(4))]
    near = [_near(rng, item) for item in true for _ in range(rng.integers(3))]
    beside = [_anywhere(rng) for _ in range(rng.integers(3))]
    return MarkedImage(100, 100, true, near + beside)


def _anywhere(rng):
    return _ellipse(rng, rng.uniform(20, 80, 2), rng.uniform(6, 18, 2))


def _near(rng, item):
    x1, y1, x2, y2 = item.box
    centre = np.array([x1 + x2, y1 + y2]) / 2 + rng.normal(0, 2.5, 2)
    return _ellipse(rng, centre, np.array([x2 - x1, y2 - y1]) / 2 * rng.uniform(0.8, 1.2, 2))


def _ellipse(rng, centre, half):
    rows, columns = np.mgrid[:100, :100]
    inside = ((columns - centre[0]) / half[0]) ** 2 + ((rows - centre[1]) / half[1]) ** 2 <= 1
    box = [*(centre - half).tolist(), *(centre + half).tolist()]
    return Marked(box, MaskRuns.of(inside).coco(), float(rng.random()))


@pytest.mark.parametrize("overlap", ["bbox", "segm"])
def test_both_libraries_agree(scattered_with_ties, overlap):
    slow = class_ap(scattered_with_ties, overlap)[1]
    assert 0.1 < slow < 0.9
    assert faster_ap(scattered_with_ties, overlap) == pytest.approx(slow, abs=1e-6)


@pytest.mark.parametrize("overlap", ["bbox", "segm"])
def test_the_resampled_figure_is_that_of_the_library_when_each_image_counts_once(
    scattered_with_ties, overlap
):
    once = np.ones(len(scattered_with_ties), np.int64)
    ours = match(scattered_with_ties, overlap).average_precision(once)
    assert ours == pytest.approx(class_ap(scattered_with_ties, overlap)[1], abs=1e-9)


def test_an_image_drawn_twice_counts_as_if_it_were_there_twice(scattered):
    weights = np.random.default_rng(6).integers(0, 4, len(scattered))
    repeated = [one for one, weight in zip(scattered, weights, strict=True) for _ in range(weight)]
    ours = match(scattered, "bbox").average_precision(weights)
    assert ours == pytest.approx(class_ap(repeated, "bbox")[1], abs=1e-9)


def test_images_of_a_patient_are_drawn_together():
    images = [image("a.png", patient="p"), image("b.png", patient="p"), image("c.png")]
    weights = patient_weights(images)
    np.testing.assert_array_equal(weights[:, 0], weights[:, 1])
    np.testing.assert_array_equal(weights[:, 0] + weights[:, 2], 2)
    np.testing.assert_array_equal(weights, patient_weights(images))


def test_an_image_of_an_unknown_patient_is_drawn_by_itself():
    weights = patient_weights([image("a.png"), image("b.png")])
    assert set(weights[:, 0].tolist()) == {0, 1, 2}


def test_the_interval_is_the_middle_95_percent():
    assert interval(np.append(np.arange(1001.0), np.nan)) == (25.0, 975.0)
    assert interval(np.array([np.nan])) is None


def test_the_mean_and_deviation_of_runs_are_over_the_seeds():
    right = run(image("a.png", [true()], [found()]), seed=0)
    wrong = run(image("a.png", [true()], [found(box=ELSEWHERE)]), seed=1)
    table = precision_table([right, wrong])
    assert table.rows["cranium"].box.runs == pytest.approx((1, 0))
    assert table.rows["cranium"].box.mean == pytest.approx(0.5)
    assert table.rows["cranium"].box.sd == pytest.approx(np.sqrt(0.5))
    assert table.mean_box.runs == pytest.approx((1, 0))


def test_one_run_has_no_deviation():
    table = precision_table([run(image("a.png", [true()], [found()]))])
    assert table.rows["cranium"].box.sd is None


def test_a_right_and_a_wrong_patient_make_a_wide_interval():
    images = [
        image("a.png", [true()], [found()], patient="1"),
        image("b.png", [true()], patient="2"),
    ]
    estimate = precision_table([run(*images)]).rows["cranium"].box
    assert estimate.mean == pytest.approx(51 / 101)
    assert estimate.interval == pytest.approx((0, 1))


def test_a_single_patient_has_no_interval():
    images = [image(name, [true()], [found()], patient="1") for name in ("a.png", "b.png")]
    assert precision_table([run(*images)]).mean_box.interval is None


def test_a_structure_counts_only_where_it_could_be_labelled():
    images = [
        image("a.png", [true()], [found()]),
        image("b.png", found=[found(score=0.99)], unknown=("cranium",)),
        image("c.png", found=[found(score=0.99)], view="neck"),
    ]
    row = precision_table([run(*images)]).rows["cranium"]
    assert (row.images, row.instances) == (1, 1)
    assert row.box.mean == pytest.approx(1)


def test_masks_count_only_where_there_are_true_masks():
    boxed = image("a.png", [true("palate", has_mask=False)], [found("palate")], view="neck")
    masked = image("b.png", [true()], [found(box=CRANIUM)])
    rows = precision_table([run(boxed, masked)]).rows
    assert rows["palate"].area is None
    assert rows["palate"].box.mean == pytest.approx(1)
    assert rows["cranium"].area.mean == pytest.approx(1)


def test_structures_without_ground_truth_are_in_no_row_and_no_mean():
    images = [image("a.png", [true()], [found(), found("midline_falx")])]
    table = precision_table([run(*images)])
    assert set(table.rows) == {"cranium"}
    assert table.mean_area.mean == pytest.approx(1)
    assert precision_table([run(image("a.png"))]).mean_box is None
