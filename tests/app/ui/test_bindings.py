"""Keys are bound, refused and restored as plain values."""

import pytest

from app.ui.actions import ACTIONS, BY_ID
from app.ui.bindings import BindingError, Bindings, bindings_of, usable

FREEZE = BY_ID["freeze"]


def test_at_first_every_action_has_the_keys_that_ship():
    assert all(Bindings().keys(action) == action.keys for action in ACTIONS)


def test_a_new_key_stands_in_front_of_the_others():
    bindings = Bindings().bound("freeze", "F10")
    assert bindings.keys(FREEZE) == ("F10", "Space", "F")
    assert bindings.by_key()["F10"] is FREEZE


def test_no_action_has_more_than_three_keys():
    bindings = Bindings().bound("freeze", "F10").bound("freeze", "F13")
    assert bindings.keys(FREEZE) == ("F13", "F10", "Space")


def test_a_key_of_its_own_comes_to_the_front():
    assert Bindings().bound("freeze", "F").keys(FREEZE) == ("F", "Space")


def test_a_key_that_does_something_else_is_refused_by_the_other_name():
    with pytest.raises(BindingError, match="S already does “Keep still”. Press another key."):
        Bindings().bound("freeze", "S")


@pytest.mark.parametrize("key", ["Esc", "Tab"])
def test_keys_that_lead_out_and_onward_are_refused(key):
    with pytest.raises(BindingError, match="cannot be bound"):
        Bindings().bound("freeze", key)


def test_the_keys_that_ship_come_back():
    assert Bindings().bound("freeze", "F10").restored("freeze") == Bindings()


def test_keys_that_ship_do_not_come_back_while_another_action_has_them():
    bindings = bindings_of({"freeze": ("F10",), "still": ("Space",)})
    with pytest.raises(BindingError, match="Space is bound twice"):
        bindings.restored("freeze")


def test_settings_that_bind_a_key_twice_are_refused_with_both_names():
    with pytest.raises(BindingError, match="S is bound twice, to “Freeze” and to “Keep still”."):
        bindings_of({"freeze": ("S",)})


def test_settings_that_bind_an_unknown_action_are_refused():
    with pytest.raises(BindingError, match="“fly”, which is no action"):
        bindings_of({"fly": ("F10",)})


def faults_of(changed):
    return [str(fault) for fault in usable(changed)[1]]


def test_a_key_that_ships_with_another_action_stays_with_that_and_all_else_is_used():
    changed = {"overlay": ("F10",), "freeze": ("P",), "still": ("Ctrl+S",)}
    bindings, _ = usable(changed)
    assert bindings.keys(FREEZE) == FREEZE.keys
    assert bindings.keys(BY_ID["patient_window"]) == ("P",)
    assert bindings.keys(BY_ID["overlay"]) == ("F10",)
    assert bindings.keys(BY_ID["still"]) == ("Ctrl+S",)
    assert faults_of(changed) == ["P is bound twice, to “Freeze” and to “Patient window on, off”."]


def test_an_action_keeps_its_further_keys():
    bindings, _ = usable({"freeze": ("B", "F10")})
    assert bindings.keys(FREEZE) == ("F10",)


def test_of_two_bindings_to_a_new_key_the_first_of_the_file_is_used():
    bindings, _ = usable({"still": ("F10",), "freeze": ("F10",)})
    assert bindings.keys(BY_ID["still"]) == ("F10",)
    assert bindings.keys(FREEZE) == FREEZE.keys


def test_keys_that_ship_come_back_to_an_action_that_would_have_none():
    bindings, faults = usable({"freeze": ("S",), "overlay": ("Space", "F")})
    assert bindings == Bindings()
    assert len(faults) == 3


def test_a_key_that_was_given_to_another_action_and_replaced_is_no_fault():
    bindings, faults = usable({"still": ("F10",), "freeze": ("S",)})
    assert faults == ()
    assert bindings.by_key()["S"] is FREEZE


def test_an_unknown_action_is_said_and_left_out():
    changed = {"fly": ("F10",), "freeze": ("F13",)}
    assert faults_of(changed) == ["The settings bind keys to “fly”, which is no action."]
    assert usable(changed)[0].keys(FREEZE) == ("F13",)


def test_keys_that_lead_out_and_onward_are_left_out():
    changed = {"freeze": ("Tab", "F10")}
    assert faults_of(changed) == ["Tab cannot be bound, so “Freeze” goes without it."]
    assert usable(changed)[0].keys(FREEZE) == ("F10",)


def test_no_keys_at_all_are_those_that_ship():
    assert usable({"freeze": ()}) == (Bindings(), ())
