"""Times networks and the whole loop, all in turn, so that noise of the machine hits all alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.bench.report import Speed, Timing
from app.ui.overlay import OverlayStyle, image_of, paint_overlay
from inference.analyzer import Analyzer
from inference.engines import EngineChoice, InferenceEngine, choose_engine
from inference.types import Frame
from inference.yolact.checkpoint import load_checkpoint, read_card, verify
from inference.yolact.decode import RawOutput
from inference.yolact.model import Yolact

WARM_UP = 2


class EagerEngine:
    """PyTorch as the reference implementation runs it: eager, float32, no change of layout."""

    name = "PyTorch eager"
    precision = "float32"

    def __init__(self, network: Yolact) -> None:
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._network = network.eval().to(self._device)

    @torch.no_grad()
    def infer(self, image: NDArray[np.uint8]) -> RawOutput:
        pixels = torch.tensor(image, device=self._device)
        output = self._network(pixels.permute(2, 0, 1)[None].float().contiguous())
        return RawOutput(*(part[0].cpu().numpy() for part in output.parts()))


class _TimedEngine:
    """Notes how long each call of another engine takes."""

    def __init__(self, engine: InferenceEngine) -> None:
        self.name, self.precision = engine.name, engine.precision
        self.seconds: list[float] = []
        self._engine = engine

    def infer(self, image: NDArray[np.uint8]) -> RawOutput:
        start = perf_counter()
        output = self._engine.infer(image)
        self.seconds.append(perf_counter() - start)
        return output


@dataclass(frozen=True, slots=True, eq=False)
class Contender:
    """A network on an engine, and the seconds it took: for the network alone, for the loop."""

    model: str
    image_size: int
    analyzer: Analyzer
    engine: _TimedEngine
    loop_s: list[float] = field(default_factory=list)

    def run(self, frame: Frame) -> None:
        """Analyse and paint one frame, and note both times.

        Once before without noting them: live, a network follows itself and not another one, whose
        weights would be all that is left in the caches.
        """
        _show(self.analyzer, frame)
        self.engine.seconds.pop()
        start = perf_counter()
        _show(self.analyzer, frame)
        self.loop_s.append(perf_counter() - start)

    def forget_times(self) -> None:
        self.loop_s.clear()
        self.engine.seconds.clear()


def contender(model: Path, choice: EngineChoice) -> Contender:
    """A model file on an engine that the program itself would use. Raises ModelError."""
    return _contender(model, lambda: choose_engine(model, verify(model), choice))


def eager_contender(model: Path) -> Contender:
    """The baseline. Raises ModelError."""
    return _contender(model, lambda: EagerEngine(load_checkpoint(model).network))


def measure(
    contenders: Sequence[Contender], frames: Sequence[Frame], rounds: int
) -> tuple[Speed, ...]:
    """Rounds in which each contender sees the same frame; the last is the baseline.

    The one who begins changes from round to round.
    """
    for number in range(WARM_UP + rounds):
        if number == WARM_UP:
            for each in contenders:
                each.forget_times()
        for each in _rotated(contenders, number):
            each.run(frames[number % len(frames)])
    return tuple(_speeds(contenders))


def _contender(model: Path, make: Callable[[], InferenceEngine]) -> Contender:
    card = read_card(model)
    engine = _TimedEngine(make())
    analyzer = Analyzer(engine, card, verify(model))
    return Contender(card.name, card.config.image_size, analyzer, engine)


def _show(analyzer: Analyzer, frame: Frame) -> None:
    """What the window does with a frame: analyse it, and paint it with its overlay."""
    analysis = analyzer.analyze(frame)
    canvas = QImage(frame.width, frame.height, QImage.Format.Format_RGB32)
    picture = QRectF(0, 0, frame.width, frame.height)
    with QPainter(canvas) as painter:
        painter.drawImage(picture, image_of(frame))
        paint_overlay(painter, analysis, OverlayStyle(), picture)


def _rotated(contenders: Sequence[Contender], number: int) -> Sequence[Contender]:
    first = number % len(contenders)
    return [*contenders[first:], *contenders[:first]]


def _speeds(contenders: Sequence[Contender]) -> Iterator[Speed]:
    network = [Timing.of(each.engine.seconds) for each in contenders]
    loop = [Timing.of(each.loop_s) for each in contenders]
    for row, each in enumerate(contenders):
        yield Speed(
            each.model,
            each.engine.name,
            each.engine.precision,
            each.image_size,
            network[row],
            loop[row],
            round(network[-1].median_ms / network[row].median_ms, 2),
            round(loop[-1].median_ms / loop[row].median_ms, 2),
        )
