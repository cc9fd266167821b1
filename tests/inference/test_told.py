"""A sentence is plain text to everyone, and keeps its parts for the window."""

from app.video import SourceError
from inference.told import Told, told

LOST = told("No signal from {name}. Check the cable.", name="Cam Link")


def test_a_sentence_is_plain_text():
    assert LOST == "No signal from Cam Link. Check the cable."
    assert f"{LOST}" == LOST


def test_an_error_keeps_the_parts_of_its_sentence():
    kept = str(SourceError(LOST))
    assert isinstance(kept, Told)
    assert kept.template == "No signal from {name}. Check the cable."
    assert kept.fields == {"name": "Cam Link"}


def test_braces_in_a_field_are_left_alone():
    assert told("{name} is damaged.", name="a{b}.mp4") == "a{b}.mp4 is damaged."


def test_a_sentence_without_fields_may_hold_braces():
    assert told("Write {this}.") == "Write {this}."
