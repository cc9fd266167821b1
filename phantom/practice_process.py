"""The practice scene in a process of its own: its pictures cost the window neither core nor lock.

Used by the live source of the program. The process needs this package only, no window and no torch.
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.told import told
from phantom.errors import PhantomError
from phantom.figure import Figure, figure_of
from phantom.practice import PracticeScene, PracticeSettings
from phantom.steering import ProbePose, Stop
from phantom.workers import settle_in

START_S = 120.0  # a second or two on an idle computer
STOPPED = told("The practice phantom has stopped, perhaps because memory ran out. Open it again.")
NEVER_STARTED = told(
    "The practice phantom does not start. Close other programs, then open it again."
)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A picture and what it cost.

    pixels         (H, W, 3) uint8 RGB
    effort_s       seconds that one core computed for it
    pixel_size_mm  the side of a pixel
    """

    pixels: NDArray[np.uint8]
    effort_s: float
    pixel_size_mm: float


@dataclass(frozen=True, slots=True, eq=False)
class _Opening:
    """What is said of the scene once, when it is ready."""

    stops: tuple[Stop, ...]
    figure: Figure


class PracticeProcess:
    """Draws one picture after the other, each when it is asked for.

    One thread asks and waits; close() may come from any, and ends the waiting.

    stops   of an examination of the scene     figure  of its fetus
    """

    def __init__(self, settings: PracticeSettings) -> None:
        """Raises PhantomError if no view can be reached, or the process does not start."""
        self._talk = Lock()
        # A forked child would inherit locks that OpenCV's or the window's threads hold for ever.
        context = get_context("spawn")
        try:
            self._connection, theirs = context.Pipe()
            # Daemon: a program that ends without close() ends the process instead of waiting.
            self._process = context.Process(
                target=_draw_all, args=(theirs, settings), name="practice phantom", daemon=True
            )
            self._process.start()
        except OSError as error:
            raise PhantomError(NEVER_STARTED) from error
        theirs.close()  # the child alone has it now, so its end is heard here
        try:
            opening = self._opened()
        except PhantomError:
            self.close()
            raise
        self.stops, self.figure = opening.stops, opening.figure

    def ask(self, probe: ProbePose, time_s: float) -> None:
        """For the picture of that moment; the last one asked for has been received."""
        with self._talk:
            try:
                self._connection.send((probe, time_s))
            except OSError as error:
                raise PhantomError(STOPPED) from error

    def receive(self, limit_s: float) -> Drawn | None:
        """What was asked for, or None if it takes longer. Raises PhantomError if it has stopped."""
        drawn = self._received(limit_s)
        assert drawn is None or isinstance(drawn, Drawn)
        return drawn

    def close(self) -> None:
        """Returns when the process has ended; it is not waited for its picture."""
        self._process.kill()
        self._process.join()
        with self._talk:  # whoever waits has heard of the end by now
            self._connection.close()

    def _opened(self) -> _Opening:
        opening = self._received(START_S)
        if isinstance(opening, PhantomError):
            raise opening
        if not isinstance(opening, _Opening):
            raise PhantomError(NEVER_STARTED)
        return opening

    def _received(self, limit_s: float) -> object:
        with self._talk:
            try:
                return self._connection.recv() if self._connection.poll(limit_s) else None
            except (OSError, EOFError) as error:
                raise PhantomError(STOPPED) from error


def _draw_all(connection: "Connection[Any, Any]", settings: PracticeSettings) -> None:
    """The process: what there is of the scene, then pictures for as long as someone asks."""
    settle_in()
    with suppress(EOFError, OSError):  # nobody is there to ask or to be answered any more
        try:
            scene = PracticeScene(settings)
        except PhantomError as error:
            connection.send(error)
            return
        connection.send(_Opening(scene.stops, figure_of(scene.fetus, scene.belly)))
        told_s = time.process_time()
        while True:
            probe, time_s = connection.recv()
            pixels = scene.picture(probe, time_s)
            now_s = time.process_time()
            connection.send(Drawn(pixels, now_s - told_s, scene.pixel_size_mm(probe)))
            told_s = now_s
