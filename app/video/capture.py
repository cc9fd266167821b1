"""Live sources: capture cards, the screen, network streams, FFmpeg's test pictures."""

import errno
import logging
import time
from collections import deque

import av
import av.error
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from app.video.capture_url import LiveFeed
from app.video.live_clock import LiveClock
from app.video.pyav import DECODER_FAULTS, pixel_aspect, rgb_pixels, video_stream
from app.video.source import SignalLost, SourceError, check_size
from inference.told import told
from inference.types import Frame

log = logging.getLogger(__name__)

READ_S = 1.0  # read() gives up after this
SILENCE_S = 0.75  # without a packet for so long, the connection is dead
FIRST_OPEN_S = 4.0  # FFmpeg counts its limit twice: to connect, and to look at the stream
SHORTEST_WAIT_S, LONGEST_WAIT_S = 0.25, 4.0  # between attempts to reopen
POLL_S = 0.001  # between two questions to a device that has nothing yet
NONBLOCK = "4"  # AVFMT_FLAG_NONBLOCK; FFmpeg gives it no name
FASTEST_HZ = 300  # a rate above is a guess of FFmpeg, such as the time base of a stream


def open_live(feed: LiveFeed) -> "LiveSource":
    """Open a live source. Raises SourceError if it is not there now."""
    return LiveSource(feed)


class LiveSource:
    """Frames as they come. When they stop, read() says so, and from then on tries to reopen.

    Only one thread at a time may use it, close() included: FFmpeg's containers do not bear more.
    """

    def __init__(self, feed: LiveFeed) -> None:
        self._feed = feed
        self._clock = LiveClock()
        self._index = 0
        self._container: InputContainer | None = None
        self._wait_s = SHORTEST_WAIT_S
        try:
            self._connect(FIRST_OPEN_S)
        except DECODER_FAULTS as error:
            raise SourceError(why_not_opened(feed, error)) from error
        self.name = self._describe()

    def read(self) -> Frame | None:
        deadline_s = time.monotonic() + READ_S
        try:
            container = self._container or self._reconnect()
            while time.monotonic() < deadline_s:
                frame = self._next_frame(container)
                if frame is not None:
                    self._wait_s = SHORTEST_WAIT_S
                    return frame
        except DECODER_FAULTS as error:
            log.info("%s fell silent: %s", self._feed.name, _kind(error))
            self._disconnect()
            raise self._signal_lost() from error
        raise self._signal_lost()  # packets still come, so the connection is kept

    def close(self) -> None:
        self._disconnect()

    def _connect(self, limit_s: float) -> InputContainer:
        nonblock = f"+{NONBLOCK}" if self._feed.is_device else ""
        container = av.open(
            self._feed.target,
            "r",
            format=self._feed.format,
            options={"fflags": f"nobuffer{nonblock}", "flags": "low_delay", **self._feed.options},
            timeout=(limit_s, SILENCE_S),
            metadata_errors="replace",
        )
        stream = video_stream(container)
        if stream is None:
            container.close()
            raise ValueError("no video stream")
        stream.thread_type = "SLICE"  # frame threads would hold back a frame each
        self._container, self._stream = container, stream
        self._pictures: deque[VideoFrame] = deque()
        self._last_packet_s = time.monotonic()
        return container

    def _disconnect(self) -> None:
        if self._container is not None:
            self._container.close()
            self._container = None
        self._retry_at_s = time.monotonic() + self._wait_s
        self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)

    def _reconnect(self) -> InputContainer:
        """Either wait for the next attempt, or make it: each takes a second at most."""
        wait_s = self._retry_at_s - time.monotonic()
        if wait_s > 0:
            time.sleep(min(wait_s, READ_S))
            raise self._signal_lost()
        return self._connect(self._feed.reopen_s)

    def _next_frame(self, container: InputContainer) -> Frame | None:
        """The next live frame; None if what came now holds none."""
        if not self._pictures:
            self._read_packet(container)
        if not self._pictures:
            return None
        picture = self._pictures.popleft()
        time_s = self._clock.date(picture.time, time.monotonic())
        if time_s is None:
            return None
        check_size(self._feed.name, picture.height, picture.width)
        aspect = pixel_aspect(self._stream, picture)
        frame = Frame(self._index, time_s, self._pixels(picture), pixel_aspect=aspect)
        self._index += 1
        return frame

    def _read_packet(self, container: InputContainer) -> None:
        """Take one packet and decode it. OSError if there has been none for too long."""
        try:
            packet = next(container.demux(self._stream))
        except av.error.BlockingIOError:
            if time.monotonic() - self._last_packet_s > SILENCE_S:
                raise TimeoutError("the device gives no pictures") from None
            time.sleep(POLL_S)
            return
        if not packet.size:
            raise ConnectionResetError("the stream has ended")
        self._last_packet_s = time.monotonic()
        try:
            self._pictures.extend(packet.decode())
        except av.error.InvalidDataError:  # a stream joined midway, until its next key frame
            log.debug("A packet of %s cannot be decoded", self._feed.name)

    def _pixels(self, picture: VideoFrame) -> NDArray[np.uint8]:
        pixels = rgb_pixels(picture)
        if self._feed.crop is not None:
            x, y, width, height = self._feed.crop
            pixels = np.ascontiguousarray(pixels[y : y + height, x : x + width])
        return pixels

    def _describe(self) -> str:
        """The name with the mode that was granted, and the one asked for if it is another."""
        width, height = self._stream.codec_context.width, self._stream.codec_context.height
        rate = self._stream.average_rate
        words = [self._feed.name]
        if width and height:
            words.append(f"{width}x{height}")
        if rate and rate <= FASTEST_HZ:
            words.append(f"{float(rate):.0f}/s")
        if self._feed.wanted not in (None, (width, height)):
            words.append("(asked for {}x{})".format(*self._feed.wanted))
        return " ".join(words)

    def _signal_lost(self) -> SignalLost:
        return SignalLost(told("No signal from {name}. Check the cable.", name=self._feed.name))


def _kind(error: BaseException) -> str:
    """Its type and number. FFmpeg's own words hold the address, and so its password."""
    number = error.errno if isinstance(error, OSError) else None
    return type(error).__name__ if number is None else f"{type(error).__name__} {number}"


def why_not_opened(feed: LiveFeed, error: BaseException) -> str:
    """One sentence for a source that is not there when the user opens it."""
    name = feed.name
    reason = error.errno if isinstance(error, OSError) else None
    if reason == errno.EBUSY:
        return told(
            "{name} is used by another program. Close that program and open {name} again.",
            name=name,
        )
    if reason in (errno.EACCES, errno.EPERM):
        return told("You may not use {name}. Ask for the right to use video devices.", name=name)
    if feed.is_device and reason in (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO):
        return told("{name} was not found. Check that it is plugged in, and its name.", name=name)
    if feed.is_device:
        return told(
            "{name} gives no pictures in this mode. Open it with another size, rate or format.",
            name=name,
        )
    if feed.format is None:
        return told("Nothing comes from {name}. Start the sender, then open it again.", name=name)
    return told("{name} cannot be captured. Check what follows the colon.", name=name)
