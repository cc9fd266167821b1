"""Work that would stop the picture (loading weights, opening a source, writing a still), aside."""

import logging
import traceback
from collections.abc import Callable
from threading import Thread

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class Errand(QObject):
    """Runs one call in a thread of its own and says in the GUI thread how it went, then is gone.

    expected  exceptions whose message is for the user; any other is logged, and `excuse` is said

    Of an error the log gets kind and place, not the words: they may hold a patient's name or an
    address with its password.
    """

    done = Signal(object)
    failed = Signal(object)  # the sentence
    _ended = Signal(object, object)  # the one signal that crosses threads: result, sentence

    def __init__(
        self,
        call: Callable[[], object],
        expected: tuple[type[Exception], ...],
        excuse: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._call, self._expected, self._excuse = call, expected, excuse
        self._thread = Thread(target=self._run, name="errand")
        self._ended.connect(self._tell)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        try:
            self._ended.emit(self._call(), "")
        except self._expected as error:
            log.warning("Errand ended with %s from %r", type(error).__name__, type(error.__cause__))
            self._ended.emit(None, str(error))
        except Exception as error:  # the thread's edge: nothing above can catch it
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("Errand failed with %s\n%s", type(error).__name__, place)
            self._ended.emit(None, self._excuse)

    def _tell(self, result: object, sentence: str) -> None:
        if sentence:
            self.failed.emit(sentence)
        else:
            self.done.emit(result)
        # Deleted by Qt, here: as Python's garbage it might be collected in another thread.
        self.deleteLater()


class Errands:
    """Those of one owner that are under way."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner
        self._running: list[Errand] = []

    def new(
        self, call: Callable[[], object], expected: tuple[type[Exception], ...], excuse: str
    ) -> Errand:
        """Start it when all that shall hear of its end is connected."""
        errand = Errand(call, expected, excuse, self._owner)
        self._running.append(errand)
        for signal in (errand.done, errand.failed):
            signal.connect(lambda _: self._running.remove(errand))
        return errand

    def join(self) -> None:
        """Returns when all of them have ended."""
        for errand in self._running:
            errand.join()
