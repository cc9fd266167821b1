"""The last minute of a live source, compressed, with what was found in it."""

import logging
import time
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

from app.live.cine_frame import CineFrame, CineRing, compressed
from app.live.glance import Glance, glance
from app.live.mailbox import Mailbox
from app.live.packed import packed
from app.live.priority import stand_back
from app.live.seen import Seen
from inference.types import Analysis, Frame

log = logging.getLogger(__name__)

LENGTH_S = 60.0
MOST_BYTES = 768_000_000  # a minute of 1080p at 60 a second takes about as much
WAITING_BYTES = 64_000_000  # of what waits to be compressed; what comes then is dropped
LONGEST_STEP_S = 5.0  # between two frames; a larger step of a source's clock is a jump
LEAST_STEP_S = 1e-3
SETTLES_S = 10.0  # the longest wait for frames that are being compressed


class CineBuffer:
    """Keeps what a live source gave last. Capture and analysis hand in and never wait.

    A thread of its own compresses, at a lower priority than theirs; what comes faster than it can
    be compressed is dropped and counted. The oldest frames give way to time and to bytes.

    The source's clock is followed where it goes on in small steps; where it jumps or goes back, the
    time that passed here counts.

    dropped  frames that were not kept
    changes  grows whenever the frames, or what was found in them, are others
    glances  the answer to the last `glance`
    """

    def __init__(
        self,
        length_s: float = LENGTH_S,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.length_s = length_s
        self.dropped = 0
        self.changes = 0
        self.glances: Mailbox[Glance] = Mailbox()
        self._clock = clock
        self._changed = Condition()  # guards all that follows
        self._waiting: deque[tuple[Frame, float] | Analysis] = deque()
        self._waiting_bytes = 0
        self._last: tuple[float, float] | None = None  # the source's time and ours
        self._now_s = 0.0
        self._newest_index = -1
        self._ring = CineRing(length_s, most_bytes)
        self._glanced_at: CineFrame | None = None  # not made small yet
        self._handed_in = self._done = 0
        self._closed = False
        self._thread = Thread(target=self._run, name="cine")

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Returns when the thread has ended; what was kept is let go."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join()
        self._ring.clear()

    def add(self, frame: Frame) -> None:
        """A new frame of the source. In the capture thread."""
        with self._changed:
            self._newest_index = frame.index
            at_s = self._place(frame.time_s)
            self.dropped += not self._wait_for_turn((frame, at_s))

    def add_analysis(self, analysis: Analysis) -> None:
        """What was found in one of the frames. In the analysis thread."""
        with self._changed:
            self._wait_for_turn(analysis)

    @property
    def newest_index(self) -> int:
        """Of the frame that came last; -1 before the first."""
        return self._newest_index

    @property
    def now_s(self) -> float:
        """When the newest frame came, on the buffer's clock."""
        return self._now_s

    @property
    def nbytes(self) -> int:
        return self._ring.nbytes

    def frames(self) -> tuple[CineFrame, ...]:
        """All that are kept now, the oldest first."""
        with self._changed:
            return self._ring.all()

    def seen(self) -> tuple[Seen, ...]:
        """What the analysed frames of them show."""
        return tuple(seen for kept in self.frames() if (seen := kept.seen) is not None)

    def get(self, index: int) -> CineFrame | None:
        with self._changed:
            return self._ring.get(index)

    def stepped(self, index: int, steps: int) -> CineFrame | None:
        """So many frames from that one, which need not be kept itself; at an end it stays there."""
        with self._changed:
            return self._ring.stepped(index, steps)

    def at(self, at_s: float) -> CineFrame | None:
        """The frame that was the newest then; the oldest there is for an earlier time."""
        with self._changed:
            return self._ring.at(at_s)

    def last(self, seconds: float, index: int) -> tuple[CineFrame, ...]:
        """So many seconds that end with that frame; none if that has gone already."""
        with self._changed:
            end, oldest = self._ring.stepped(index, 0), self._ring.at(0.0)
            if end is None or oldest is None or oldest.index > index:
                return ()
            return tuple(self._ring.between(end.at_s - seconds, end.at_s))

    def between(self, first_s: float, last_s: float) -> tuple[CineFrame, ...]:
        """Those that came after the one time, and no later than the other."""
        with self._changed:
            return tuple(self._ring.between(first_s, last_s))

    def glance(self, at_s: float) -> None:
        """Ask for a small picture of the frame of that time; only what was asked last counts."""
        with self._changed:
            self._glanced_at = self._ring.at(at_s)
            self._changed.notify_all()

    def settle(self) -> None:
        """Returns when all that was handed in before is kept: not for the GUI thread."""
        with self._changed:
            all_so_far = self._handed_in
            self._changed.wait_for(lambda: self._closed or self._done >= all_so_far, SETTLES_S)

    def _wait_for_turn(self, item: tuple[Frame, float] | Analysis) -> bool:
        size = _size(item)
        if self._closed or (self._waiting and self._waiting_bytes + size > WAITING_BYTES):
            return False
        self._waiting.append(item)
        self._waiting_bytes += size
        self._handed_in += 1
        self._changed.notify_all()
        return True

    def _place(self, time_s: float) -> float:
        """When a frame of that time of the source comes, on the clock of the buffer."""
        now_s = self._clock()
        if self._last is not None:
            step_s, passed_s = time_s - self._last[0], now_s - self._last[1]
            is_sound = 0 < step_s <= LONGEST_STEP_S
            self._now_s += step_s if is_sound else max(passed_s, LEAST_STEP_S)
        self._last = time_s, now_s
        return self._now_s

    def _run(self) -> None:
        stand_back()
        try:
            while (item := self._next()) is not None:
                if isinstance(item, CineFrame):
                    self.glances.put(glance(item.frame(), item.at_s, item.found, item.seen))
                    continue
                self._keep(item)
                with self._changed:
                    self._done += 1
                    self._changed.notify_all()
        except Exception:  # the thread's edge: nothing above can catch it
            log.exception("The last seconds are no longer kept; the picture goes on")
            with self._changed:
                self._closed = True
                self._waiting.clear()
                self._changed.notify_all()

    def _next(self) -> tuple[Frame, float] | Analysis | CineFrame | None:
        """What to keep, or to glance at, which someone waits for."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting or self._glanced_at)
            if self._closed:
                return None
            if self._glanced_at is not None:
                kept, self._glanced_at = self._glanced_at, None
                return kept
            item = self._waiting.popleft()
            self._waiting_bytes -= _size(item)
            return item

    def _keep(self, item: tuple[Frame, float] | Analysis) -> None:
        """Compress outside of the lock, so that nobody waits for it."""
        if isinstance(item, Analysis):
            index, found = item.frame.index, packed(item)
            with self._changed:
                self.changes += self._ring.attach(index, found)
        else:
            made = compressed(*item)
            with self._changed:
                self._ring.append(made)
                self.changes += 1


def _size(item: tuple[Frame, float] | Analysis) -> int:
    """Bytes that an item keeps alive while it waits."""
    frame = item.frame if isinstance(item, Analysis) else item[0]
    return frame.pixels.nbytes
