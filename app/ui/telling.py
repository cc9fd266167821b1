"""How AI and picture are doing: as a status, and in words where no view can be named. Pure."""

from dataclasses import replace

from app.ui.ai import Ai
from app.ui.language import in_words, noted, tr
from app.ui.status import AiState, PictureState, Status
from app.ui.viewing import Viewing
from inference.types import ScreenKind

SCREENS = {
    ScreenKind.B_MODE: noted("B-mode"),
    ScreenKind.COLOUR: noted("colour Doppler"),
    ScreenKind.TWO: noted("two pictures"),
    ScreenKind.PAGE: noted("no ultrasound picture"),
}


def status_of(ai: Ai, viewing: Viewing | None) -> Status:
    """As far as these two know. viewing: None while there is no source."""
    state = _state(ai, viewing)
    status = Status(ai=state, ai_note=_note(ai, viewing, state))
    if viewing is None:
        return status
    health, shown = viewing.session.health, viewing.shown
    return replace(
        status,
        picture=viewing.picture_state,
        picture_note=viewing.picture_note,
        lost_since=viewing.lost_since,
        source=in_words(viewing.session.source_name),
        picture_size=(shown.frame.height, shown.frame.width) if shown.frame else None,
        capture_hz=health.capture_hz,
        display_hz=viewing.display_hz,
        analysis_hz=health.analysis_hz,
        analysis_ms=shown.analysis.duration_s * 1000 if shown.analysis else None,
        age_ms=viewing.age_ms,
        dropped_analysis=health.dropped_analysis,
        dropped_display=health.dropped_display,
        dropped_source=health.dropped_source,
        dropped_cine=health.dropped_cine,
    )


def no_view_words(ai: Ai, viewing: Viewing | None) -> tuple[str, str]:
    """Why there is no view: a calm title and a reason."""
    picture = viewing.picture_state if viewing else PictureState.NONE
    if picture is PictureState.NONE:
        return "", ""
    if picture is PictureState.NO_SIGNAL:
        return tr("No picture"), tr("the signal is lost")
    if viewing is not None and viewing.is_unanalysed:
        return tr("Not analysed"), tr("masks belong to the frame they were found in")
    reason = {
        AiState.OFF: noted("AI is off"),
        AiState.STARTING: noted("AI is starting, the picture is live"),
        AiState.PAUSED: noted("AI is paused by you"),
        AiState.LATE: noted("AI is late, the picture is live"),
        AiState.WAITING: tr("the screen shows {what}").format(
            what=tr(_note(ai, viewing, AiState.WAITING))
        ),
        AiState.ON: "",
    }[_state(ai, viewing)]
    return tr("View not assessed"), tr(reason)


def _state(ai: Ai, viewing: Viewing | None) -> AiState:
    """The AI's own, or what the picture makes of it."""
    if viewing is None or ai.state is not AiState.ON:
        return ai.state
    if viewing.screen.kind is not ScreenKind.B_MODE:
        return AiState.WAITING
    return AiState.LATE if viewing.is_late else AiState.ON


def _note(ai: Ai, viewing: Viewing | None, state: AiState) -> str:
    """What stands after the word of the AI's state."""
    if viewing is not None and state is AiState.WAITING:
        return SCREENS[viewing.screen.kind]
    if state not in (AiState.ON, AiState.LATE):
        return ai.note
    if viewing is None or viewing.picture_state is PictureState.NONE:
        return noted("ready")
    if viewing.picture_state is PictureState.NO_SIGNAL:
        return noted("no picture")
    if viewing.is_still:
        return noted("this frame") if viewing.shown.is_exact else ""
    age_ms = viewing.age_ms  # asked once: the capture thread may lose the signal in between
    age = "" if age_ms is None else tr("age {time:.0f} ms").format(time=age_ms)
    if state is AiState.LATE:
        return age if viewing.shown.analysis else tr("{age}, overlay hidden").format(age=age)
    return f"{viewing.session.health.analysis_hz:.0f}/s  {age}".strip()
