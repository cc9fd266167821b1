"""The capture thread of a live source: reads for as long as the session lives."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from app.live.gaps import GapCounter
from app.live.mailbox import Delivery
from app.live.rates import RateMeter
from app.live.watchdog import SignalWatch
from app.video import SignalLost, SourceError, VideoSource
from inference.told import told
from inference.types import Frame

log = logging.getLogger(__name__)

STOPPED = told("The source stopped for a reason Fetalens does not know. Open it again.")


class CaptureWorker:
    """Reads a live source in a thread of its own, and hands every frame on.

    Opened elsewhere, the source is read and closed in this thread. A lost signal is no failure:
    the source goes on trying, and the frames after it belong to another run.
    """

    def __init__(
        self,
        source: VideoSource,
        deliver: Callable[[Delivery[Frame]], None],
        on_end: Callable[[], None],
        on_failure: Callable[[str], None],
    ) -> None:
        self.meter = RateMeter()
        self.watch = SignalWatch()
        self.gaps = GapCounter()
        self.is_over = False  # ended or failed: nobody tries again
        self._source = source
        self._deliver = deliver
        self._on_end = on_end
        self._on_failure = on_failure
        self._stop = Event()
        self._thread = Thread(target=self._run, name="capture")

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Returns when the thread has ended and the source is closed: after one read at most."""
        self._stop.set()
        if self._thread.ident is None:
            self._source.close()
        else:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._read_all()
        except SourceError as error:
            log.info("Source is over: %s", error)
            self._on_failure(str(error))
        except Exception:  # the thread's edge: nothing above can catch it
            log.exception("Capture stopped")
            self._on_failure(STOPPED)
        finally:
            self.is_over = True
            self._source.close()

    def _read_all(self) -> None:
        run = 0
        while not self._stop.is_set():
            try:
                frame = self._source.read()
            except SignalLost:
                run += 1
                continue
            if frame is None:
                self._on_end()
                return
            self.watch.seen(frame.time_s)
            self.gaps.seen(frame.time_s)
            self.meter.tick()
            self._deliver(Delivery(frame, run))
