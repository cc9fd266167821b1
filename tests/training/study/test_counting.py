import numpy as np
import pytest

from tests.training.study.images import CRANIUM, found, image, true
from tests.training.study.paper import ROWS, VIEW_IMAGES
from training.study.counting import Counts, count_structure, own_view

ELSEWHERE = (70, 60, 95, 75)


def printed(rate):
    return f"{rate:.3f}" if rate >= 1 else f"{rate:.3f}".lstrip("0")


@pytest.mark.parametrize("structure", ROWS)
def test_the_counts_of_the_paper_give_its_rates_to_the_printed_digit(structure):
    counts, rates, _, _ = ROWS[structure]
    ours = Counts(*counts)
    assert tuple(map(printed, (ours.accuracy, ours.recall, ours.precision, ours.f1))) == rates


@pytest.mark.parametrize("structure", ROWS)
def test_the_counts_of_the_paper_add_up_to_the_images_of_the_own_view(structure):
    assert Counts(*ROWS[structure][0]).images == VIEW_IMAGES[own_view(structure)]


@pytest.mark.parametrize(("column", "mean"), [(2, "0.622"), (3, "0.662")])
def test_the_ap_columns_of_the_paper_give_its_means(column, mean):
    assert f"{np.mean([row[column] for row in ROWS.values()]):.3f}" == mean


def test_the_cord_insertion_counts_in_the_view_that_annotates_it():
    assert own_view("cord_insertion") == "abdomen"


def test_each_image_counts_once():
    images = [
        image("right.png", [true()], [found()]),
        image("wrong_place.png", [true()], [found(box=ELSEWHERE)]),
        image("not_there.png", [], [found()]),
        image("missed.png", [true()]),
        image("too_weak.png", [true()], [found(score=0.29)]),
        image("empty.png"),
    ]
    assert count_structure(images, "cranium", "bbox") == Counts(tp=1, fp=2, fn=2, tn=1)


def test_of_several_the_best_score_counts():
    wrong_first = [found(box=ELSEWHERE, score=0.9), found(score=0.8)]
    right_first = [found(box=ELSEWHERE, score=0.7), found(score=0.8)]
    images = [image("a.png", [true()], wrong_first), image("b.png", [true()], right_first)]
    assert count_structure(images, "cranium", "bbox") == Counts(tp=1, fp=1)


def test_half_an_overlap_is_the_right_place():
    half = (20, 10, 60, 30)  # half of CRANIUM, and no more than it
    less = (20, 10, 60, 29)
    images = [
        image("a.png", [true()], [found(box=half)]),
        image("b.png", [true()], [found(box=less)]),
    ]
    assert count_structure(images, "cranium", "bbox") == Counts(tp=1, fp=1)


def test_an_image_of_another_view_does_not_count():
    images = [image("a.png", [true()], [found()]), image("b.png", view="neck", found=[found()])]
    assert count_structure(images, "cranium", "bbox") == Counts(tp=1)


def test_an_image_that_could_not_be_labelled_does_not_count():
    images = [image("a.png", [true()], [found()]), image("b.png", unknown=("cranium",))]
    assert count_structure(images, "cranium", "bbox") == Counts(tp=1)


def test_without_ground_truth_there_are_no_counts():
    assert count_structure([image(found=[found()])], "cranium", "bbox") is None


def test_a_box_is_no_truth_for_masks():
    boxed = image("a.png", [true(has_mask=False)], [found()])
    masked = image("b.png", [true()], [found(box=CRANIUM)])
    assert count_structure([boxed, masked], "cranium", "segm") == Counts(tp=1)
    assert count_structure([boxed], "cranium", "segm") is None


def test_a_rate_without_a_denominator_is_none():
    assert Counts(fp=2).recall is None
    assert Counts(fn=2).precision is None
    assert Counts().accuracy is None


def test_f1_is_zero_where_nothing_is_right():
    assert Counts(fp=1, fn=1).f1 == 0.0
