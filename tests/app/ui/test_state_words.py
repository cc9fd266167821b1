"""Which state is told large, and what the buttons say in it."""

from dataclasses import replace

import pytest

from app.ui.state_words import ai_button, freeze_button, strip_state
from app.ui.status import AiState, PictureState, Status

WELL = Status(picture=PictureState.LIVE, ai=AiState.ON, age_ms=84.4)


def test_nothing_is_said_while_all_is_well():
    assert strip_state(WELL, overlay_on=True, is_ageing=False).word == ""


def test_a_lost_signal_matters_more_than_everything_else():
    lost = replace(WELL, picture=PictureState.NO_SIGNAL, ai=AiState.PAUSED)
    assert strip_state(lost, overlay_on=False, is_ageing=True).word == "NO SIGNAL"


@pytest.mark.parametrize(
    ("status", "overlay_on", "words"),
    [
        (replace(WELL, ai=AiState.LATE, ai_note="age 180 ms"), True, ("AI late", "age 180 ms")),
        (replace(WELL, ai=AiState.PAUSED), False, ("Overlay paused", "by you")),
        (
            replace(WELL, ai=AiState.WAITING, ai_note="colour Doppler"),
            True,
            ("Overlay paused", "colour Doppler"),
        ),
        (
            replace(WELL, picture=PictureState.SCANNER_FROZEN, picture_note="4 s"),
            True,
            ("SCANNER FROZEN", "4 s"),
        ),
        (WELL, False, ("Overlay off", "")),
        (WELL, True, ("age 84 ms", "")),
    ],
)
def test_the_state_that_matters_most_is_told(status, overlay_on, words):
    state = strip_state(status, overlay_on, is_ageing=True)
    assert (state.word, state.note) == words


@pytest.mark.parametrize(
    ("picture", "is_still", "word"),
    [
        (PictureState.LIVE, False, "Freeze"),
        (PictureState.FROZEN, True, "Go on"),
        (PictureState.REPLAY, False, "Pause"),
        (PictureState.REPLAY, True, "Play"),
    ],
)
def test_the_first_button_says_what_it_does_next(picture, is_still, word):
    assert freeze_button(picture, is_still).words == word


@pytest.mark.parametrize(
    ("ai", "word"),
    [
        (AiState.ON, "Pause AI"),
        (AiState.WAITING, "Pause AI"),
        (AiState.PAUSED, "Turn AI on"),
        (AiState.OFF, "Turn AI on"),
    ],
)
def test_the_ai_button_says_what_it_does_next(ai, word):
    assert ai_button(ai).words == word
