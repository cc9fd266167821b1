"""The state behind the window: the source on the screen, what analyses it, and how it is drawn.

The window asks it every frame what to show, and hands it the operator's commands.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.fans import fans_of
from app.live import Session
from app.live.latency import Latencies
from app.measuring.measurement import Sheet
from app.operator_views import OperatorViews
from app.settings import OverlayMode, Settings
from app.ui.ai import Ai
from app.ui.background import Errand, Errands
from app.ui.drawing import Drawing
from app.ui.language import ENGLISH, LanguageError, noted, use_language
from app.ui.showing import Shown
from app.ui.status import Status
from app.ui.telling import status_of
from app.ui.upkeep import Upkeep
from app.ui.viewing import Viewing
from app.video import SourceError, VideoSource
from app.video.practice import PracticeSource
from inference.analyzer import Analyzer
from inference.types import Frame, ViewPrediction


class Workstation(QObject):
    """Owns at most one session. Everything here runs in the GUI thread."""

    source_changed = Signal()
    said = Signal(object)  # a sentence that something is wrong
    kept = Signal(str)  # a sentence: something is on the disk
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
        self.ai = Ai(load_analyzer, self)
        self.drawing = Drawing(settings.overlay, settings.language, self)
        self.fans = fans_of(settings.fans)
        self.whole_screen = False  # stills keep the fan only; asked for each source
        self.measured: Callable[[Frame], Sheet | None] = lambda frame: None  # kept with its still
        self.viewing: Viewing | None = None
        self.operator_views = OperatorViews()  # of the frames of this source
        self.latencies = Latencies()  # of the source on the screen
        self._upkeep = Upkeep(settings.pictures_folder)
        self.source_url = ""  # of the source on the screen; it may hold a password
        self.source_trouble = ""  # the last sentence about a source; another source solves it
        self._open_source = open_source
        self._practice = practice
        self.is_practice = False  # the picture is of the phantom, whose screen names nobody
        self.steerable: PracticeSource | None = None  # the source, if it has a probe to steer
        self._errands = Errands(self)
        self._opening: Errand | None = None
        self.ai.said.connect(self.said)
        self.ai.switched.connect(self._hand_analyzer)
        self.drawing.mode_changed.connect(self._hand_mode)

    def open(self, url: str) -> None:
        """Open a source in the background; the former one goes on until then."""
        errand = self._errands.new(
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
        self.ai.close()
        self._errands.join()
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

    def status(self) -> Status:
        """How everything is doing, for chips and Health."""
        self._upkeep.look()
        return replace(
            status_of(self.ai, self.viewing),
            mode=self.drawing.mode.value,
            latency=self.latencies.percentiles,
            memory_mb=self._upkeep.memory_mb,
            disk_minutes=self._upkeep.disk_minutes,
            is_practice=self.is_practice,
        )

    def set_language(self, code: str) -> None:
        """Speak this language; English, with a sentence, if there is no file of it."""
        try:
            use_language(code)
        except LanguageError as error:
            code = ENGLISH
            self.said.emit(str(error))
        self.drawing.use_language(code)
        self.settings = self.settings.model_copy(update={"language": code})
        self.language_changed.emit()

    def set_whole_screen(self, on: bool) -> None:
        """Let stills of this source keep the whole screen, names too, or the fan only."""
        if on != self.whole_screen:
            self.whole_screen = on
            self.extent_changed.emit(on)

    def settings_now(self) -> Settings:
        """The settings with what the operator changed here."""
        changed = {"overlay": self.drawing.settings_now(), "fans": self.fans.written()}
        return self.settings.model_copy(update=changed)

    def _hand_analyzer(self) -> None:
        if self.viewing is not None:
            self.viewing.set_analyzer(self.ai.ready)

    def _hand_mode(self, mode: OverlayMode) -> None:
        if self.viewing is not None:
            self.viewing.set_mode(mode)

    def _use_source(self, errand: Errand, url: str, source: VideoSource) -> None:
        if errand is not self._opening:
            source.close()
            return
        if self.viewing is not None:
            self._retire(self.viewing)
        analyzer = self.ai.ready
        session = Session(source, analyzer, self)
        session.failed.connect(self._do_without_source)
        session.analysis_failed.connect(self.ai.stop)
        self.set_whole_screen(False)
        self.source_url = url
        self.latencies.clear()
        self.steerable = source if isinstance(source, PracticeSource) else None
        self.viewing = Viewing(
            session,
            self.drawing.mode,
            is_assessed=analyzer is not None,
            is_drawn=self.steerable is not None,
        )
        self.is_practice = url == self._practice or self.steerable is not None
        if session.is_seekable:
            session.set_looping(True)
        session.start()
        self._remember(url, session.source_name)
        self.source_changed.emit()

    def _remember(self, url: str, source_name: str) -> None:
        """Among the recent ones: no address, with its password, and no name of a patient."""
        path = os.path.abspath(os.path.expanduser(url))
        is_named = os.path.basename(path) in source_name  # else it was hidden
        if os.path.exists(path) and is_named and not self.is_practice:
            self.settings = self.settings.with_recent(path)

    def _retire(self, viewing: Viewing) -> None:
        """Close it in the background: a dead network source takes seconds to let go."""
        viewing.session.failed.disconnect(self._do_without_source)
        viewing.session.end_analysis()  # the next session may have the analyzer
        excuse = noted(
            "The former source could not be closed. The picture goes on; the log says more."
        )
        errand = self._errands.new(viewing.close, (), excuse)
        errand.failed.connect(self.said)
        errand.start()

    def _refuse_source(self, errand: Errand, sentence: str) -> None:
        """It could not be opened; of no concern if another was asked for since."""
        if errand is self._opening:
            self._do_without_source(sentence)

    def _do_without_source(self, sentence: str) -> None:
        self.source_trouble = sentence
        self.said.emit(sentence)
