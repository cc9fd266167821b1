"""The analysis thread: the newest frame into the analyzer, over and over."""

import logging
from collections.abc import Callable
from threading import Thread
from typing import NamedTuple, Protocol

from app.live.mailbox import Delivery, Mailbox
from app.live.priority import stand_back
from app.live.rates import RateMeter
from inference.told import told
from inference.types import Analysis, Frame

log = logging.getLogger(__name__)

STOPPED = told("The analysis stopped; the picture goes on. Turn AI on (X) to restart it.")


class FrameAnalyzer(Protocol):
    """What the analysis thread needs of an analyzer. It is used in that thread only."""

    def analyze(self, frame: Frame) -> Analysis: ...

    def reset(self) -> None:
        """Forget history: the next frame does not follow the one before."""


class _Past(NamedTuple):
    """What was analysed last: decides whether an analyzer's history still holds."""

    analyzer: FrameAnalyzer
    run: int
    time_s: float

    def leads_to(self, analyzer: FrameAnalyzer, delivery: Delivery[Frame]) -> bool:
        is_same_run = self.analyzer is analyzer and self.run == delivery.run
        return is_same_run and self.time_s <= delivery.item.time_s


class AnalysisWorker:
    """Analyses the newest frame in a thread of its own; without an analyzer it lets frames pass.

    The thread stands back from those of capture and display: however busy, it delays no picture.

    frames      filled by the capture thread
    analyses    what was found, each with its run; read by the session
    on_failure  told one sentence, in the analysis thread, when an analyzer fails. It is let go
    on_analysis given every analysis, in the analysis thread; the mailbox may replace one
    """

    def __init__(
        self,
        analyzer: FrameAnalyzer | None,
        on_failure: Callable[[str], None],
        on_analysis: Callable[[Analysis], None] = lambda _: None,
    ) -> None:
        self.frames: Mailbox[Delivery[Frame]] = Mailbox()
        self.analyses: Mailbox[Delivery[Analysis]] = Mailbox()
        self.meter = RateMeter()
        self._analyzer = analyzer
        self._on_failure, self._on_analysis = on_failure, on_analysis
        self._latest: Delivery[Frame] | None = None
        self._thread = Thread(target=self._run, name="analysis")

    def start(self) -> None:
        self._thread.start()

    def set_analyzer(self, analyzer: FrameAnalyzer | None) -> None:
        """From the next frame on; a frame that stands still is analysed again by the new one."""
        self._analyzer = analyzer
        if analyzer is not None and self._latest is not None:
            self.frames.put_if_empty(self._latest)

    def close(self) -> None:
        """Returns when the thread has ended, at the latest after the analysis it is at."""
        self.frames.close()
        if self._thread.ident is not None:
            self._thread.join()
        self.analyses.close()

    def _run(self) -> None:
        stand_back()
        past: _Past | None = None
        while (delivery := self.frames.take()) is not None:
            # Noted before the analyzer is read: set_analyzer() writes and reads in turn, so that
            # one of the two threads sees what the other has done, and no frame is forgotten.
            self._latest = delivery
            analyzer = self._analyzer
            if analyzer is None:
                continue
            try:
                past = self._analyze(analyzer, delivery, past)
            except Exception:  # the thread's edge: nothing above can catch it
                log.exception("Analysis stopped")
                past = None
                if self._analyzer is analyzer:
                    self._analyzer = None
                    self._on_failure(STOPPED)

    def _analyze(
        self,
        analyzer: FrameAnalyzer,
        delivery: Delivery[Frame],
        past: _Past | None,
    ) -> _Past:
        frame = delivery.item
        if past is None or not past.leads_to(analyzer, delivery):
            analyzer.reset()
        analysis = analyzer.analyze(frame)
        if self._analyzer is analyzer:  # else it was let go meanwhile
            self.analyses.put(Delivery(analysis, delivery.run))
            self._on_analysis(analysis)
        self.meter.tick()
        return _Past(analyzer, delivery.run, frame.time_s)
