"""The rows of Health: what each says of one look at the program, and whether that is good. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from app.settings import OverlayMode
from app.ui.language import noted, tr
from app.ui.status import AiState, PictureState, Status

LEAST_CAPTURE_HZ, LEAST_ANALYSIS_HZ = 20.0, 8.0
MOST_P95_MS = 50.0  # from capture to the screen
SYNCHRONISED_MS = 150.0  # a mask on its own frame waits for the analysis
MOST_AGE_MS = {OverlayMode.SYNCHRONISED.value: 150.0, OverlayMode.LOW_LATENCY.value: 60.0}
MOST_MISSED = 0.02  # of the frames of a second
MOST_MEMORY_MB = 4000.0
LEAST_DISK_MIN = 30.0

ASK_MODE = noted("Ask for another size or rate in Source.")
CLOSE_OTHERS = noted("Close other programs.")
LOWER_AGE = noted("Ask for a smaller picture in Source.")
CHECK_CABLE = noted("Check the cable and its USB port.")
CHECK_ROOM = noted("Too slow: check this room.")
START_AGAIN = noted("Close Fetalens and start it again.")
FREE_DISK = noted("Free the disk, or choose another folder.")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one row says.

    value   as it is written; "" for nothing yet
    number  for the trace
    advice  what to do, to be translated; "" is good. None: there is nothing to judge
    """

    value: str = ""
    number: float = 0.0
    advice: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of Health: its word, its limit in small type, and how it is read.

    read  from the status now and that of a second ago
    """

    name: str
    limit: str
    read: Callable[[Status, Status], Reading]


def _rate(hz: float, least: float, is_asked: bool, advice: str) -> Reading:
    return Reading(f"{hz:.0f}/s", hz, (advice if hz < least else "") if is_asked else None)


def _capture(now: Status, _: Status) -> Reading:
    is_live = now.picture is PictureState.LIVE and now.capture_hz > 0
    return _rate(now.capture_hz, LEAST_CAPTURE_HZ, is_live and not now.is_practice, ASK_MODE)


def _display(now: Status, _: Status) -> Reading:
    is_live = now.picture is PictureState.LIVE and now.display_hz > 0
    least = min(LEAST_CAPTURE_HZ, 0.8 * now.capture_hz)
    if now.mode == OverlayMode.SYNCHRONISED.value:
        least = min(least, 0.8 * now.analysis_hz or least)
    return _rate(now.display_hz, least, is_live, CLOSE_OTHERS)


def _latency(now: Status, _: Status) -> Reading:
    if now.latency is None:
        return Reading()
    p50, p95, p99 = now.latency
    is_waiting = now.ai is AiState.ON and now.mode == OverlayMode.SYNCHRONISED.value
    most = SYNCHRONISED_MS if is_waiting else MOST_P95_MS
    advice = LOWER_AGE if p95 > most else ""
    return Reading(f"{p50:.0f} · {p95:.0f} · {p99:.0f} ms", p95, advice)


def _age(now: Status, _: Status) -> Reading:
    if now.age_ms is None:
        return Reading()
    advice = LOWER_AGE if now.age_ms > MOST_AGE_MS.get(now.mode, 150.0) else ""
    return Reading(f"{now.age_ms:.0f} ms", now.age_ms, advice)


def _analysis(now: Status, _: Status) -> Reading:
    is_asked = now.ai is AiState.LATE or (now.ai is AiState.ON and now.analysis_hz > 0)
    return _rate(now.analysis_hz, LEAST_ANALYSIS_HZ, is_asked, CHECK_ROOM)


def _time(now: Status, _: Status) -> Reading:
    if now.analysis_ms is None:
        return Reading()
    advice = CHECK_ROOM if now.analysis_ms > 1000 / LEAST_ANALYSIS_HZ else ""
    return Reading(f"{now.analysis_ms:.0f} ms", now.analysis_ms, advice)


def _busy(now: Status, before: Status) -> Reading:
    """The newest frame is analysed and older ones are let go: as it should be."""
    lost = max(now.dropped_analysis - before.dropped_analysis, 0)
    return Reading(str(now.dropped_analysis), lost, "" if now.picture_size else None)


def _missed(total: int, before: int, hz: float, advice: str) -> Reading:
    lost = max(total - before, 0)
    is_bad = lost > max(1.0, MOST_MISSED * hz)
    return Reading(str(total), lost, (advice if is_bad else "") if hz else None)


def _source(now: Status, before: Status) -> Reading:
    advice = CLOSE_OTHERS if now.is_practice else CHECK_CABLE
    return _missed(now.dropped_source, before.dropped_source, now.capture_hz, advice)


def _unseen(now: Status, before: Status) -> Reading:
    return _missed(now.dropped_display, before.dropped_display, now.capture_hz, CLOSE_OTHERS)


def _unkept(now: Status, before: Status) -> Reading:
    if now.picture is PictureState.REPLAY:
        return Reading()
    return _missed(now.dropped_cine, before.dropped_cine, now.capture_hz, CLOSE_OTHERS)


def _memory(now: Status, _: Status) -> Reading:
    if now.memory_mb is None:
        return Reading()
    advice = START_AGAIN if now.memory_mb > MOST_MEMORY_MB else ""
    return Reading(f"{now.memory_mb:.0f} MB", now.memory_mb, advice)


def _disk(now: Status, _: Status) -> Reading:
    if now.disk_minutes is None:
        return Reading()
    advice = FREE_DISK if now.disk_minutes < LEAST_DISK_MIN else ""
    value = tr("{minutes:.0f} min").format(minutes=now.disk_minutes)
    return Reading(value, now.disk_minutes, advice)


ROWS = (
    Row(noted("Capture"), noted("frames in, 20/s or more"), _capture),
    Row(noted("Display"), noted("frames a second shown"), _display),
    Row(noted("To the screen"), noted("p50, p95, p99; p95 to 50 ms"), _latency),
    Row(noted("Overlay age"), noted("good to 60 ms, gone at 150"), _age),
    Row(noted("Analysis"), noted("frames a second, 8 or more"), _analysis),
    Row(noted("Analysis time"), noted("per frame, up to 125 ms"), _time),
    Row(noted("Not analysed"), noted("network busy, newest first"), _busy),
    Row(noted("Not delivered"), noted("left out by the source"), _source),
    Row(noted("Not shown"), noted("newer frame came first"), _unseen),
    Row(noted("Not kept"), noted("left out of the last minute"), _unkept),
    Row(noted("Memory"), noted("up to 4000 MB"), _memory),
    Row(noted("Disk left"), noted("minutes of clips, 30 or more"), _disk),
)
