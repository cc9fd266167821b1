"""Asks Linux for the modes of a card: the kernel's ENUM calls of V4L2, which change nothing.

Linux, include/uapi/linux/videodev2.h: numbers and layouts below are of the kernel's interface.
"""

import fcntl
import os
import struct
from collections.abc import Callable, Iterator
from typing import Any

from app.video.mode import Mode

CAPTURE, CAPTURE_PLANES = 1, 9  # kinds of buffer: single and multi-planar
DISCRETE = 1  # else a range follows
FORMAT = struct.Struct("=III32sI16x")  # index, kind of buffer, flags, words, four letters
SIZE = struct.Struct("=III6I8x")  # index, four letters, type, the union
INTERVAL = struct.Struct("=IIIII6I8x")  # index, four letters, width, height, type, the union
ENUM_FORMAT, ENUM_SIZE, ENUM_INTERVAL = 0xC0405602, 0xC02C564A, 0xC034564B
MOST = 256  # answers to one question: a driver that never ends its list is cut off
OF_RANGES = ((3840, 2160), (1920, 1080), (1280, 720), (640, 480))  # named of a range of sizes
NAMES = {  # as FFmpeg calls them
    b"YUYV": "yuyv422",
    b"UYVY": "uyvy422",
    b"NV12": "nv12",
    b"YU12": "yuv420p",
    b"RGB3": "rgb24",
    b"BGR3": "bgr24",
    b"GREY": "gray",
    b"MJPG": "mjpeg",
    b"H264": "h264",
    b"HEVC": "hevc",
}

Ioctl = Callable[..., Any]


def v4l2_modes(device: str, ioctl: Ioctl = fcntl.ioctl) -> set[Mode]:
    """Of "/dev/video0": each size and format with its rate. Raises OSError if it is not there."""
    file = os.open(device, os.O_RDWR | os.O_NONBLOCK)
    try:
        card = _Card(file, ioctl)
        return {
            Mode(width, height, hz, _name(letters))
            for letters in card.formats()
            for width, height in card.sizes(letters)
            for hz in card.rates(letters, width, height)
        }
    finally:
        os.close(file)


class _Card:
    """An open card, and the questions to it."""

    def __init__(self, file: int, ioctl: Ioctl) -> None:
        self._file, self._ioctl = file, ioctl

    def formats(self) -> Iterator[int]:
        """The four letters of each, as a number."""
        for kind in (CAPTURE, CAPTURE_PLANES):
            for answer in self._answers(FORMAT, ENUM_FORMAT, kind, 0, b"", 0):
                yield answer[4]

    def sizes(self, letters: int) -> Iterator[tuple[int, int]]:
        for answer in self._answers(SIZE, ENUM_SIZE, letters, 0, *[0] * 6):
            kind, union = answer[2], answer[3:]
            if kind == DISCRETE:
                yield union[0], union[1]
                continue
            least_width, most_width, _, least_height, most_height, _ = union
            for width, height in {*OF_RANGES, (most_width, most_height)}:
                if least_width <= width <= most_width and least_height <= height <= most_height:
                    yield width, height
            return

    def rates(self, letters: int, width: int, height: int) -> Iterator[float | None]:
        """The rates; of a range the fastest; None once if the driver names none."""
        is_known = False
        question = (letters, width, height, 0, *[0] * 6)
        for answer in self._answers(INTERVAL, ENUM_INTERVAL, *question):
            kind, (seconds, parts) = answer[4], answer[5:7]
            if seconds:
                is_known = True
                yield parts / seconds
            if kind != DISCRETE:
                return
        if not is_known:
            yield None

    def _answers(
        self, layout: struct.Struct, request: int, *question: object
    ) -> Iterator[tuple[Any, ...]]:
        """To the same question with a rising index, until the driver knows no more."""
        for index in range(MOST):
            buffer = bytearray(layout.pack(index, *question))
            try:
                self._ioctl(self._file, request, buffer, True)
            except OSError:
                return
            yield layout.unpack(buffer)


def _name(letters: int) -> str:
    code = struct.pack("=I", letters)
    return NAMES.get(code, code.decode("ascii", "replace").strip().lower())
