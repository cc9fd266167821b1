"""Films the real window over every frame of a loop: what `render_demo` is made of."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QImage

from app.live import PlaybackState
from app.ui.ai import NO_AI
from app.ui.main_window import MainWindow
from app.ui.viewing import Viewing
from app.video import SourceError
from inference.yolact.checkpoint import ModelError

SIZE = (1280, 800)
PATIENCE_S = 60.0
LOOK_MS = 5
BEST_VIEW, BEST_HELD_S = "head", 1.0


def record_demo(window: MainWindow, source: str, out: Path) -> None:
    """Step through the loop, each frame with its own analysis, and film the window.

    window  not started: no timer runs, so that the same loop gives the same film
    out     gets demo.mp4 and demo.png, the first frame of a head view held for a second, or
            without one the frame with the most structures

    Raises SourceError or ModelError, one sentence each, and OSError if `out` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    troubles: list[str] = []
    station = window.station
    station.said.connect(troubles.append)
    window.resize(*SIZE)
    window.show()
    try:
        station.open(source)
        _wait(window, lambda: bool(troubles) or station.shown.frame is not None)
        playback = station.viewing.playback if station.viewing else None
        if station.viewing is None or playback is None:
            raise SourceError(troubles[0] if troubles else f"{source} is not a loop.")
        session = station.viewing.session
        session.pause()
        session.seek(0.0)
        window.use_clock(lambda: session.now_s)
        station.ai.start()  # nothing was analysed before the first frame stands
        _wait(window, lambda: bool(troubles) or station.ai.model is not None)
        if station.ai.model is None:
            sentence = troubles[0] if troubles else "The model took too long to load."
            raise ModelError(sentence.removeprefix(NO_AI))
        _film(window, station.viewing, playback, out)
    finally:
        window.close()


def _film(window: MainWindow, viewing: Viewing, playback: PlaybackState, out: Path) -> None:
    rate = Fraction(playback.frame_count / playback.duration_s).limit_denominator(1001)
    best, best_rank = QImage(), (-1, -1)
    with av.open(str(out / "demo.mp4"), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "20"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for image in _pictures(window, viewing, playback.frame_count, f"{float(rate):.0f}/s"):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(_pixels(image), "rgb24")))
            rank = _rank(viewing)
            if rank > best_rank:
                best, best_rank = image, rank
        container.mux(stream.encode(None))
    if not best.save(str(out / "demo.png")):
        raise OSError(f"{out / 'demo.png'} cannot be written")


def _pictures(window: MainWindow, viewing: Viewing, count: int, pace: str) -> Iterator[QImage]:
    """The window with every frame in turn, RGB888."""
    session = viewing.session
    for index in range(count):
        if index:
            session.step(1)
        if not _wait(window, partial(_shows, viewing, index)):
            raise SourceError(f"{session.source_name} stops at frame {index}. Choose another loop.")
        window.cine.renew()
        window.show_frame()
        status = window.station.status()
        window.reporting.show_status(replace(status, picture_note=pace, ai_note="every frame"))
        QCoreApplication.sendPostedEvents()  # words have changed: lay them out
        yield window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)


def _shows(viewing: Viewing, index: int) -> bool:
    shown = viewing.shown
    return shown.is_exact and shown.frame is not None and shown.frame.index == index


def _rank(viewing: Viewing) -> tuple[int, int]:
    """How good a picture this frame makes; of equals the first one wins."""
    if viewing.view is not None:
        prediction, held_s = viewing.view
        is_best = prediction.view is not None and prediction.view.id == BEST_VIEW
        if is_best and held_s >= BEST_HELD_S:
            return 2, 0
    analysis = viewing.shown.analysis
    return 1, len(set(analysis.detections.labels.tolist())) if analysis else 0


def _wait(window: MainWindow, is_so: Callable[[], bool]) -> bool:
    """Let the window work until it is so; False if it never is."""
    loop, timer = QEventLoop(), QTimer(interval=LOOK_MS)
    until_s = time.monotonic() + PATIENCE_S

    def look() -> None:
        window.show_frame()
        if is_so() or time.monotonic() > until_s:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    return is_so()


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """(H, W, 3) of an RGB888 image, without the padding of its lines."""
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return np.ascontiguousarray(
        lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    )
