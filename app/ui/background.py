"""Work that would stop the picture (loading weights, opening a source, writing a still), aside."""

import logging
from collections.abc import Callable
from threading import Thread

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class Errand(QObject):
    """Runs one call in a thread of its own and says in the GUI thread how it went, then is gone.

    expected  exceptions whose message is for the user; any other is logged, and `excuse` is said
    """

    done = Signal(object)
    failed = Signal(str)
    _ended = Signal(object, str)  # the one signal that crosses threads: result, sentence

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
            log.warning("%s", error)
            self._ended.emit(None, str(error))
        except Exception:  # the thread's edge: nothing above can catch it
            log.exception("Errand failed")
            self._ended.emit(None, self._excuse)

    def _tell(self, result: object, sentence: str) -> None:
        if sentence:
            self.failed.emit(sentence)
        else:
            self.done.emit(result)
        # Deleted by Qt, here: as Python's garbage it might be collected in another thread.
        self.deleteLater()
