"""Decodes a video file forward from any frame; every picture comes with its frame number."""

import logging
from collections.abc import Iterator
from copy import copy
from fractions import Fraction
from typing import BinaryIO

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.video.index import (
    FrameIndex,
    PacketFacts,
    StartPoint,
    has_true_times,
    index_by_order,
    index_by_time,
)
from app.video.pyav import pixel_aspect, video_stream

log = logging.getLogger(__name__)

# Playlists (hls, dash, concat) are not among them, for they open other files and addresses, even
# through a Python file object. Nor is "tty", which makes a picture of any text.
FORMATS = (
    "3g2,3gp,asf,avi,dv,flv,gif,h264,hevc,ivf,m4a,m4v,matroska,mj2,mjpeg,mov,mp4,mpeg,mpegts,"
    "mpegvideo,mxf,nut,ogg,webm,wtv,yuv4mpegpipe"
)
EXACT_SEEKING = {"mov", "mp4", "matroska", "webm"}  # their own seek lands at or before its target
ONE_AT_ONCE = "SLICE"  # no frame waits for the next ones, and playing keeps the other cores

NumberedPacket = tuple[int, "Packet[VideoStream]"]


class NoPicture(ValueError):
    """The file is sound, and holds no moving pictures."""


class FileDecoder:
    """One video file, open for decoding.

    Packets are numbered as they stand in the file. The number goes into the decoder in place of
    the presentation time and comes out with the picture: this names the frame beyond doubt.
    Raises DECODER_FAULTS; it is the caller who knows the sentence for the user.
    """

    _threads = "AUTO"

    def __init__(self, file: BinaryIO, rate_hz: float | None) -> None:
        self._file = file
        self._open()
        try:
            facts = self._scan()
            is_true = "avi" not in self._formats and has_true_times(facts)
            self._seeks = is_true and not EXACT_SEEKING.isdisjoint(self._formats)
            self._packets_by_pts = {packet.pts: number for number, packet in enumerate(facts)}
            self._seek_times = [p.pts if p.dts is None else p.dts for p in facts]
            self.index = self._make_index(facts, is_true, rate_hz)
        except BaseException:
            self.close()
            raise
        self._frames = {packet: frame for frame, packet in enumerate(self.index.packets)}
        self._pictures: Iterator[tuple[int, VideoFrame]] = iter(())
        self._next = len(self._frames)  # the frame that decoding would give next: none yet

    def beside(self, file: BinaryIO) -> "FileDecoder":
        """A second one, for another thread, without a look at all packets. file: the same again"""
        other = copy(self)
        other._file, other._threads = file, ONE_AT_ONCE
        other._open()
        other._pictures, other._next = iter(()), len(self._frames)
        return other

    def close(self) -> None:
        self._container.close()

    def pixel_aspect(self, picture: VideoFrame) -> float | None:
        """Of this picture; None where the file says nothing."""
        return pixel_aspect(self._stream, picture)

    def frames_to(self, target: int) -> Iterator[tuple[int, VideoFrame]]:
        """Frames on the way to that one, and it as the last.

        If it cannot be decoded, the last is the first one after it.
        """
        start = self.index.start_for(target)
        if not start.frame <= self._next <= target:
            self._begin(start)
            first = next(self._pictures, None)
            if first is None or first[0] > target:
                # With intra refresh the picture heals over some frames, and only then comes out.
                self._begin(self.index.start_for(max(start.frame - 1, 0)))
            else:
                yield first
                if first[0] == target:
                    return
        for frame, picture in self._pictures:
            yield frame, picture
            if frame >= target:
                return

    def _begin(self, start: StartPoint) -> None:
        self._pictures = self._numbered_frames(start.packet)
        self._next = start.frame

    def _numbered_frames(self, first_packet: int) -> Iterator[tuple[int, VideoFrame]]:
        for picture in self._decode(self._packets_from(first_packet)):
            frame = self._frames.get(-1 if picture.pts is None else picture.pts)
            if frame is not None:  # None: cut away by the file's edit list
                self._next = frame + 1
                yield frame, picture

    def _decode(self, packets: Iterator[NumberedPacket]) -> Iterator[VideoFrame]:
        """Pictures in the order they are shown, each with its packet's number as pts."""
        for number, packet in packets:
            packet.pts = number
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                log.info("Packet %d is damaged and left out", number)
        yield from self._stream.codec_context.decode(None)

    def _packets_from(self, first: int) -> Iterator[NumberedPacket]:
        """Numbered packets, beginning with that number. The decoder is made ready for them."""
        if self._seeks:
            self._container.seek(self._seek_times[first] or 0, stream=self._stream)
            packets = self._numbered_by_time(first)
            landed = next(packets, None)
            if landed is not None and landed[0] == first:
                yield landed
                yield from packets
                return
            log.info("Seek to packet %d failed; counting from the start", first)
        self._reopen()
        for number, packet in enumerate(self._packets()):
            if number >= first:
                yield number, packet

    def _numbered_by_time(self, first: int) -> Iterator[NumberedPacket]:
        """Packets from the one with that number on; from a later one if the seek landed late."""
        is_reached = False
        for packet in self._packets():
            number = self._packets_by_pts.get(packet.pts, -1)
            is_reached = is_reached or number >= first
            if is_reached:
                yield number, packet

    def _packets(self) -> Iterator["Packet[VideoStream]"]:
        """The packets from where the container stands; a file that is cut short just ends."""
        try:
            for packet in self._container.demux(self._stream):
                if packet.size:
                    yield packet
        except av.error.InvalidDataError:
            log.info("The video ends in the middle of a packet")

    def _open(self) -> None:
        self._file.seek(0)
        self._container: InputContainer = av.open(
            self._file,
            "r",
            container_options={"format_whitelist": FORMATS},
            metadata_errors="replace",
        )
        self._formats = set(self._container.format.name.split(","))
        stream = video_stream(self._container)
        if stream is None:
            self._container.close()
            raise NoPicture
        stream.thread_type = self._threads
        self._stream = stream

    def _reopen(self) -> None:
        self._container.close()
        self._open()

    def _scan(self) -> list[PacketFacts]:
        facts = [
            PacketFacts(p.pts, p.dts, p.duration or 0, p.is_keyframe, not p.is_discard)
            for p in self._packets()
        ]
        if not any(packet.is_shown for packet in facts):
            raise NoPicture
        return facts

    def _make_index(
        self, facts: list[PacketFacts], is_true: bool, rate_hz: float | None
    ) -> FrameIndex:
        time_base = self._stream.time_base or Fraction(1)
        if is_true:
            return index_by_time(facts, time_base)
        if all(packet.is_key for packet in facts):  # each frame stands for itself: no reordering
            order = list(range(len(facts)))
        else:
            order = self._decoded_order()
        if not order:
            raise NoPicture
        known_rate = rate_hz or float(self._stream.average_rate or 0)
        return index_by_order(facts, order, time_base, known_rate)

    def _decoded_order(self) -> list[int]:
        """Packet numbers in the order in which the decoder gives their pictures: a whole pass."""
        self._reopen()
        pictures = self._decode(enumerate(self._packets()))
        return list(dict.fromkeys(p.pts for p in pictures if p.pts is not None))
