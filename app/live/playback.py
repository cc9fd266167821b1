"""The capture thread of a file: plays at the file's own pace, pauses, seeks and steps."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Condition, Thread

from app.live.capture import STOPPED
from app.live.mailbox import Delivery
from app.live.rates import RateMeter
from app.video import SeekableSource, SourceError
from inference.told import told
from inference.types import Frame

log = logging.getLogger(__name__)

CATCH_UP_S = 0.25  # later than that, playing goes on from here instead of racing after the clock


@dataclass(frozen=True, slots=True)
class PlaybackState:
    """Where a cine loop stands, and what it does.

    part_s  from where to where it plays, over and over; None for all of it. The end is None as long
            as it is not chosen
    """

    position_s: float
    duration_s: float
    frame_index: int
    frame_count: int
    playing: bool
    rate: float
    looping: bool
    part_s: tuple[float, float | None] | None = None


@dataclass(frozen=True, slots=True)
class _Orders:
    """What the user asked for and the thread has not done yet: a jump, then steps from there."""

    seek_s: float | None = None
    steps: int = 0

    @property
    def are_open(self) -> bool:
        return self.seek_s is not None or self.steps != 0


@dataclass(frozen=True, slots=True)
class _Pace:
    """A moment of the wall clock, the time in the file that belongs to it, and the speed."""

    wall_s: float
    time_s: float
    rate: float

    def due_s(self, time_s: float) -> float:
        return self.wall_s + (time_s - self.time_s) / self.rate


class PlaybackWorker:
    """Plays a seekable source in a thread of its own; orders come from any thread.

    Every seek and step delivers exactly the frame asked for, also while paused. Orders that come
    faster than frames can be decoded are joined: the last seek counts, steps add up.
    """

    def __init__(
        self,
        source: SeekableSource,
        deliver: Callable[[Delivery[Frame]], None],
        on_end: Callable[[], None],
        on_failure: Callable[[str], None],
        on_change: Callable[[], None],
    ) -> None:
        self.meter = RateMeter()
        self._source = source
        self._deliver = deliver
        self._on_end = on_end
        self._on_failure = on_failure
        self._on_change = on_change
        self._run_number = 0
        self._ahead: Frame | None = None  # decoded, not yet due
        self._part_s: tuple[float, float | None] | None = None
        self._changed = Condition()  # guards what follows
        self._closed = False
        self._playing = True
        self._looping = False
        self._rate = 1.0
        self._orders = _Orders(seek_s=0.0)  # the first frame shows even if nobody presses play
        self._shown: Frame | None = None
        self._at_end = False
        self._pace: _Pace | None = None  # None: starts anew with the frame that shows
        self._thread = Thread(target=self._run, name="playback")

    @property
    def state(self) -> PlaybackState:
        with self._changed:
            return PlaybackState(
                position_s=self._shown.time_s if self._shown else 0.0,
                duration_s=self._source.duration_s,
                frame_index=self._shown.index if self._shown else 0,
                frame_count=self._source.frame_count,
                playing=self._playing,
                rate=self._rate,
                looping=self._looping,
                part_s=self._part_s,
            )

    def start(self) -> None:
        self._thread.start()

    def play(self) -> None:
        """Go on; from the start if the loop has come to its end."""
        with self._order():
            self._playing = True
            if self._at_end:
                self._orders = _Orders(seek_s=0.0)

    def pause(self) -> None:
        with self._order():
            self._playing = False

    def seek(self, time_s: float) -> None:
        """Jump to the frame shown at that time, and play on or stand still as before."""
        with self._order():
            self._orders = _Orders(seek_s=time_s)

    def step(self, frames: int) -> None:
        """Stand still, so many frames from the one that shows; negative is back."""
        with self._order():
            self._playing = False
            self._orders = replace(self._orders, steps=self._orders.steps + frames)

    def set_rate(self, rate: float) -> None:
        """1 is the file's own pace."""
        if rate <= 0:
            raise ValueError("a rate is above zero")
        with self._order():
            self._rate = rate

    def set_looping(self, on: bool) -> None:
        with self._order():
            self._looping = on

    def set_part(self, part_s: tuple[float, float | None] | None) -> None:
        """Play from here to there, over and over, whether looping or not; None is all of it."""
        if part_s is not None and part_s[1] is not None and part_s[1] <= part_s[0]:
            raise ValueError("a part ends after it begins")
        with self._order():
            self._part_s = part_s

    def close(self) -> None:
        """Returns when the thread has ended and the source is closed: after one read at most."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread.ident is None:
            self._source.close()
        else:
            self._thread.join()

    @contextmanager
    def _order(self) -> Iterator[None]:
        """Change what the thread is to do, wake it, and tell who shows the state."""
        with self._changed:
            yield
            self._pace = None
            self._changed.notify()
        self._on_change()

    def _run(self) -> None:
        try:
            while self._wait_for_work():
                try:
                    self._work()
                except SourceError as error:  # other frames may be sound: seeking goes on
                    log.info("A frame cannot be had: %s", error)
                    self.pause()
                    self._on_failure(str(error))
        except Exception:  # the thread's edge: nothing above can catch it
            log.exception("Playback stopped")
            self._on_failure(STOPPED)
        finally:
            self._source.close()

    def _wait_for_work(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._playing or self._orders.are_open)
            return not self._closed

    def _work(self) -> None:
        """Carry out the orders, or play on."""
        orders = self._take_orders()
        if orders.are_open:
            self._jump(orders)
        else:
            self._play_on()

    def _take_orders(self) -> _Orders:
        with self._changed:
            orders, self._orders = self._orders, _Orders()
            return orders

    def _jump(self, orders: _Orders) -> None:
        frame, self._ahead = self._shown, None
        if orders.seek_s is not None:
            self._source.seek(orders.seek_s)
            frame = self._source.read() or frame
        if orders.steps:
            frame = self._frame_at((frame.index if frame else 0) + orders.steps) or frame
        if frame is None:
            raise SourceError(
                told("{name} holds no picture. Choose another file.", name=self._source.name)
            )
        if self._shown is None or frame.index != self._shown.index + 1:
            self._run_number += 1
        self._show(frame)
        self._on_change()

    def _frame_at(self, index: int) -> Frame | None:
        """That frame; the one before it, if it cannot be decoded."""
        index = min(max(index, 0), self._source.frame_count - 1)
        self._source.seek_frame(index)
        frame = self._source.read()
        while index > 0 and (frame is None or frame.index > index):
            index -= 1
            self._source.seek_frame(index)
            frame = self._source.read()
        return frame

    def _play_on(self) -> None:
        """Show the next frame when it is due, unless an order comes first."""
        if self._ahead is None:
            self._ahead = self._source.read()
        if self._ahead is None:
            self._finish()
        elif self._is_due(self._ahead.time_s):
            frame, self._ahead = self._ahead, None
            if self._is_beyond_part(frame):
                self._begin_again(frame.time_s)
            else:
                self._show(frame)

    def _is_beyond_part(self, frame: Frame) -> bool:
        part_s = self._part_s
        return part_s is not None and part_s[1] is not None and frame.time_s > part_s[1]

    def _is_due(self, time_s: float) -> bool:
        """Wait until that time of the file has come; False if an order came first."""
        with self._changed:
            now_s = time.monotonic()
            if self._pace is None and self._shown is not None:
                self._pace = _Pace(now_s, self._shown.time_s, self._rate)
            if self._pace is None or now_s - self._pace.due_s(time_s) > CATCH_UP_S:
                self._pace = _Pace(now_s, time_s, self._rate)
            due_s = self._pace.due_s(time_s)
            return not self._changed.wait_for(self._has_order, due_s - now_s)

    def _has_order(self) -> bool:
        """Something other than playing on; every order sets the pace aside."""
        is_playing_on = self._playing and self._pace is not None and not self._orders.are_open
        return self._closed or not is_playing_on

    def _finish(self) -> None:
        """The file is over: begin again when its last frame has had its time, or stand still."""
        part_s = self._part_s
        is_part = part_s is not None and part_s[1] is not None
        if (self._looping or is_part) and self._source.frame_count > 1:
            if self._is_due(self._source.duration_s):
                self._begin_again(self._source.duration_s)
            return
        with self._changed:
            if self._orders.are_open or self._closed:
                return
            self._playing = False
            self._at_end = True
        self._on_end()
        self._on_change()

    def _begin_again(self, over_s: float) -> None:
        """From the start, or that of the part; what would come next is due at `over_s`."""
        self._source.seek(self._part_s[0] if self._part_s else 0.0)
        self._run_number += 1
        self._ahead = self._source.read()
        with self._changed:
            if self._pace is not None and self._ahead is not None:
                due_s = self._pace.due_s(over_s)
                self._pace = _Pace(due_s, self._ahead.time_s, self._pace.rate)

    def _show(self, frame: Frame) -> None:
        with self._changed:
            self._shown = frame
            self._at_end = False
        self.meter.tick()
        self._deliver(Delivery(frame, self._run_number))
