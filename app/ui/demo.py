"""Films the real window over every frame of a loop: what `render_demo` is made of."""

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QImage

from app.ui.main_window import MainWindow
from app.video import SourceError
from inference.analyzer import ModelError

SIZE = (1280, 800)
PATIENCE_S = 120.0
BEST_VIEW, BEST_HELD_S = "head", 1.0


def record_demo(window: MainWindow, source: str, out: Path) -> None:
    """Step through the loop, each frame with its own analysis, and film the window.

    The picture is the first frame of a head view held for a second; without one, the frame with
    the most structures. Raises SourceError or ModelError, one sentence each.
    """
    out.mkdir(parents=True, exist_ok=True)
    troubles: list[str] = []
    station = window.station
    station.said.connect(troubles.append)
    window.resize(*SIZE)
    window.show()
    window.start()
    try:
        station.open(source)
        _wait(lambda: bool(troubles) or station.model is not None)
        if station.model is None:
            raise ModelError(troubles[0] if troubles else "The model took too long to load.")
        _wait(lambda: bool(troubles) or station.playback is not None)
        if station.playback is None:
            raise SourceError(troubles[0] if troubles else f"{source} is not a loop.")
        _film(window, out)
    finally:
        window.close()


def _film(window: MainWindow, out: Path) -> None:
    station = window.station
    session = station.session
    session.pause()
    session.seek(0.0)
    count = session.playback.frame_count
    rate = Fraction(count / session.playback.duration_s).limit_denominator(1001)
    best, best_rank = QImage(), (-1, -1)
    window.use_clock(lambda: station.shown.frame.time_s)
    with av.open(str(out / "demo.mp4"), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "20"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for index in range(count):
            if index:
                session.step(1)
            if not _wait(lambda index=index: _shows(window, index)):
                continue
            window.show_status(
                replace(
                    station.status(), picture_note=f"{float(rate):.0f}/s", ai_note="every frame"
                )
            )
            image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
            for packet in stream.encode(av.VideoFrame.from_ndarray(_pixels(image), "rgb24")):
                container.mux(packet)
            rank = _rank(window)
            if rank > best_rank:
                best, best_rank = image, rank
        for packet in stream.encode():
            container.mux(packet)
    if not best.save(str(out / "demo.png")):
        raise OSError(f"{out / 'demo.png'} cannot be written")


def _shows(window: MainWindow, index: int) -> bool:
    shown = window.station.shown
    return shown.is_exact and shown.frame is not None and shown.frame.index == index


def _rank(window: MainWindow) -> tuple[int, int]:
    """How good a picture this frame makes; of equals the first one wins."""
    view = window.station.view()
    if view is not None and view[0].view is not None:
        prediction, held_s = view
        if prediction.view.id == BEST_VIEW and held_s >= BEST_HELD_S:
            return 2, 0
    analysis = window.station.shown.analysis
    return 1, len(set(analysis.detections.labels.tolist())) if analysis else 0


def _wait(is_so: Callable[[], bool]) -> bool:
    """Let the window work until it is so; False if it never is."""
    until_s = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > until_s:
            return False
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    return True


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """(H, W, 3) of an RGB888 image, without the padding of its lines."""
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return np.ascontiguousarray(
        lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    )
