from tests.training.study.images import found, image, run, true
from training.study.subgroups import subgroups

FOUND = ([true()], [found()])


def test_each_value_is_a_group_with_its_own_figures():
    images = [
        image("a.png", *FOUND, route="transabdominal"),
        image("b.png", [true()], route="transvaginal", called="none"),
    ]
    first, second = subgroups([run(*images)])
    assert (first.value, len(first.images), first.views.accuracy.mean) == ("transabdominal", 1, 1)
    assert (second.value, second.views.accuracy.mean) == ("transvaginal", 0)
    assert second.precision.rows["cranium"].box.mean == 0


def test_weeks_are_completed_weeks():
    images = [image("a.png", age_days=83), image("b.png", age_days=84), image("c.png", age_days=90)]
    groups = list(subgroups([run(*images)]))
    assert [(group.value, len(group.images)) for group in groups] == [("11", 1), ("12", 2)]


def test_images_that_do_not_say_come_last():
    images = [image("a.png"), image("b.png", scanner="Z")]
    assert [group.value for group in subgroups([run(*images)])] == ["Z", "not given"]


def test_a_field_that_no_image_gives_makes_no_groups():
    assert list(subgroups([run(image("a.png", *FOUND))])) == []


def test_all_runs_are_in_each_group():
    images = [image("a.png", *FOUND, route="x")]
    missed = [image("a.png", [true()], route="x")]
    (group,) = subgroups([run(*images), run(*missed, seed=1)])
    assert len(group.precision.rows["cranium"].box.runs) == 2
