"""A clip with its overlay painted in, for slides and review. Written by `annotate --video`."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.export.picture import RESEARCH_USE, render_overlay
from app.offscreen import offscreen_application
from app.ui.overlay import OverlayStyle
from inference.analyzer import ModelInfo
from inference.types import Analysis, Frame

CLOCK_HZ = 90_000  # fine enough for every frame rate there is
QUALITY = {"crf": "18", "preset": "veryfast"}


class OverlayVideo:
    """H.264 in MP4: each frame with its own overlay, at the time that the source gives it.

    The first frame sets the size, made even as H.264 wants it; pictures of another size, which a
    folder may hold, are fitted in. Raises OSError or av.error.FFmpegError while writing.
    """

    def __init__(self, path: Path, rate_hz: float, model: ModelInfo) -> None:
        """rate_hz is only the encoder's hint."""
        offscreen_application()
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "faststart"})
        self._container.metadata["comment"] = f"{model.name}, {model.hash}. {RESEARCH_USE}."
        rate = Fraction(rate_hz).limit_denominator(1001)
        self._stream = self._container.add_stream("libx264", rate=rate, options=QUALITY)
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = self._stream.codec_context.time_base = Fraction(1, CLOCK_HZ)
        self._frame_ticks = max(round(CLOCK_HZ / rate_hz), 1)
        self._last_ticks = -1
        self._canvas = QImage()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the file; after an error only let go of it."""
        try:
            if kind is None:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()

    def add(self, analysis: Analysis) -> None:
        if self._canvas.isNull():
            self._begin(analysis.frame)
        self._paint(render_overlay(analysis, OverlayStyle()))
        height, width = self._canvas.height(), self._canvas.width()
        pixels = np.frombuffer(self._canvas.constBits(), np.uint8).reshape(height, width, 4)
        picture = av.VideoFrame.from_ndarray(pixels, format="bgra")
        ticks = max(round(analysis.frame.time_s * CLOCK_HZ), self._last_ticks + 1)
        picture.pts, picture.time_base = ticks, self._stream.time_base
        picture.duration = self._frame_ticks
        self._last_ticks = ticks
        self._container.mux(self._stream.encode(picture))

    def _begin(self, frame: Frame) -> None:
        width, height = frame.width + frame.width % 2, frame.height + frame.height % 2
        self._stream.width, self._stream.height = width, height
        self._canvas = QImage(width, height, QImage.Format.Format_RGB32)

    def _paint(self, image: QImage) -> None:
        """At the top left in its own size; smaller and centred if it is larger than the canvas."""
        canvas = self._canvas
        canvas.fill(QColor(Qt.GlobalColor.black))
        place = image.rect()
        if not canvas.rect().contains(place):
            place = QRect()
            place.setSize(image.size().scaled(canvas.size(), Qt.AspectRatioMode.KeepAspectRatio))
            place.moveCenter(canvas.rect().center())
        with QPainter(canvas) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
