"""Video files of any container, through PyAV, with exact seeking."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO, Self

from av.video.frame import VideoFrame

from app.video.decoder import FileDecoder, NoPicture
from app.video.indexed import CACHE_BYTES, IndexedSource
from app.video.pyav import DECODER_FAULTS, rgb_pixels
from app.video.source import SourceError, check_size
from inference.told import told
from inference.types import Frame, PixelSize

NEAR = 8  # frames; decoded in no more time than a hand needs to rest


def open_video(path: Path) -> "VideoFile":
    """Open a video file. Raises SourceError."""
    try:
        return VideoFile(lambda: path.open("rb"), path.name)
    except OSError as error:
        raise SourceError(
            told(
                "{name} cannot be opened ({fault}). Check that you may read it.",
                name=path.name,
                fault=error.strerror,
            )
        ) from error


class VideoFile(IndexedSource):
    """Frames of a video file, exact by number and time.

    open_file    the video; FFmpeg reads through this Python object. Closed with the source
    rate_hz      frames a second for a stream that has no times of its own
    pixel_sizes  of every frame, where they are told beside the stream
    """

    def __init__(
        self,
        open_file: Callable[[], BinaryIO],
        name: str,
        rate_hz: float | None = None,
        cache_bytes: int = CACHE_BYTES,
        pixel_sizes: tuple[PixelSize, ...] = (),
    ) -> None:
        """Raises SourceError, or the OSError of `open_file`."""
        self._open_file, self._pixel_sizes = open_file, pixel_sizes
        self._file = file = open_file()
        self._size = file.seek(0, SEEK_END)
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

    def aside(self) -> Self:
        other = super().aside()
        try:
            other._file = file = self._open_file()
            with ExitStack() as on_fault:
                on_fault.callback(file.close)
                if file.seek(0, SEEK_END) != self._size:
                    raise OSError("another file has taken its place")
                other._decoder = self._decoder.beside(file)
                on_fault.pop_all()
        except (NoPicture, *DECODER_FAULTS) as error:
            raise SourceError(
                told("{name} cannot be read any more. Open it again.", name=self.name)
            ) from error
        return other

    def approach(self, time_s: float) -> Iterator[Frame | None]:
        self.seek(time_s)
        target = self._next
        if (known := self._cache.get(target)) is not None:
            yield known
            return
        is_first = True
        with self._damage_told(target):
            for number, picture in self._decoder.frames_to(target):
                if number >= target:
                    frame = self._frame(number, picture)
                    self._cache.put(frame)
                    yield frame
                    return
                is_far = target - number > NEAR
                yield self._frame(number, picture) if is_first and is_far else None
                is_first = False

    def close(self) -> None:
        self._decoder.close()
        self._file.close()

    def _fetch(self, index: int) -> Frame | None:
        is_going_back = index < self._last
        self._last = index
        with self._damage_told(index):
            for number, picture in self._decoder.frames_to(index):
                if number >= index:
                    return self._frame(number, picture)
                if is_going_back:  # the frames before this one will be asked for next
                    self._cache.put(self._frame(number, picture))
        return None

    @contextmanager
    def _damage_told(self, index: int) -> Iterator[None]:
        try:
            yield
        except DECODER_FAULTS as error:
            raise SourceError(
                told(
                    "{name} is damaged at {time_s:.1f} s. Choose another file.",
                    name=self.name,
                    time_s=self._times_s[index],
                )
            ) from error

    def _frame(self, number: int, picture: VideoFrame) -> Frame:
        check_size(self.name, picture.height, picture.width)
        pixels, aspect = rgb_pixels(picture), self._decoder.pixel_aspect(picture)
        return Frame(number, self._times_s[number], pixels, self._pixel_sizes, aspect)
