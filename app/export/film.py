"""A film as a file: H.264 in MP4, every frame at its own time. Used by overlay films and clips."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av

CLOCK_HZ = 90_000  # fine enough for every frame rate there is
QUALITY = {"crf": "18", "preset": "veryfast"}


class Film:
    """Raises OSError or av.error.FFmpegError while writing, and when it is closed."""

    def __init__(self, path: Path, size: tuple[int, int], rate_hz: float, comment: str) -> None:
        """size: height and width, both even, as H.264 wants them; rate_hz: the encoder's hint."""
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "faststart"})
        self._container.metadata["comment"] = comment
        rate = Fraction(rate_hz).limit_denominator(1001)
        self._stream = self._container.add_stream("libx264", rate=rate, options=QUALITY)
        self._stream.height, self._stream.width = size
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = self._stream.codec_context.time_base = Fraction(1, CLOCK_HZ)
        self._frame_ticks = max(round(CLOCK_HZ / rate_hz), 1)
        self._last_ticks = -1

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

    def add(self, picture: av.VideoFrame, time_s: float) -> None:
        """One frame of the film's size; times rise."""
        ticks = max(round(time_s * CLOCK_HZ), self._last_ticks + 1)
        picture.pts, picture.time_base = ticks, self._stream.time_base
        picture.duration = self._frame_ticks
        self._last_ticks = ticks
        self._container.mux(self._stream.encode(picture))


def even(size: tuple[int, int]) -> tuple[int, int]:
    """Height and width, at most one larger."""
    height, width = size
    return height + height % 2, width + width % 2
