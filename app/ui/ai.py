"""The analyzer behind the window: loaded in the background, paused and resumed, or done without."""

import gc
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.live import standing_back
from app.ui.background import Errand, Errands
from app.ui.language import in_words, noted, tr
from app.ui.status import AiState
from inference.analyzer import Analyzer, ModelInfo
from inference.yolact.checkpoint import ModelError

NO_AI = noted("AI off: ")  # before the sentence that says why


class Ai(QObject):
    """Owns the analyzer: starting, on, paused by the operator, or off."""

    switched = Signal()  # `ready` is another
    model_changed = Signal()
    said = Signal(object)  # a sentence that something is wrong

    def __init__(self, load_analyzer: Callable[[], Analyzer], parent: QObject) -> None:
        super().__init__(parent)
        self._load_analyzer = load_analyzer
        self.state, self.note = AiState.STARTING, ""
        self._analyzer: Analyzer | None = None
        self._errands = Errands(self)
        self._loading: Errand | None = None

    @property
    def model(self) -> ModelInfo | None:
        return self._analyzer.info if self._analyzer else None

    @property
    def ready(self) -> Analyzer | None:
        """To analyse with from now on; None while it is not on."""
        return self._analyzer if self.state is AiState.ON else None

    def start(self) -> None:
        """Load the weights in the background; the picture does not wait for them."""
        self.state, self.note = AiState.STARTING, ""
        errand = self._errands.new(
            standing_back(self._load_analyzer),  # before the engine starts its threads
            (ModelError,),
            noted("The model could not be loaded. The picture goes on; the log says more."),
        )
        self._loading = errand
        errand.done.connect(partial(self._use, errand))
        errand.failed.connect(partial(self._do_without, errand))
        errand.start()

    def use_model(self, load_analyzer: Callable[[], Analyzer]) -> None:
        """Work with another model; until it is loaded the picture goes on with the former one."""
        self._load_analyzer = load_analyzer
        self.start()

    def toggle(self) -> None:
        """Pause and resume; after a failure, try to load again."""
        if self.state is AiState.PAUSED:
            self._switch(AiState.ON, "")
        elif self.state is AiState.ON:
            self._switch(AiState.PAUSED, noted("by you"))
        elif self.state is AiState.OFF:
            self.start()

    def stop(self, sentence: str) -> None:
        """The analysis of a source has failed."""
        self._switch(AiState.OFF, noted("stopped"))
        self.said.emit(sentence)

    def close(self) -> None:
        """Returns when nothing is being loaded any more."""
        self._errands.join()

    def _switch(self, state: AiState, note: str) -> None:
        self.state, self.note = state, note
        self.switched.emit()

    def _use(self, errand: Errand, analyzer: Analyzer) -> None:
        if errand is not self._loading:  # another was asked for meanwhile
            return
        self._analyzer = analyzer
        gc.collect()
        gc.freeze()  # looking through all that was loaded would stop the picture for 140 ms
        self._switch(AiState.ON, "")
        self.model_changed.emit()

    def _do_without(self, errand: Errand, sentence: str) -> None:
        if errand is not self._loading:
            return
        self._switch(AiState.OFF, noted("no model"))
        self.said.emit(tr(NO_AI) + in_words(sentence))
        self.model_changed.emit()
