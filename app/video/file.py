"""Video files of any container, through PyAV, with exact seeking."""

from pathlib import Path
from typing import BinaryIO

from av.video.frame import VideoFrame

from app.video.decoder import FileDecoder, NoPicture
from app.video.indexed import CACHE_BYTES, IndexedSource
from app.video.pyav import DECODER_FAULTS, rgb_pixels
from app.video.source import SourceError, check_size
from inference.told import told
from inference.types import Frame, PixelSize


def open_video(path: Path) -> "VideoFile":
    """Open a video file. Raises SourceError."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceError(
            told(
                "{name} cannot be opened ({fault}). Check that you may read it.",
                name=path.name,
                fault=error.strerror,
            )
        ) from error
    return VideoFile(file, path.name)


class VideoFile(IndexedSource):
    """Frames of a video file, exact by number and time.

    file         the video; FFmpeg reads through this Python object. Closed with the source
    rate_hz      frames a second for a stream that has no times of its own
    pixel_sizes  of every frame, where they are told beside the stream
    """

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        rate_hz: float | None = None,
        cache_bytes: int = CACHE_BYTES,
        pixel_sizes: tuple[PixelSize, ...] = (),
    ) -> None:
        self._file, self._pixel_sizes = file, pixel_sizes
        try:
            self._decoder = FileDecoder(file, rate_hz)
        except NoPicture as error:
            file.close()
            raise SourceError(
                told("{name} has no moving pictures in it. Choose another file.", name=name)
            ) from error
        except DECODER_FAULTS as error:
            file.close()
            raise SourceError(
                told(
                    "{name} is not a video that Fetalens can read. Choose another file.", name=name
                )
            ) from error
        index = self._decoder.index
        super().__init__(name, index.times_s, index.duration_s, cache_bytes)
        self._last = 0

    def close(self) -> None:
        self._decoder.close()
        self._file.close()

    def _fetch(self, index: int) -> Frame | None:
        is_going_back = index < self._last
        self._last = index
        try:
            for number, picture in self._decoder.frames_to(index):
                if number >= index:
                    return self._frame(number, picture)
                if is_going_back:  # the frames before this one will be asked for next
                    self._cache.put(self._frame(number, picture))
        except DECODER_FAULTS as error:
            raise SourceError(
                told(
                    "{name} is damaged at {time_s:.1f} s. Choose another file.",
                    name=self.name,
                    time_s=self._times_s[index],
                )
            ) from error
        return None

    def _frame(self, number: int, picture: VideoFrame) -> Frame:
        check_size(self.name, picture.height, picture.width)
        pixels, aspect = rgb_pixels(picture), self._decoder.pixel_aspect(picture)
        return Frame(number, self._times_s[number], pixels, self._pixel_sizes, aspect)
