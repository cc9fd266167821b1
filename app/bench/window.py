"""Watches the real window on a live source: does the picture keep its pace, and memory its size?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import fmean
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

from app.bench.report import Memory, Smoothness, Stretch
from app.offscreen import offscreen_application
from app.settings import OverlayMode, OverlaySettings, Settings
from app.ui.main_window import MainWindow
from app.ui.viewport import Viewport
from app.ui.workstation import Workstation
from app.video import SourceError
from inference.analyzer import Analyzer
from inference.process import resident_mb
from inference.types import Frame
from inference.yolact.checkpoint import ModelError

PATIENCE_S = 60.0
SETTLE_S = 0.5  # after analysis was switched, before paintings count
SAMPLE_MS = 500
LONGEST_AROUND_S = 5.0


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """How long to watch.

    stretch_s, pairs  so many stretches of this length without analysis and with it, in turn
    early_s, late_s   memory is compared between these moments, counted from the first picture
    """

    stretch_s: float
    pairs: int
    early_s: float
    late_s: float

    @property
    def around_s(self) -> float:
        """Memory is averaged over this long before and after each moment."""
        return min(LONGEST_AROUND_S, (self.late_s - self.early_s) / 2)


class _PaintLog(QObject):
    """Notes when a frame is painted that was not painted before."""

    def __init__(self, viewport: Viewport, station: Workstation) -> None:
        super().__init__()
        self.times_s: list[float] = []
        self._station = station
        self._frame: Frame | None = None
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        frame = self._station.shown.frame
        if event.type() == QEvent.Type.Paint and frame is not self._frame:
            self._frame = frame
            self.times_s.append(perf_counter())
        return False


def watch_window(
    source: str, load_analyzer: Callable[[], Analyzer], plan: WindowPlan
) -> tuple[tuple[Smoothness, ...], Memory | None]:
    """Smoothness without and with analysis, and memory. Raises SourceError or ModelError.

    The newest frame is always shown (low latency): otherwise the picture follows the analysis.
    """
    with at_work(source, load_analyzer) as (station, viewport):
        return _watch(station, viewport, plan)


@contextmanager
def at_work(
    source: str, load_analyzer: Callable[[], Analyzer]
) -> Iterator[tuple[Workstation, Viewport]]:
    """A window in low latency mode that shows this source, as long as the block lasts."""
    offscreen_application()
    window = MainWindow(
        Settings(overlay=OverlaySettings(mode=OverlayMode.LOW_LATENCY)), load_analyzer
    )
    window.show()
    window.start()
    viewport = window.findChild(Viewport)
    if viewport is None:
        raise LookupError("the window has no viewport")
    try:
        _open(window.station, source)
        yield window.station, viewport
    finally:
        window.close()
        window.deleteLater()


def memory_between(samples: Sequence[tuple[float, float]], plan: WindowPlan) -> Memory | None:
    """From (seconds, MB) of the whole time; None if there are no samples around both moments."""
    early_mb, late_mb = (
        [used_mb for time_s, used_mb in samples if abs(time_s - moment_s) <= plan.around_s]
        for moment_s in (plan.early_s, plan.late_s)
    )
    if not early_mb or not late_mb:
        return None
    return Memory.of(plan.early_s, plan.late_s, fmean(early_mb), fmean(late_mb))


def _open(station: Workstation, source: str) -> None:
    """Returns when the model is loaded and the picture is there."""
    troubles: list[str] = []
    station.said.connect(troubles.append)
    if not _wait(lambda: station.ai.model is not None, troubles):
        raise ModelError(troubles[0] if troubles else "The model did not load in a minute.")
    station.open(source)
    if not _wait(lambda: station.shown.frame is not None, troubles):
        raise SourceError(troubles[0] if troubles else f"{source} did not open in a minute.")


def _wait(is_so: Callable[[], bool], troubles: Sequence[str]) -> bool:
    """Let the window work until it is so; False if there is trouble first, or it takes too long."""
    until_s = perf_counter() + PATIENCE_S
    while not is_so():
        if troubles or perf_counter() > until_s:
            return False
        work_for(0.05)
    return True


def _watch(
    station: Workstation, viewport: Viewport, plan: WindowPlan
) -> tuple[tuple[Smoothness, ...], Memory | None]:
    paints = _PaintLog(viewport, station)
    begin_s = perf_counter()
    samples: list[tuple[float, float]] = []

    def sample() -> None:
        if (used_mb := resident_mb()) is not None:
            samples.append((perf_counter() - begin_s, used_mb - last_minute_mb(station)))

    timer = QTimer(interval=SAMPLE_MS)
    timer.timeout.connect(sample)
    timer.start()
    stretches: dict[bool, list[Stretch]] = {False: [], True: []}
    for _ in range(plan.pairs):
        for has_analysis in (False, True):
            station.ai.toggle()
            work_for(SETTLE_S)
            paints.times_s.clear()
            work_for(plan.stretch_s)
            if len(paints.times_s) < 2:
                raise SourceError("The picture stood still while the window was watched.")
            hz = station.status().analysis_hz if has_analysis else 0.0
            stretches[has_analysis].append(Stretch(tuple(paints.times_s), hz))
    work_for(max(begin_s + plan.late_s + plan.around_s - perf_counter(), 0.0))
    timer.stop()
    smoothness = tuple(Smoothness.of(runs, has) for has, runs in stretches.items())
    return smoothness, memory_between(samples, plan)


def last_minute_mb(station: Workstation) -> float:
    """What the pictures of the last minute take: they grow until the minute is full."""
    cine = None if station.viewing is None else station.viewing.session.cine
    return 0.0 if cine is None else cine.nbytes / 1e6


def work_for(seconds: float) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
