"""The state behind the window: the analyzer, the source on the screen, and how it is drawn.

The window asks it every frame what to show, and hands it the operator's commands.
"""

import gc
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.export.picture import Origin, PictureError, keep_still
from app.fans import fans_of
from app.live import Session, standing_back
from app.live.latency import Latencies
from app.measuring.measurement import Sheet
from app.settings import LabelMode, OverlayMode, OverlaySettings, Preset, Settings
from app.ui.background import Errand
from app.ui.language import ENGLISH, LanguageError, in_words, noted, tr, use_language
from app.ui.overlay_style import OverlayStyle, style_of
from app.ui.showing import Shown
from app.ui.status import AiState, PictureState, Status
from app.ui.upkeep import Upkeep
from app.ui.viewing import Viewing
from app.video import SourceError, VideoSource
from app.video.practice import PracticeSource
from inference.analyzer import Analyzer, ModelInfo
from inference.types import Frame, Screen, ScreenKind, ViewPrediction
from inference.yolact.checkpoint import ModelError

FILL_STEP = 0.04
SCREENS = {
    ScreenKind.B_MODE: noted("B-mode"),
    ScreenKind.COLOUR: noted("colour Doppler"),
    ScreenKind.TWO: noted("two pictures"),
    ScreenKind.PAGE: noted("no ultrasound picture"),
}
NO_FAN_YET = noted("The fan is not known yet. AI finds it on a grey picture; turn AI on (X).")
NO_AI = noted("AI off: ")  # before the sentence that says why


