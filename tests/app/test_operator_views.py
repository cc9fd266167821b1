from app.exam import NO_VIEW
from app.operator_views import OperatorViews


def test_a_view_holds_from_the_frame_on_which_it_was_set_to_the_next_change():
    views = OperatorViews().set("thorax", 3).set(NO_VIEW, 5).set(None, 6)
    assert [views.of(index) for index in range(2, 8)] == [None, "thorax", "thorax", "none"] + [
        None,
        None,
    ]
    assert views.now is None


def test_what_is_said_later_of_an_earlier_frame_counts():
    views = OperatorViews().set("head", 3).set(None, 9).set("neck", 5)
    assert [views.of(index) for index in (2, 3, 4, 5, 9)] == [None, "head", "head", "neck", "neck"]


def test_the_same_view_once_more_changes_nothing():
    views = OperatorViews().set("head", 3)
    assert views.set("head", 7) is views
    assert OperatorViews().set(None, 3) == OperatorViews()
