import pytest

from tests.training.study.images import image
from training.study.figures import heat_map
from training.study.view_matrix import ViewMatrix, view_matrix


@pytest.fixture
def matrix():
    """Three heads, one of them missed; a neck called a head; a plane between called a neck."""
    return ViewMatrix(
        {
            ("head", "head"): 2,
            ("head", "none"): 1,
            ("neck", "head"): 1,
            ("none", "none"): 3,
            ("none", "neck"): 1,
        }
    )


def test_images_are_counted_by_true_and_called_view():
    images = [image("a.png"), image("b.png", called="none"), image("c.png", called="none")]
    counted = view_matrix(images)
    assert (counted.count("head", "head"), counted.count("head", "none")) == (1, 2)


def test_accuracy_is_over_standard_views_only(matrix):
    assert matrix.standard == 4
    assert matrix.accuracy == pytest.approx(2 / 4)


def test_the_paper_s_views_give_its_accuracy():
    missed = {("spine", "none"): 6, ("extremity", "none"): 4, ("head", "neck"): 5}
    counted = ViewMatrix(missed | {("head", "head"): 942})
    assert counted.standard == 957
    assert f"{counted.accuracy:.3f}" == "0.984"


def test_macro_f1_is_over_the_views_with_images_and_none(matrix):
    head, neck, none = 4 / 6, 0, 6 / 8
    assert matrix.macro_f1 == pytest.approx((head + neck + none) / 3)
    assert matrix.f1("thorax") is None


def test_nothing_can_be_said_of_no_images():
    assert view_matrix([]).accuracy is None
    assert view_matrix([]).macro_f1 is None


def test_the_heat_map_is_the_same_svg_each_time(matrix):
    assert heat_map(matrix).startswith(b"<?xml")
    assert heat_map(matrix) == heat_map(matrix)
