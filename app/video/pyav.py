"""The border to PyAV, for files and live sources: what it may raise, and its frames as RGB."""

import av
import av.error
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

# Broken files were seen to raise all of these: UnicodeDecodeError (a ValueError) from metadata,
# IndexError from a container without streams, MemoryError from a header that lies.
DECODER_FAULTS = (av.error.FFmpegError, OSError, ValueError, IndexError, MemoryError)
MOST_STRETCHED = 4.0  # a pixel that is longer is a broken header


def video_stream(container: InputContainer) -> VideoStream | None:
    """The first stream of moving pictures; cover art is none."""
    cover = av.stream.Disposition.attached_pic
    return next((s for s in container.streams.video if cover not in s.disposition), None)


def pixel_aspect(stream: VideoStream, frame: VideoFrame) -> float | None:
    """Width of a pixel to its height, as the stream says it; None where it says nothing usable."""
    ratio = float(stream.sample_aspect_ratio or 0)
    if not 1 / MOST_STRETCHED <= ratio <= MOST_STRETCHED:
        return None
    return 1 / ratio if round(frame.rotation / 90) % 2 else ratio


def rgb_pixels(frame: VideoFrame) -> NDArray[np.uint8]:
    """(H, W, 3) uint8, turned upright if the file says that the camera was not."""
    pixels = frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False)
    quarter_turns = round(frame.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(pixels, quarter_turns)) if quarter_turns else pixels
