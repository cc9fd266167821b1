"""The words and icons for states: the large one in the strip, and what the buttons say. Pure."""

from typing import NamedTuple

from app.ui.language import noted, tr
from app.ui.status import AiState, PictureState, Status


class StripState(NamedTuple):
    """What is not as it should be, large; no word: all is."""

    icon: str = ""
    word: str = ""
    note: str = ""
    kind: str = "plain"


class ButtonWords(NamedTuple):
    """What a button says, to be translated there; `short` in a small window."""

    words: str
    short: str
    icon: str


def strip_state(status: Status, overlay_on: bool, is_ageing: bool) -> StripState:
    """The state that matters most; is_ageing: the overlay on the picture is of an earlier frame."""
    if status.picture is PictureState.NO_SIGNAL:  # a card on the picture says since when
        return StripState("video-camera-slash", tr("NO SIGNAL"), "", "alert")
    if status.lost_since:
        since = tr("since {time}").format(time=status.lost_since)
        return StripState("video-camera-slash", tr("NO SIGNAL"), since, "alert")
    if status.ai is AiState.LATE:
        return StripState("timer", tr("AI late"), status.ai_note, "warn")
    if status.ai is AiState.PAUSED:
        return StripState("pause", tr("Overlay paused"), tr("by you"), "warn")
    if status.ai is AiState.WAITING:
        return StripState("pause", tr("Overlay paused"), tr(status.ai_note), "warn")
    if status.picture is PictureState.SCANNER_FROZEN:
        return StripState("snowflake", tr("SCANNER FROZEN"), status.picture_note, "warn")
    if not overlay_on:
        return StripState("eye-slash", tr("Overlay off"))
    if is_ageing and status.age_ms is not None:
        return StripState("timer", tr("age {time:.0f} ms").format(time=status.age_ms))
    return StripState()


def freeze_button(picture: PictureState, is_still: bool) -> ButtonWords:
    """is_still: the replay stands."""
    play, pause, go_on = noted("Play"), noted("Pause"), noted("Go on")
    freeze = noted("Freeze")
    if picture is PictureState.REPLAY and is_still:
        return ButtonWords(play, play, "play")
    if picture is PictureState.REPLAY:
        return ButtonWords(pause, pause, "pause")
    if picture is PictureState.FROZEN:
        return ButtonWords(go_on, go_on, "play")
    return ButtonWords(freeze, freeze, "snowflake")


def ai_button(ai: AiState) -> ButtonWords:
    if ai in (AiState.ON, AiState.LATE, AiState.WAITING, AiState.STARTING):
        return ButtonWords(noted("Pause AI"), noted("Pause AI"), "pause")
    return ButtonWords(noted("Turn AI on"), noted("AI on"), "cpu")
