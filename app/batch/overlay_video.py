"""A clip with its overlay painted in, for slides and review. Written by `annotate --video`."""

from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.export.film import Film, even
from app.export.picture import RESEARCH_USE, render_overlay
from app.offscreen import offscreen_application
from app.ui.overlay import OverlayStyle
from inference.analyzer import ModelInfo
from inference.types import Analysis, Frame


class OverlayVideo:
    """Each frame with its own overlay, at the time that the source gives it.

    The first frame sets the size, made even as H.264 wants it; pictures of another size, which a
    folder may hold, are fitted in. Raises OSError or av.error.FFmpegError while writing.
    """

    def __init__(self, path: Path, rate_hz: float, model: ModelInfo) -> None:
        """rate_hz is only the encoder's hint."""
        offscreen_application()
        self._path, self._rate_hz = path, rate_hz
        self._comment = f"{model.name}, {model.hash}. {RESEARCH_USE}."
        self._film: Film | None = None
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
        if self._film is not None:
            self._film.__exit__(kind, error, trace)

    def add(self, analysis: Analysis) -> None:
        film = self._film or self._begin(analysis.frame)
        self._paint(render_overlay(analysis, OverlayStyle()))
        height, width = self._canvas.height(), self._canvas.width()
        pixels = np.frombuffer(self._canvas.constBits(), np.uint8).reshape(height, width, 4)
        film.add(av.VideoFrame.from_ndarray(pixels, format="bgra"), analysis.frame.time_s)

    def _begin(self, frame: Frame) -> Film:
        height, width = even((frame.height, frame.width))
        self._canvas = QImage(width, height, QImage.Format.Format_RGB32)
        self._film = Film(self._path, (height, width), self._rate_hz, self._comment)
        return self._film

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
