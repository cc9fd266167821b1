"""What every source of frames promises, and how it says that it cannot keep the promise."""

from collections.abc import Iterator
from typing import Protocol, Self, runtime_checkable

from inference.errors import ToldError
from inference.told import told
from inference.types import Frame

MAX_PIXELS = 64_000_000  # of one picture: four times 4K; more is a broken or a hostile header


class SourceError(ToldError):
    """The source cannot be read. The message is one sentence for the user: what to do."""


class SignalLost(SourceError):
    """A live source gave nothing for a second. The next read() tries again."""


@runtime_checkable
class VideoSource(Protocol):
    """Frames, one after the other.

    name    for the top bar: "clip.mp4", "Cam Link 4K 1920x1080 60/s"; never a patient's data
    read()  the next frame, after at most a second; None at the end. Raises SourceError
    close() gives everything back; called once, by the thread that read
    """

    name: str

    def read(self) -> Frame | None: ...

    def close(self) -> None: ...


@runtime_checkable
class SeekableSource(VideoSource, Protocol):
    """A source that has all its frames already, and never waits for the next.

    duration_s   from the first frame to the end of the last, at least one frame's time
    frame_count  at least 1
    seek()       the next read() gives the frame shown at that time (0 is the first frame's)
    seek_frame() the next read() gives that frame; an index outside is moved to the nearest end
    aside()      the same frames once more, for another thread, which closes it. Raises SourceError
    approach()   the frame of that time as the last. First, if that takes long, one that is had at
                 once; then None, as often as the reader may turn to something else
    """

    duration_s: float
    frame_count: int

    def seek(self, time_s: float) -> None: ...

    def seek_frame(self, index: int) -> None: ...

    def aside(self) -> Self: ...

    def approach(self, time_s: float) -> Iterator[Frame | None]: ...


def check_size(name: str, height: int, width: int) -> None:
    """Refuse a picture size that no ultrasound has, before memory is asked for it."""
    if height < 1 or width < 1:
        raise SourceError(
            told("{name} says that its pictures are empty. Choose another file.", name=name)
        )
    if height * width > MAX_PIXELS:
        raise SourceError(
            told(
                "{name} asks for pictures of {width} x {height} pixels, more than Fetalens "
                "opens. Choose another file.",
                name=name,
                width=width,
                height=height,
            )
        )
