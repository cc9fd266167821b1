"""Words that do not flicker, and how long a view has been held."""

from app.ui.status import HeldView, LateWatch
from tests.app.ui.pictures import analysis_of, frame


def shown_at(time_s, view="head"):
    return analysis_of(view=view, on=frame(time_s=time_s))


def test_lateness_is_said_after_a_second_of_it():
    watch = LateWatch()
    assert [watch.update(True, now_s) for now_s in (0.0, 0.5, 1.0)] == [False, False, True]


def test_a_single_late_frame_is_not_said():
    watch = LateWatch()
    said = [watch.update(late, now_s) for now_s, late in ((0, True), (0.5, False), (1.2, True))]
    assert said == [False, False, False]


def test_lateness_is_said_until_a_second_without():
    watch = LateWatch()
    watch.update(True, 0.0)
    watch.update(True, 1.0)
    assert [watch.update(False, now_s) for now_s in (1.1, 1.6, 2.1)] == [True, True, False]


def test_a_view_is_held_in_the_source_s_own_time():
    held = HeldView()
    assert [held.update(shown_at(time_s)) for time_s in (5.0, 5.5, 6.25)] == [0.0, 0.5, 1.25]


def test_a_new_view_starts_anew():
    held = HeldView()
    held.update(shown_at(5.0))
    assert held.update(shown_at(5.5, view="neck")) == 0.0


def test_a_jump_in_time_starts_anew():
    held = HeldView()
    held.update(shown_at(5.0))
    held.update(shown_at(5.5))
    assert held.update(shown_at(1.0)) == 0.0
