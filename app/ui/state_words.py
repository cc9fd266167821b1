"""The words and icons for states: the large one in the strip, and what the buttons say. Pure."""

from typing import NamedTuple

from app.ui.status import AiState, PictureState, Status


class StripState(NamedTuple):
    """What is not as it should be, large; no word: all is."""

    icon: str = ""
    word: str = ""
    note: str = ""
    kind: str = "plain"


class ButtonWords(NamedTuple):
    """What a button says; `short` in a small window."""

    words: str
    short: str
    icon: str


def strip_state(status: Status, overlay_on: bool, is_ageing: bool) -> StripState:
    """The state that matters most; is_ageing: the overlay on the picture is of an earlier frame."""
    if status.picture is PictureState.NO_SIGNAL:
        return StripState("video-camera-slash", "NO SIGNAL", "", "alert")
    if status.ai is AiState.LATE:
        return StripState("timer", "AI late", status.ai_note, "warn")
    if status.ai is AiState.PAUSED:
        return StripState("pause", "Overlay paused", "by you", "warn")
    if status.ai is AiState.WAITING:
        return StripState("pause", "Overlay paused", status.ai_note, "warn")
    if status.picture is PictureState.SCANNER_FROZEN:
        return StripState("snowflake", "SCANNER FROZEN", status.picture_note, "warn")
    if not overlay_on:
        return StripState("eye-slash", "Overlay off")
    if is_ageing and status.age_ms is not None:
        return StripState("timer", f"age {status.age_ms:.0f} ms")
    return StripState()


def freeze_button(picture: PictureState, is_still: bool) -> ButtonWords:
    """is_still: the replay stands."""
    if picture is PictureState.REPLAY:
        return ButtonWords(*(("Play", "Play", "play") if is_still else ("Pause", "Pause", "pause")))
    if picture is PictureState.FROZEN:
        return ButtonWords("Go on", "Go on", "play")
    return ButtonWords("Freeze", "Freeze", "snowflake")


def ai_button(ai: AiState) -> ButtonWords:
    if ai in (AiState.ON, AiState.LATE, AiState.WAITING, AiState.STARTING):
        return ButtonWords("Pause AI", "Pause AI", "pause")
    return ButtonWords("Turn AI on", "AI on", "cpu")
