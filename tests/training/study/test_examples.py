import cv2
import numpy as np
import pytest

from inference.anatomy import load_anatomy
from tests.training.study.images import CRANIUM, HEIGHT, WIDTH, found, image, true
from training.dataset import DatasetError
from training.study.examples import examples, mean_iou, panel, shown_of, view_panels

HALF = (20, 10, 60, 30)  # half of CRANIUM
ELSEWHERE = (70, 60, 95, 75)


@pytest.fixture
def heads():
    """Found well, by half, and not at all; and a head in which nothing is annotated."""
    return [
        image("none.png", [true()]),
        image("well.png", [true()], [found()]),
        image("half.png", [true()], [found(box=HALF)]),
        image("empty.png"),
    ]


def pixels_of(images):
    return {one.key: np.zeros((HEIGHT, WIDTH), np.uint8) for one in images}


def test_missed_instances_count_as_no_overlap():
    both = image("a.png", [true(), true("choroid_plexus", ELSEWHERE)], [found(box=HALF)])
    assert mean_iou(both) == pytest.approx(0.25)


def test_a_true_box_is_compared_as_a_box():
    assert mean_iou(image("a.png", [true(has_mask=False)], [found()])) == 1.0


def test_an_image_without_truth_has_no_rank():
    assert mean_iou(image("a.png", [], [found()])) is None


def test_the_best_the_median_and_the_worst_are_chosen(heads):
    names = [chosen.name for chosen, _ in examples(heads, "head")]
    assert names == ["well.png", "half.png", "none.png"]
    assert examples(heads, "neck") == []


def test_no_more_of_a_structure_is_painted_than_there_can_be():
    several = image("a.png", [], [found(score=0.5), found(score=0.9), found(score=0.2)])
    assert [item.score for item in shown_of(several)] == [0.9]


def test_a_panel_is_painted_in_the_colour_of_the_structure(heads):
    content = view_panels(heads, pixels_of(heads))["head"]
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    colour = load_anatomy().structure("cranium").colour.lstrip("#")
    red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    near = np.abs(picture.astype(int) - [blue, green, red]).max(axis=2) < 12
    upper, lower = near[: len(near) // 2], near[len(near) // 2 :]
    assert upper.sum() > 1.3 * lower.sum() > 0  # the worst shows nothing found


def test_a_picture_that_is_not_there_is_refused(heads):
    with pytest.raises(DatasetError, match=r"do not hold the picture of well.png"):
        panel(examples(heads, "head"), {})


def test_a_picture_of_another_size_is_refused(heads):
    small = {key: pixels[:10] for key, pixels in pixels_of(heads).items()}
    with pytest.raises(DatasetError, match="as it was tested"):
        panel(examples(heads, "head"), small)


def test_one_image_is_best_median_and_worst():
    only = image("a.png", [true(box=CRANIUM)], [found()])
    assert len(view_panels([only], pixels_of([only]))["head"]) > 1000
