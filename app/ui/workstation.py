"""The state behind the window: one session, the analyzer, what is shown and how it is drawn.

The window asks it every frame what to show, and hands it every command.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.export.picture import PictureError, keep_still
from app.live import PlaybackState, Session
from app.live.rates import RateMeter
from app.settings import LabelMode, OverlayMode, Preset, Settings
from app.ui.background import Errand
from app.ui.overlay import OverlayStyle
from app.ui.showing import LIVE_LIMIT_S, REPLAY_LIMIT_S, Showing, Shown
from app.ui.status import AiState, HeldView, LateWatch, PictureState, Status
from app.video import SourceError, VideoSource
from inference.analyzer import Analyzer, ModelError, ModelInfo
from inference.types import ViewPrediction

log = logging.getLogger(__name__)

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
FILL_STEP = 0.04
VIEW_STAYS_S = 1.0  # without a new analysis


class Workstation(QObject):
    """Owns the session and the analyzer. Everything here runs in the GUI thread."""

    source_changed = Signal()
    style_changed = Signal(object)  # OverlayStyle
    mode_changed = Signal(object)  # OverlayMode
    overlay_toggled = Signal(bool)
    model_changed = Signal(object)  # ModelInfo | None
    said = Signal(str)  # a sentence that something is wrong
    kept = Signal(str)  # a still is on the disk

    def __init__(
        self,
        settings: Settings,
        load_analyzer: Callable[[], Analyzer],
        open_source: Callable[[str], VideoSource],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        overlay = settings.overlay
        self.settings = settings
        self.style = OverlayStyle(
            fill=overlay.fill,
            outline_only=overlay.outline_only,
            labels=overlay.labels,
            preset=overlay.preset,
            language=settings.language,
            uncertain_below=overlay.uncertain_below,
        )
        self.mode = overlay.mode
        self.overlay_on = True
        self.session: Session | None = None
        self.shown = Shown()
        self._load_analyzer, self._open_source = load_analyzer, open_source
        self._analyzer: Analyzer | None = None
        self._ai = AiState.STARTING
        self._ai_note = ""
        self._showing = Showing(self.mode)
        self._held = HeldView()
        self._view: ViewPrediction | None = None
        self._held_s = 0.0
        self._view_at_s = 0.0
        self._late = LateWatch()
        self._is_late = False
        self._display = RateMeter()
        self._errands: list[Errand] = []
        self._opening: Errand | None = None

    # the analyzer

    def start_ai(self) -> None:
        """Load the weights in the background; the picture does not wait for them."""
        self._ai, self._ai_note = AiState.STARTING, ""
        errand = self._send(
            self._load_analyzer,
            (ModelError,),
            "The model could not be loaded. The picture goes on; the log says more.",
        )
        errand.done.connect(self._use_analyzer)
        errand.failed.connect(self._do_without_analyzer)
        errand.start()

    def toggle_ai(self) -> None:
        if self._ai is AiState.PAUSED:
            self._ai, self._ai_note = AiState.ON, ""
            self._hand_analyzer(self._analyzer)
        elif self._ai is AiState.ON:
            self._ai, self._ai_note = AiState.PAUSED, "by you"
            self._hand_analyzer(None)
        elif self._ai is AiState.OFF:
            self.start_ai()

    @property
    def model(self) -> ModelInfo | None:
        return self._analyzer.info if self._analyzer else None

    # the source

    def open(self, source: str) -> None:
        """Open a source in the background; the former one goes on until then."""
        errand = self._send(
            lambda: self._open_source(source),
            (SourceError,),
            f"{Path(source).name} could not be opened. The log says more.",
        )
        self._opening = errand
        errand.done.connect(lambda opened: self._use_source(errand, source, opened))
        errand.failed.connect(self.said)
        errand.start()

    def close(self) -> None:
        """Give back source, session and threads."""
        self._opening = None
        for errand in self._errands:
            errand.join()
        if self.session is not None:
            self.session.close()
            self.session = None

    # every frame

    def tick(self) -> Shown:
        """Look for a new frame and analysis, and pick what to show."""
        session = self.session
        if session is None:
            return self.shown
        wall_s = time.monotonic()
        former = self.shown
        shown = self._showing.take(
            session.poll_frame(), session.poll_analysis(), session.now_s, wall_s
        )
        self.shown = shown
        if shown.frame is not former.frame:
            self._display.tick()
        late_now = shown.analysis is None and shown.age_s is not None and not self._is_still
        self._is_late = self._late.update(late_now and self._ai is AiState.ON, wall_s)
        if shown.analysis is not None and shown.analysis is not former.analysis:
            self._view = shown.analysis.view
            self._held_s = self._held.update(shown.analysis)
        if shown.analysis is not None:
            self._view_at_s = wall_s
        elif wall_s - self._view_at_s > VIEW_STAYS_S or self._is_still:
            self._view = None
        return shown

    def view(self) -> tuple[ViewPrediction, float] | None:
        """The view of the picture and how long it has been held; None: nothing says which."""
        lost = self._picture_state() in (PictureState.NO_SIGNAL, PictureState.NONE)
        return None if self._view is None or lost else (self._view, self._held_s)

    def no_view_words(self) -> tuple[str, str]:
        """Why there is no view: a calm title and a reason."""
        picture = self._picture_state()
        if picture is PictureState.NONE:
            return "", ""
        if picture is PictureState.NO_SIGNAL:
            return "No picture", "the signal is lost"
        reason = {
            AiState.OFF: "AI is off",
            AiState.STARTING: "AI is starting, the picture is live",
            AiState.PAUSED: "AI is paused by you",
            AiState.LATE: "AI is late, the picture is live",
            AiState.ON: "",
        }[self._ai_state()]
        return "View not assessed", reason

    def status(self) -> Status:
        wall_s = time.monotonic()
        shown, session = self.shown, self.session
        ai = self._ai_state()
        status = Status(
            picture=self._picture_state(),
            picture_note=self._picture_note(wall_s),
            ai=ai,
            ai_note=self._ai_words(ai),
            mode=self.mode.value,
            display_hz=self._display.hz,
        )
        if session is None:
            return status
        health = session.health
        frame = shown.frame
        return replace(
            status,
            source=session.source_name,
            picture_size=(frame.height, frame.width) if frame else None,
            capture_hz=health.capture_hz,
            analysis_hz=health.analysis_hz,
            analysis_ms=shown.analysis.duration_s * 1000 if shown.analysis else None,
            age_ms=self._age_ms(),
            dropped_analysis=health.dropped_analysis,
            dropped_display=health.dropped_display,
        )

    @property
    def is_frozen(self) -> bool:
        return self._showing.is_frozen

    @property
    def playback(self) -> PlaybackState | None:
        return self.session.playback if self.session else None

    def lost_words(self) -> tuple[str, ...]:
        """What the card on a dead picture says; empty while there is a signal."""
        since = self.session.health.signal_lost_since_s if self.session else None
        if since is None:
            return ()
        began = datetime.now() - timedelta(seconds=max(self.session.now_s - since, 0.0))
        return (
            f"NO SIGNAL since {began:%H:%M:%S}",
            "Look at the scanner, not here.",
            "Check the cable at the capture card. Trying again.",
        )

    # commands

    def toggle_freeze(self) -> None:
        """Freeze and go on; in replay, pause and play."""
        if self.session is None:
            return
        if (playback := self.playback) is not None:
            if playback.playing:
                self.session.pause()
            else:
                self.session.play()
        elif self._showing.is_frozen:
            self._showing.go_on()
        else:
            self._showing.freeze(time.monotonic())

    def step(self, frames: int) -> None:
        if self.playback is not None:
            self.session.pause()
            self.session.step(frames)

    def move(self, seconds: float) -> None:
        if (playback := self.playback) is not None:
            self.seek(min(max(playback.position_s + seconds, 0.0), playback.duration_s))

    def seek(self, time_s: float) -> None:
        if self.session is not None and self.playback is not None:
            self.session.seek(time_s)

    def go_to_end(self) -> None:
        if (playback := self.playback) is not None:
            self.session.pause()
            self.session.seek(playback.duration_s)

    def change_speed(self, steps: int, around: bool = False) -> None:
        """So many steps faster; `around` starts over after the fastest."""
        if (playback := self.playback) is None:
            return
        nearest = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - playback.rate))
        place = nearest + steps
        place = place % len(SPEEDS) if around else min(max(place, 0), len(SPEEDS) - 1)
        self.session.set_rate(SPEEDS[place])

    def normal_speed(self) -> None:
        if self.playback is not None:
            self.session.set_rate(1.0)

    def set_style(self, style: OverlayStyle) -> None:
        if style != self.style:
            self.style = style
            self.style_changed.emit(style)

    def more_fill(self, steps: int) -> None:
        self.set_style(self.style.with_more_fill(steps * FILL_STEP))

    def toggle_outline(self) -> None:
        self.set_style(replace(self.style, outline_only=not self.style.outline_only))

    def next_labels(self) -> None:
        modes = list(LabelMode)
        mode = modes[(modes.index(self.style.labels) + 1) % len(modes)]
        self.set_style(replace(self.style, labels=mode))

    def next_preset(self) -> None:
        other = Preset.TEACH if self.style.preset is Preset.SCAN else Preset.SCAN
        self.set_style(self.style.with_preset(other))

    def toggle_overlay(self) -> None:
        self.overlay_on = not self.overlay_on
        self.overlay_toggled.emit(self.overlay_on)

    def set_mode(self, mode: OverlayMode) -> None:
        self.mode = self._showing.mode = mode
        self.mode_changed.emit(mode)

    def next_mode(self) -> None:
        is_sync = self.mode is OverlayMode.SYNCHRONISED
        self.set_mode(OverlayMode.LOW_LATENCY if is_sync else OverlayMode.SYNCHRONISED)

    def keep_still(self) -> None:
        """Write what is on the screen; an overlay only with its own frame."""
        analysis, frame = self.shown.analysis, self.shown.frame
        if frame is None:
            return
        if analysis is not None:
            frame = analysis.frame
        style, model, folder = self.style, self.model, self.settings.pictures_folder
        taken = datetime.now()
        errand = self._send(
            lambda: keep_still(frame, analysis, style, model, folder, taken),
            (PictureError,),
            "The still could not be kept. The picture goes on; the log says more.",
        )
        errand.done.connect(lambda paths: self.kept.emit(f"Still kept in {paths[0].parent}"))
        errand.failed.connect(self.said)
        errand.start()

    def settings_now(self) -> Settings:
        """The settings with what the operator changed here."""
        style = self.style
        overlay = self.settings.overlay.model_copy(
            update={
                "mode": self.mode,
                "preset": style.preset,
                "fill": style.fill,
                "outline_only": style.outline_only,
                "labels": style.labels,
            }
        )
        return self.settings.model_copy(update={"overlay": overlay})

    # inside

    def _send(
        self, call: Callable[[], object], expected: tuple[type[Exception], ...], excuse: str
    ) -> Errand:
        errand = Errand(call, expected, excuse, self)
        self._errands.append(errand)
        for signal in (errand.done, errand.failed):
            signal.connect(lambda *_: self._errands.remove(errand))
        return errand

    def _use_analyzer(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._ai = AiState.ON
        self._hand_analyzer(analyzer)
        self.model_changed.emit(analyzer.info)

    def _do_without_analyzer(self, sentence: str) -> None:
        self._ai, self._ai_note = AiState.OFF, "no model"
        self.said.emit(f"AI off: {sentence}")
        self.model_changed.emit(None)

    def _hand_analyzer(self, analyzer: Analyzer | None) -> None:
        if analyzer is None:
            self._showing.forget_analysis()
        if self.session is not None:
            self.session.set_analyzer(analyzer)

    def _use_source(self, errand: Errand, url: str, source: VideoSource) -> None:
        if errand is not self._opening:
            source.close()
            return
        if self.session is not None:
            self.session.close()
        analyzer = self._analyzer if self._ai is AiState.ON else None
        session = Session(source, analyzer, self)
        session.failed.connect(self.said)
        session.analysis_failed.connect(self._analysis_stopped)
        limit_s = REPLAY_LIMIT_S if session.is_seekable else LIVE_LIMIT_S
        self.session = session
        self.shown = Shown()
        self._showing = Showing(self.mode, limit_s)
        self._held, self._late, self._view = HeldView(), LateWatch(), None
        if session.is_seekable:
            session.set_looping(True)
        session.start()
        self.settings = self.settings.with_recent(url)
        self.source_changed.emit()

    def _analysis_stopped(self, sentence: str) -> None:
        self._ai, self._ai_note = AiState.OFF, "stopped"
        self._showing.forget_analysis()
        self.said.emit(sentence)

    @property
    def _is_still(self) -> bool:
        """The picture stands by the operator's will."""
        playback = self.playback
        return self._showing.is_frozen or (playback is not None and not playback.playing)

    def _picture_state(self) -> PictureState:
        if self.session is None or self.shown.frame is None:
            return PictureState.NONE
        if self.session.health.signal_lost_since_s is not None:
            return PictureState.NO_SIGNAL
        if self.playback is not None:
            return PictureState.REPLAY
        return PictureState.FROZEN if self._showing.is_frozen else PictureState.LIVE

    def _picture_note(self, wall_s: float) -> str:
        state = self._picture_state()
        if state is PictureState.LIVE:
            return f"{self.session.health.capture_hz:.0f}/s"
        if state is PictureState.FROZEN:
            return f"{self._showing.frozen_for_s(wall_s):.0f} s"
        if state is PictureState.REPLAY:
            return f"{self.playback.rate:g}×" if self.playback.playing else "paused"
        return ""

    def _ai_state(self) -> AiState:
        return AiState.LATE if self._is_late and self._ai is AiState.ON else self._ai

    def _ai_words(self, state: AiState) -> str:
        if state not in (AiState.ON, AiState.LATE):
            return self._ai_note
        if self.session is None or self.shown.frame is None:
            return "ready"
        if self._picture_state() is PictureState.NO_SIGNAL:
            return "no picture"
        if self._is_still:
            return "this frame" if self.shown.is_exact else ""
        age_ms = self._age_ms()
        age = "" if age_ms is None else f"age {age_ms:.0f} ms"
        if state is AiState.LATE:
            return age if self.shown.analysis else f"{age}, overlay hidden"
        return f"{self.session.health.analysis_hz:.0f}/s  {age}".strip()

    def _age_ms(self) -> float | None:
        lost = self._picture_state() is PictureState.NO_SIGNAL
        if self.shown.age_s is None or self._is_still or lost:
            return None
        rate = self.playback.rate if self.playback else 1.0
        return max(self.shown.age_s, 0.0) / rate * 1000