class Workstation(QObject):
    """Owns the analyzer and at most one session. Everything here runs in the GUI thread."""

    source_changed = Signal()
    style_changed = Signal()
    mode_changed = Signal(object)  # OverlayMode
    overlay_toggled = Signal(bool)
    fan_toggled = Signal(bool)
    model_changed = Signal()
    said = Signal(object)  # a sentence that something is wrong
    kept = Signal(str)  # a still is on the disk
    language_changed = Signal()
    extent_changed = Signal(bool)  # stills keep the whole screen, or the fan only

    def __init__(
        self,
        settings: Settings,
        load_analyzer: Callable[[], Analyzer],
        open_source: Callable[[str], VideoSource],
        practice: str | None = None,
        parent: QObject | None = None,
    ) -> None:
        """practice: the source of the bundled phantom loop, which is said to be one."""
        super().__init__(parent)
        self.settings = settings
        self.style = style_of(settings.overlay, settings.language)
        self.mode = settings.overlay.mode
        self.overlay_on = True
        self.fan_on = False
        self.fans = fans_of(settings.fans)
        self.whole_screen = (
            False  # stills keep what stands outside of the fan; asked for each source
        )
        self.measured: Callable[[Frame], Sheet | None] = lambda frame: None  # kept with its still
        self.viewing: Viewing | None = None
        self.operator_view: str | None = None  # id of the view that the operator set, or NO_VIEW
        self.latencies = Latencies()  # of the source on the screen
        self._upkeep = Upkeep(settings.pictures_folder)
        self.source_url = ""  # of the source on the screen; it may hold a password
        self.source_trouble = ""  # the last sentence about a source; another source solves it
        self._load_analyzer, self._open_source = load_analyzer, open_source
        self._practice, self._is_practice = practice, False
        self.steerable: PracticeSource | None = None  # the source, if it has a probe to steer
        self._analyzer: Analyzer | None = None
        self._ai, self._ai_note = AiState.STARTING, ""
        self._errands: list[Errand] = []
        self._opening: Errand | None = None
        self._loading: Errand | None = None

    @property
    def model(self) -> ModelInfo | None:
        return self._analyzer.info if self._analyzer else None

    @property
    def is_practice(self) -> bool:
        """The picture is of the phantom, whose screen names nobody."""
        return self._is_practice

    def start_ai(self) -> None:
        """Load the weights in the background; the picture does not wait for them."""
        self._ai, self._ai_note = AiState.STARTING, ""
        errand = self._errand(
            standing_back(self._load_analyzer),  # before the engine starts its threads
            (ModelError,),
            noted("The model could not be loaded. The picture goes on; the log says more."),
        )
        self._loading = errand
        errand.done.connect(partial(self._use_analyzer, errand))
        errand.failed.connect(partial(self._do_without_analyzer, errand))
        errand.start()

    def use_model(self, load_analyzer: Callable[[], Analyzer]) -> None:
        """Work with another model; until it is loaded the picture goes on with the former one."""
        self._load_analyzer = load_analyzer
        self.start_ai()

    def toggle_ai(self) -> None:
        """Pause and resume; after a failure, try to load again."""
        if self._ai is AiState.PAUSED:
            self._ai, self._ai_note = AiState.ON, ""
            self._hand_analyzer(self._analyzer)
        elif self._ai is AiState.ON:
            self._ai, self._ai_note = AiState.PAUSED, noted("by you")
            self._hand_analyzer(None)
        elif self._ai is AiState.OFF:
            self.start_ai()

    def open(self, url: str) -> None:
        """Open a source in the background; the former one goes on until then."""
        errand = self._errand(
            lambda: self._open_source(url),
            (SourceError,),
            noted("The source could not be opened. The log says more."),
        )
        self._opening = errand
        errand.done.connect(partial(self._use_source, errand, url))
        errand.failed.connect(partial(self._refuse_source, errand))
        errand.start()

    def close(self) -> None:
        """Give back source, session and threads."""
        self._opening = None
        for errand in self._errands:
            errand.join()
        if self.viewing is not None:
            self.viewing.close()
            self.viewing = None

    def tick(self) -> Shown:
        """What to show now."""
        return Shown() if self.viewing is None else self.viewing.tick()

    @property
    def shown(self) -> Shown:
        return Shown() if self.viewing is None else self.viewing.shown

    @property
    def view(self) -> tuple[ViewPrediction, float] | None:
        """The view of the picture and for how many seconds; None: nothing says which."""
        return None if self.viewing is None else self.viewing.view

    def no_view_words(self) -> tuple[str, str]:
        """Why there is no view: a calm title and a reason."""
        picture = self.viewing.picture_state if self.viewing else PictureState.NONE
        if picture is PictureState.NONE:
            return "", ""
        if picture is PictureState.NO_SIGNAL:
            return tr("No picture"), tr("the signal is lost")
        if self.viewing is not None and self.viewing.is_unanalysed:
            return tr("Not analysed"), tr("masks belong to the frame they were found in")
        reason = {
            AiState.OFF: noted("AI is off"),
            AiState.STARTING: noted("AI is starting, the picture is live"),
            AiState.PAUSED: noted("AI is paused by you"),
            AiState.LATE: noted("AI is late, the picture is live"),
            AiState.WAITING: tr("the screen shows {what}").format(
                what=tr(self._ai_words(AiState.WAITING))
            ),
            AiState.ON: "",
        }[self._ai_state()]
        return tr("View not assessed"), tr(reason)

    def status(self) -> Status:
        """How everything is doing, for chips and Health."""
        ai, viewing = self._ai_state(), self.viewing
        self._upkeep.look()
        status = Status(
            ai=ai,
            ai_note=self._ai_words(ai),
            mode=self.mode.value,
            memory_mb=self._upkeep.memory_mb,
            disk_minutes=self._upkeep.disk_minutes,
        )
        if viewing is None:
            return status
        health, shown = viewing.session.health, viewing.shown
        return replace(
            status,
            picture=viewing.picture_state,
            picture_note=viewing.picture_note,
            lost_since=viewing.lost_since,
            source=viewing.session.source_name,
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
            latency=self.latencies.percentiles,
            is_practice=self._is_practice,
        )

    def set_language(self, code: str) -> None:
        """Speak this language; English, with a sentence, if there is no file of it."""
        try:
            use_language(code)
        except LanguageError as error:
            code = ENGLISH
            self.said.emit(str(error))
        self.style = replace(self.style, language=code)
        self.settings = self.settings.model_copy(update={"language": code})
        self.language_changed.emit()

    def set_style(self, style: OverlayStyle) -> None:
        if style != self.style:
            self.style = style
            self.style_changed.emit()

    def set_overlay(self, overlay: OverlaySettings) -> None:
        """Draw as a profile says."""
        self.settings = self.settings.model_copy(update={"overlay": overlay})
        self.set_style(style_of(overlay, self.style.language))
        self.set_mode(overlay.mode)

    def more_fill(self, steps: int) -> None:
        self.set_style(self.style.with_more_fill(steps * FILL_STEP))

    def toggle_outline(self) -> None:
        self.set_style(replace(self.style, outline_only=not self.style.outline_only))

    def toggle_hatch(self) -> None:
        self.set_style(replace(self.style, hatch=not self.style.hatch))

    def next_labels(self) -> None:
        modes = list(LabelMode)
        mode = modes[(modes.index(self.style.labels) + 1) % len(modes)]
        self.set_style(replace(self.style, labels=mode))

    def next_preset(self) -> None:
        presets = list(Preset)
        following = presets[(presets.index(self.style.preset) + 1) % len(presets)]
        self.set_style(self.style.with_preset(following))

    def toggle_overlay(self) -> None:
        self.overlay_on = not self.overlay_on
        self.overlay_toggled.emit(self.overlay_on)

    def toggle_fan(self) -> None:
        """Show the insonated fan as a thin line, or no longer."""
        self.fan_on = not self.fan_on
        self.fan_toggled.emit(self.fan_on)
        is_known = self.viewing is not None and self.viewing.screen.fan
        if self.fan_on and not is_known:
            self.said.emit(tr(NO_FAN_YET))

    def set_mode(self, mode: OverlayMode) -> None:
        self.mode = mode
        if self.viewing is not None:
            self.viewing.set_mode(mode)
        self.mode_changed.emit(mode)

    def next_mode(self) -> None:
        is_sync = self.mode is OverlayMode.SYNCHRONISED
        self.set_mode(OverlayMode.LOW_LATENCY if is_sync else OverlayMode.SYNCHRONISED)

    def keep_still(self) -> None:
        """Write what is on the screen; an overlay only with its own frame, and none if hidden."""
        frame = self.shown.frame
        if frame is None:
            return
        analysis = self.shown.analysis if self.overlay_on else None
        if analysis is not None:
            frame = analysis.frame
        origin = Origin(datetime.now(), self.model, self._is_practice, self.operator_view)
        screen = self.viewing.screen if self.viewing is not None else Screen()
        keep = partial(
            keep_still,
            frame,
            analysis,
            self.style,
            origin,
            self.settings.pictures_folder,
            self.whole_screen or self._is_practice,  # the phantom's screen names nobody
            self.measured(frame),
            partial(self.fans.region, frame, screen),
        )
        errand = self._errand(
            standing_back(keep),
            (PictureError,),
            noted("The still could not be kept. The picture goes on; the log says more."),
        )
        word = (
            noted("Whole screen kept in {folder}")
            if self.whole_screen
            else noted("Still kept in {folder}")
        )
        errand.done.connect(lambda paths: self.kept.emit(tr(word).format(folder=paths[0].parent)))
        errand.failed.connect(self.said)
        errand.start()

    def set_whole_screen(self, on: bool) -> None:
        """Let stills of this source keep the whole screen, names too, or the fan only."""
        if on != self.whole_screen:
            self.whole_screen = on
            self.extent_changed.emit(on)

    def settings_now(self) -> Settings:
        """The settings with what the operator changed here; hidden structures come back."""
        style = self.style
        overlay = self.settings.overlay.model_copy(
            update={
                "mode": self.mode,
                "preset": style.preset,
                "fill": style.fill,
                "outline_only": style.outline_only,
                "hatch": style.hatch,
                "labels": style.labels,
            }
        )
        changed = {"overlay": overlay, "fans": self.fans.written()}
        return self.settings.model_copy(update=changed)

    def _errand(
        self, call: Callable[[], object], expected: tuple[type[Exception], ...], excuse: str
    ) -> Errand:
        errand = Errand(call, expected, excuse, self)
        self._errands.append(errand)
        for signal in (errand.done, errand.failed):
            signal.connect(lambda _: self._errands.remove(errand))
        return errand

    def _use_analyzer(self, errand: Errand, analyzer: Analyzer) -> None:
        if errand is not self._loading:  # another was asked for meanwhile
            return
        self._analyzer = analyzer
        gc.collect()
        gc.freeze()  # looking through all that was loaded would stop the picture for 140 ms
        self._ai = AiState.ON
        self._hand_analyzer(analyzer)
        self.model_changed.emit()

    def _do_without_analyzer(self, errand: Errand, sentence: str) -> None:
        if errand is not self._loading:
            return
        self._hand_analyzer(None)
        self._ai, self._ai_note = AiState.OFF, noted("no model")
        self.said.emit(tr(NO_AI) + in_words(sentence))
        self.model_changed.emit()

    def _hand_analyzer(self, analyzer: Analyzer | None) -> None:
        if self.viewing is not None:
            self.viewing.set_analyzer(analyzer)

    def _use_source(self, errand: Errand, url: str, source: VideoSource) -> None:
        if errand is not self._opening:
            source.close()
            return
        if self.viewing is not None:
            self._retire(self.viewing)
        analyzer = self._analyzer if self._ai is AiState.ON else None
        session = Session(source, analyzer, self)
        session.failed.connect(self._do_without_source)
        session.analysis_failed.connect(self._do_without_analysis)
        self.set_whole_screen(False)
        self.source_url = url
        self.latencies.clear()
        self.steerable = source if isinstance(source, PracticeSource) else None
        self.viewing = Viewing(
            session,
            self.mode,
            is_assessed=analyzer is not None,
            is_drawn=self.steerable is not None,
        )
        self._is_practice = url == self._practice or self.steerable is not None
        if session.is_seekable:
            session.set_looping(True)
        session.start()
        self._remember(url, session.source_name)
        self.source_changed.emit()

    def _remember(self, url: str, source_name: str) -> None:
        """Among the recent ones: no address, with its password, and no name of a patient."""
        path = os.path.abspath(os.path.expanduser(url))
        is_named = os.path.basename(path) in source_name  # else it was hidden
        if os.path.exists(path) and is_named and not self._is_practice:
            self.settings = self.settings.with_recent(path)

    def _retire(self, viewing: Viewing) -> None:
        """Close it in the background: a dead network source takes seconds to let go."""
        viewing.session.failed.disconnect(self._do_without_source)
        viewing.session.end_analysis()  # the next session may have the analyzer
        excuse = noted(
            "The former source could not be closed. The picture goes on; the log says more."
        )
        errand = self._errand(viewing.close, (), excuse)
        errand.failed.connect(self.said)
        errand.start()

    def _refuse_source(self, errand: Errand, sentence: str) -> None:
        """It could not be opened; of no concern if another was asked for since."""
        if errand is self._opening:
            self._do_without_source(sentence)

    def _do_without_source(self, sentence: str) -> None:
        self.source_trouble = sentence
        self.said.emit(sentence)

    def _do_without_analysis(self, sentence: str) -> None:
        self._ai, self._ai_note = AiState.OFF, noted("stopped")
        self._hand_analyzer(None)
        self.said.emit(sentence)

    def _ai_state(self) -> AiState:
        viewing = self.viewing
        if viewing is None or self._ai is not AiState.ON:
            return self._ai
        if viewing.screen.kind is not ScreenKind.B_MODE:
            return AiState.WAITING
        return AiState.LATE if viewing.is_late else AiState.ON

    def _ai_words(self, state: AiState) -> str:
        """What stands after the word of the AI's state."""
        viewing = self.viewing
        if viewing is not None and state is AiState.WAITING:
            return SCREENS[viewing.screen.kind]
        if state not in (AiState.ON, AiState.LATE):
            return self._ai_note
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
