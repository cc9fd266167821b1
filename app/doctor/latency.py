"""The latency run: the test pattern in the real window, and its age as read back from a screen."""

from collections.abc import Callable
from threading import Event, Thread

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication

from app.doctor.latency_rows import LatencyRun
from app.live.latency import Latencies, Percentiles
from app.settings import OverlayMode, OverlaySettings, Settings
from app.ui.main_window import MainWindow
from app.ui.paint_watch import PaintWatch
from app.ui.viewport import Viewport
from app.video import SourceError, VideoSource, open_source
from app.video.pattern import PATTERN, PatternReader
from inference.analyzer import Analyzer
from inference.told import told

SETTLE_S = 3.0  # the model loads meanwhile
NO_SCREEN = told("There is no screen that can be read back, so only arrival to painting counts.")


def run_latency(
    load_analyzer: Callable[[], Analyzer], seconds: float, source: str | None
) -> LatencyRun:
    """Show the pattern for so long and read it back. Needs an application, in its thread.

    source  a card that sees this screen; None reads the screen itself, if there is one
    """
    window = MainWindow(
        Settings(overlay=OverlaySettings(mode=OverlayMode.LOW_LATENCY)), load_analyzer
    )
    viewport = window.findChild(Viewport)
    if viewport is None:
        raise LookupError("the window has no viewport")
    painted = Latencies()
    try:
        window.show()
        window.start()
        window.station.open(PATTERN)
        _work_for(SETTLE_S)
        url, why = source, ""
        if url is None:
            url, why = screen_url(viewport)
        watch = PaintWatch(viewport, window.station)
        watch.painted.connect(painted.add)
        reader = None if url is None else _ReadBack(url)
        _work_for(seconds)
        seen, fault = (None, why) if reader is None else reader.close()
        return LatencyRun(painted.percentiles, seen, fault)
    finally:
        window.close()
        window.deleteLater()


def screen_url(viewport: Viewport) -> tuple[str | None, str]:
    """Where the picture is on a screen that can be captured; or why there is none."""
    if QApplication.platformName() not in ("xcb", "windows", "cocoa"):
        return None, NO_SCREEN
    corner = viewport.mapToGlobal(QPoint(0, 0))
    ratio = viewport.devicePixelRatioF()
    numbers = (corner.x(), corner.y(), viewport.width(), viewport.height())
    x, y, width, height = (round(number * ratio) for number in numbers)
    return f"screen:{x},{y},{width // 2 * 2},{height // 2 * 2}", ""


class _ReadBack:
    """Reads the pattern from a screen or a card, in a thread of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._seen, self._fault = Latencies(), ""
        self._stop = Event()
        self._thread = Thread(target=self._run, name="read back")
        self._thread.start()

    def close(self) -> tuple[Percentiles | None, str]:
        """What was seen, or why nothing."""
        self._stop.set()
        self._thread.join()
        missing = told("The pattern was not seen there. Let the card see this whole window.")
        return self._seen.percentiles, self._fault or missing

    def _run(self) -> None:
        try:
            source = open_source(self._url)
        except SourceError as error:
            self._fault = str(error)
            return
        try:
            self._read(source)
        except SourceError as error:
            self._fault = str(error)
        finally:
            source.close()

    def _read(self, source: VideoSource) -> None:
        reader = PatternReader()
        while not self._stop.is_set():
            frame = source.read()
            if frame is None:
                return
            age_s = reader.age_s(frame)
            if age_s is not None and age_s < 10:
                self._seen.add(age_s)


def _work_for(seconds: float) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
