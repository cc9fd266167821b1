from tests.training.study.images import found, image, true
from training.study.errors import count_errors

PLEXUS = (70, 60, 95, 75)
NOWHERE = (0, 70, 10, 78)
BADLY = (20, 10, 60, 28)  # IoU 0.45 with CRANIUM
BEST = found(score=0.9)


def errors(true_ones, *found_ones, **facts):
    return dict(count_errors([image("a.png", true_ones, found_ones, **facts)]))


def test_what_lies_in_its_place_is_right():
    assert errors([true()], BEST) == {("cranium", "right"): 1}


def test_a_second_one_in_the_same_place_is_a_duplicate():
    second = found(box=(21, 10, 60, 50), score=0.8)
    assert errors([true()], BEST, second)["cranium", "duplicate"] == 1


def test_the_right_structure_badly_placed_is_a_location_error_and_not_missed_too():
    assert errors([true()], found(box=BADLY)) == {("cranium", "location"): 1}


def test_another_structure_s_place_is_a_class_error_and_not_missed_too():
    result = errors([true("choroid_plexus", PLEXUS)], found("midline_falx", PLEXUS))
    assert result == {("midline_falx", "class"): 1}


def test_another_structure_badly_placed_is_both_and_leaves_it_missed():
    result = errors([true()], found("midline_falx", BADLY))
    assert result == {("midline_falx", "both"): 1, ("cranium", "missed"): 1}


def test_what_lies_on_nothing_is_background():
    assert errors([true()], BEST, found(box=NOWHERE))["cranium", "background"] == 1
    assert errors([], found()) == {("cranium", "background"): 1}


def test_what_is_too_weak_is_missed():
    assert errors([true()], found(score=0.2)) == {("cranium", "missed"): 1}


def test_what_its_view_does_not_annotate_is_background():
    assert errors([], found(), view="neck") == {("cranium", "background"): 1}


def test_what_may_be_there_is_not_judged():
    assert errors([], found("hand"), unknown=("hand",)) == {}
