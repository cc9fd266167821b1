"""Pictures that carry their own number, as black and white cells, and clips made of them."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

BITS = 8
HEIGHT, WIDTH = 48, 64
GOP = 20


def numbered_picture(number: int, height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.uint8]:
    """(height, width, 3) grey; along its top the number in binary, lowest bit left."""
    pixels = np.full((height, width, 3), 90, np.uint8)
    cell = width // BITS
    bits = (number >> np.arange(BITS)) & 1
    pixels[: height // 2, : cell * BITS] = np.repeat(bits, cell)[np.newaxis, :, np.newaxis] * 255
    return pixels


def number_in(pixels: NDArray[np.uint8]) -> int:
    """What numbered_picture() wrote, also after lossy compression."""
    cell = pixels.shape[1] // BITS
    row = pixels[pixels.shape[0] // 4, cell // 2 : cell * BITS : cell, 1]
    return int(((row > 127) << np.arange(BITS)).sum())


def write_clip(
    path: Path,
    frames: int = 60,
    codec: str = "libx264",
    b_frames: int = 2,
    rate: int = 30,
    times: Sequence[int] | None = None,
    size: tuple[int, int] = (HEIGHT, WIDTH),
    rotation: int = 0,
    aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """A clip of numbered pictures; `times` in 1/1000 s for a variable rate."""
    height, width = size
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=rate)
        stream.width, stream.height = width, height
        stream.pix_fmt = {"mjpeg": "yuvj444p", "ffv1": "yuv444p"}.get(codec, "yuv420p")
        stream.codec_context.gop_size = GOP
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        stream.codec_context.max_b_frames = b_frames
        time_base = Fraction(1, 1000) if times else Fraction(1, rate)
        stream.time_base = stream.codec_context.time_base = time_base
        if rotation:
            stream.set_display_rotation(rotation)
        for number in range(frames):
            picture = numbered_picture(number, height, width)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = times[number] if times else number
            frame.time_base = time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
