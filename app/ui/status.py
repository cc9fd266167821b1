"""What the program is doing, as values, and the words for it. Shown by chips, strip and Health."""

from dataclasses import dataclass
from enum import Enum

from app.live.latency import Percentiles
from inference.types import Analysis

LATE_AFTER_S = 1.0  # the words come after so long and go after so long, so that none flickers


class PictureState(Enum):
    NONE = "none"
    LIVE = "live"
    FROZEN = "frozen"
    SCANNER_FROZEN = "scanner frozen"
    REPLAY = "replay"
    NO_SIGNAL = "no signal"


class AiState(Enum):
    OFF = "off"
    STARTING = "starting"
    ON = "on"
    LATE = "late"
    PAUSED = "paused"
    WAITING = "waiting"  # the screen shows what no overlay belongs on


@dataclass(frozen=True, slots=True)
class Status:
    """One look at the program; rates in 1/s, ages in ms, None where there is nothing to say.

    picture_note, ai_note  what stands after the word: "60/s", "by you", "colour Doppler"
    lost_since             when a live source gave its last picture, if that is too long ago: also
                           while the last minute is looked through
    latency                from the capture of live pictures to the screen
    dropped_source         frames that a live source left out
    dropped_cine           frames of a live source that its last minute lacks
    disk_minutes           of clips that the disk has room for
    is_practice            the picture is of the phantom, not of a patient
    """

    picture: PictureState = PictureState.NONE
    picture_note: str = ""
    lost_since: str = ""
    ai: AiState = AiState.OFF
    ai_note: str = ""
    source: str = ""
    picture_size: tuple[int, int] | None = None
    capture_hz: float = 0.0
    display_hz: float = 0.0
    analysis_hz: float = 0.0
    analysis_ms: float | None = None
    age_ms: float | None = None
    dropped_analysis: int = 0
    dropped_display: int = 0
    dropped_source: int = 0
    dropped_cine: int = 0
    latency: Percentiles | None = None
    memory_mb: float | None = None
    disk_minutes: float | None = None
    mode: str = ""
    is_practice: bool = False


class LateWatch:
    """True once something has been late for a second, until it has been in time for a second."""

    def __init__(self) -> None:
        self._is_late = False
        self._differs_since_s: float | None = None

    def update(self, late_now: bool, now_s: float) -> bool:
        if late_now == self._is_late:
            self._differs_since_s = None
        elif self._differs_since_s is None:
            self._differs_since_s = now_s
        elif now_s - self._differs_since_s >= LATE_AFTER_S:
            self._is_late, self._differs_since_s = late_now, None
        return self._is_late


class HeldView:
    """How long the view of the analyses shown has kept its name, in the source's own time."""

    MOST_STEP_S = 1.0  # a larger one is a seek or a gap, and holding starts again

    def __init__(self) -> None:
        self._name: str | None = None
        self._since_s = 0.0
        self._last_s = 0.0

    def update(self, analysis: Analysis) -> float:
        name = analysis.view.view.id if analysis.view.view else None
        now_s = analysis.frame.time_s
        if name != self._name or not 0 <= now_s - self._last_s <= self.MOST_STEP_S:
            self._name, self._since_s = name, now_s
        self._last_s = now_s
        return now_s - self._since_s
