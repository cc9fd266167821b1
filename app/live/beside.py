"""Glances at a file: fetched beside the one that plays, so that neither waits for the other."""

import logging
from collections.abc import Callable
from threading import Condition, Thread

from app.live.glance import Glance
from app.live.mailbox import Mailbox
from app.live.priority import A_STEP_BACK, stand_back
from app.video import SeekableSource, SourceError
from inference.types import Frame

log = logging.getLogger(__name__)


class GlanceWorker:
    """Reads a file once more, in a thread of its own that stands back from the picture.

    Where the frame that was asked for takes long, one that is had at once comes before it. Only
    what was asked last is gone on with.

    glances  the answers to the last `glance`
    """

    def __init__(self, source: SeekableSource, glance_of: Callable[[Frame], Glance]) -> None:
        """glance_of: makes a frame small, with what was found in it."""
        self.glances: Mailbox[Glance] = Mailbox()
        self._source, self._glance_of = source, glance_of
        self._changed = Condition()  # guards what follows
        self._asked_s: float | None = None  # not begun yet
        self._closed = False
        self._thread = Thread(target=self._run, name="glance")

    def start(self) -> None:
        self._thread.start()

    def glance(self, time_s: float) -> None:
        """Ask for a small picture of the frame of that time; only what was asked last counts."""
        with self._changed:
            self._asked_s = time_s
            self._changed.notify()

    def close(self) -> None:
        """Returns when the thread has ended: after one frame at most."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        stand_back(A_STEP_BACK)
        aside: SeekableSource | None = None
        try:
            while (time_s := self._next()) is not None:
                try:
                    aside = aside or self._source.aside()
                    self._look(aside, time_s)
                except SourceError as error:
                    log.info("A frame cannot be glanced at: %s", error)
        except Exception:  # the thread's edge: nothing above can catch it
            log.exception("There are no more glances; the picture goes on")
        finally:
            if aside is not None:
                aside.close()

    def _next(self) -> float | None:
        """What was asked last, as soon as there is something; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._asked_s is not None)
            time_s, self._asked_s = self._asked_s, None
            return None if self._closed else time_s

    def _look(self, source: SeekableSource, time_s: float) -> None:
        for frame in source.approach(time_s):
            if frame is not None:
                self.glances.put(self._glance_of(frame))
            if self._closed or self._asked_s is not None:
                return
