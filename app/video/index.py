"""Which packet of a video file holds which frame, so that every seek is exact.

A file's own seeking is not to be trusted: AVI knows no presentation times, MPEG-TS lands late,
frame rates vary. So packets are numbered as they stand in the file, and a frame is known by the
number of the packet that carried it, whatever the container says.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

MAX_REORDER = 32  # frames; H.264 and HEVC allow 16, so more is a clock that jumped
FALLBACK_RATE_HZ = 25.0  # for a stream that says nothing about time


class PacketFacts(NamedTuple):
    """What the container says about one packet, times in units of the stream's time base."""

    pts: int | None
    dts: int | None
    duration: int
    is_key: bool
    is_shown: bool  # False: needed by the decoder, cut away by the file's edit list


class StartPoint(NamedTuple):
    """A packet at which decoding can begin, and the frame it holds."""

    packet: int
    frame: int


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """The frames of one file, in the order they are shown.

    packets     number of the packet that holds each frame
    times_s     when each frame begins, rising, the first at 0
    duration_s  when the last one ends
    starts      where decoding can begin, in the order of the file
    """

    packets: Sequence[int]
    times_s: Sequence[float]
    duration_s: float
    starts: Sequence[StartPoint]

    def start_for(self, frame: int) -> StartPoint:
        """The last start point from which this frame can be decoded.

        A frame shown before the key frame it follows in the file leans on the group before it.
        """
        last = bisect_right(self.starts, self.packets[frame], key=lambda start: start.packet)
        for start in reversed(self.starts[:last]):
            if start.frame <= frame:
                return start
        return StartPoint(packet=0, frame=0)


def has_true_times(facts: Sequence[PacketFacts]) -> bool:
    """Whether sorting by presentation time gives the order in which frames are shown."""
    times = [packet.pts for packet in facts]
    if None in times or len(set(times)) < len(times):
        return False
    order = order_by_time(facts)
    return all(abs(rank - packet) <= MAX_REORDER for rank, packet in enumerate(order))


def order_by_time(facts: Sequence[PacketFacts]) -> list[int]:
    """Packet numbers by presentation time, which every packet has."""
    return sorted(range(len(facts)), key=lambda packet: facts[packet].pts or 0)


def index_by_time(facts: Sequence[PacketFacts], time_base: Fraction) -> FrameIndex:
    """For facts with true times: every frame at the time the file gives it."""
    order = [packet for packet in order_by_time(facts) if facts[packet].is_shown]
    pts = [facts[packet].pts or 0 for packet in order]
    times_s = [float((time - pts[0]) * time_base) for time in pts]
    last_s = float(facts[order[-1]].duration * time_base)
    return _index(facts, order, times_s, last_s)


def index_by_order(
    facts: Sequence[PacketFacts], order: Sequence[int], time_base: Fraction, rate_hz: float
) -> FrameIndex:
    """For facts without true times: frames in the order in which the decoder gave them.

    Their times are the packets' decode times, or else so many a second (0: not known either).
    """
    dts = [facts[packet].dts for packet in order]
    clock = sorted(time for time in dts if time is not None)
    if len(set(clock)) == len(order):
        times_s = [float((time - clock[0]) * time_base) for time in clock]
        last_s = float(facts[order[-1]].duration * time_base)
    else:
        last_s = 1 / (rate_hz or FALLBACK_RATE_HZ)
        times_s = [frame * last_s for frame in range(len(order))]
    return _index(facts, order, times_s, last_s)


def _index(
    facts: Sequence[PacketFacts], order: Sequence[int], times_s: list[float], last_s: float
) -> FrameIndex:
    if last_s <= 0:
        last_s = times_s[-1] / (len(times_s) - 1) if len(times_s) > 1 else 1 / FALLBACK_RATE_HZ
    starts = sorted(
        StartPoint(packet, frame) for frame, packet in enumerate(order) if facts[packet].is_key
    )
    return FrameIndex(order, times_s, times_s[-1] + last_s, starts)
