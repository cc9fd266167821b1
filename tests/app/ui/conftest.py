"""A dressed application, windows that close after their test, and a scanner in the test's hand."""

import time
from dataclasses import replace

import pytest
import shiboken6

import app.ui.main_window as main_window
from app.settings import Settings
from app.ui import theme
from app.ui.main_window import MainWindow
from app.ui.view_strip import ViewStrip
from inference.analyzer import ModelInfo
from inference.screen import ScreenWatch
from tests.app.ui.pictures import ANATOMY, HEAD, Ellipse, analysis_of
from tests.app.ui.scans import Scan
from tests.app.video.numbered import write_clip
from tests.fakes import FakeSource

AHEAD_S = 600.0  # frames are dated ahead: a slow machine does not make them old before their time
STEP_S = 0.25
CHEST = (Ellipse("thoracic_circumference", (240, 190), (110, 90)),)


class HeadAnalyzer:
    """Finds the same head in every frame."""

    info = ModelInfo(
        "test-model 2026",
        "0123456789ab" * 5 + "cdef",
        "ONNX Runtime",
        "float32",
        ANATOMY.structures,
    )

    def __init__(self, shapes=HEAD, view="head"):
        self._shapes, self._view = shapes, view

    def analyze(self, frame):
        return analysis_of(self._shapes, self._view, on=frame)

    def reset(self):
        """There is nothing to forget."""


class TwoViews(HeadAnalyzer):
    """A head in the first second of the clip, a chest in the next."""

    def analyze(self, frame):
        if frame.index < 30:
            return super().analyze(frame)
        return analysis_of(CHEST, "thorax", on=frame)


class ScreenAnalyzer(HeadAnalyzer):
    """Finds nothing, and looks at what the screen shows as the real one does."""

    def __init__(self):
        super().__init__([], None)
        self._watch = ScreenWatch()

    def analyze(self, frame):
        return replace(super().analyze(frame), screen=self._watch.look(frame))

    def reset(self):
        self._watch.reset()


def destroy(window):
    """Now, and in this thread: as garbage it might be collected in another, as Qt forbids."""
    window.close()
    shiboken6.delete(window)


@pytest.fixture
def dressed(qapp):
    """The application in its dark dress, and as it was before after the test."""
    before = qapp.style().objectName(), qapp.palette(), qapp.font(), qapp.styleSheet()
    theme.dress(qapp)
    yield qapp
    qapp.setStyleSheet(before[3])
    qapp.setFont(before[2])
    qapp.setPalette(before[1])
    qapp.setStyle(before[0])


@pytest.fixture
def clip(tmp_path_factory):
    """60 numbered frames, 30 a second, large enough for the head."""
    return write_clip(tmp_path_factory.mktemp("clips") / "clip.mp4", size=(360, 480))


@pytest.fixture
def open_window(qtbot, dressed, tmp_path):
    """Makes windows at work; their stills go to a folder of the test."""
    windows = []

    def start(load_analyzer=HeadAnalyzer, settings=None, **options):
        settings = settings or Settings(pictures_folder=tmp_path / "stills")
        window = MainWindow(settings, load_analyzer, **options)
        windows.append(window)
        window.show()
        window.start()
        return window

    yield start
    for window in windows:
        destroy(window)


@pytest.fixture
def replay(qtbot, open_window, clip):
    """A window that plays the clip, with its first overlay on the screen."""
    window = open_window()
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=10_000)
    return window


@pytest.fixture
def watched(qtbot, open_window, clip):
    """A window that stands at the end of a clip of which all has been analysed."""
    window = open_window(TwoViews)
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.station.ai.model is not None)
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    window.station.viewing.session.pause()
    for index in range(60):
        window.station.viewing.session.seek(index / 30)
        qtbot.waitUntil(lambda index=index: has_seen(window, index), timeout=20_000)
    return window


def has_seen(window, index):
    return index in {seen.index for seen in window.station.viewing.session.seen}


@pytest.fixture
def open_scan(qtbot, open_window, monkeypatch):
    """Makes live windows of which ten pictures have been seen, all of them analysed."""
    cards = {name: FakeSource(patience_s=60.0) for name in ("card", "other", "phantom")}
    monkeypatch.setattr(main_window, "open_source", cards.__getitem__)

    def start(load_analyzer=HeadAnalyzer):
        window = open_window(load_analyzer, practice="phantom")
        window.station.open("card")
        qtbot.waitUntil(lambda: window.station.viewing is not None)
        qtbot.waitUntil(lambda: window.station.ai.model is not None)
        scan = Scan(window, cards["card"], qtbot)
        scan.go_on(10)
        qtbot.waitUntil(lambda: scan.shown.is_exact and scan.number == 9, timeout=20_000)
        return scan

    yield start
    for card in cards.values():
        card.end()


@pytest.fixture
def scan(open_scan):
    return open_scan()


class Scanner:
    """A card in the test's hand, and the window on it."""

    def __init__(self, window, card, qtbot):
        self.window, self._card, self._qtbot = window, card, qtbot
        self._time_s = time.monotonic() + AHEAD_S

    def show(self, *pictures):
        """One after the other; each is waited for until its analysis is on the screen."""
        for picture in pictures:
            self._time_s += STEP_S
            newest = self._card.show_pixels(picture.copy(), self._time_s)
            self._qtbot.waitUntil(lambda newest=newest: self._has_shown(newest), timeout=20_000)

    def _has_shown(self, frame):
        shown = self.window.station.shown
        return shown.frame is frame and shown.is_exact

    def says(self, words):
        """Wait until the strip says so, large."""
        strip = self.window.findChild(ViewStrip)
        self._qtbot.waitUntil(
            lambda: strip.state == words or strip.state.startswith(f"{words} "), timeout=20_000
        )
        return True


@pytest.fixture
def scan_with(qtbot, open_window, monkeypatch):
    """Makes a scanner whose pictures this analyzer sees."""
    card = FakeSource(patience_s=60.0)  # however slow the test, the signal is not lost
    monkeypatch.setattr(main_window, "open_source", {"card": card}.__getitem__)

    def start(load_analyzer):
        window = open_window(load_analyzer)
        window.station.open("card")
        qtbot.waitUntil(lambda: window.station.viewing is not None)
        qtbot.waitUntil(lambda: window.station.ai.model is not None, timeout=30_000)
        return Scanner(window, card, qtbot)

    yield start
    card.end()


@pytest.fixture
def card():
    return FakeSource()


@pytest.fixture
def live(qtbot, open_window, card, monkeypatch):
    """A window on a live card that has shown one picture; beside it is one that shows none."""
    cards = {"card": card, "silent": FakeSource("Silent card")}
    monkeypatch.setattr(main_window, "open_source", cards.__getitem__)
    window = open_window()
    window.station.open("card")
    card.show(100, time.monotonic())
    qtbot.waitUntil(lambda: window.station.shown.frame is not None)
    return window
