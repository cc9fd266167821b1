"""What the person at the bedside sees, against exact truth: masks in place, and calm.

Films of the digital fetus are shown by the window's own code at several paces of analysis, with the
findings of the network and, to tell its errors from those of motion, with the truth itself.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.bench.agreement import Agreement, Tally
from app.bench.arrival import Arrival, watch_arrivals
from app.bench.simulated import Pace, begun, play
from app.bench.truth import Film, films
from app.settings import OverlayMode
from app.ui.showing import Carry
from inference.analyzer import SHIPPED_MODEL, Analyzer, load_analyzer
from inference.anatomy import load_anatomy
from inference.engines import InferenceEngine, choose_engine
from inference.machine import Machine, this_machine
from inference.motion import Carried
from inference.types import Analysis, Frame
from inference.yolact.checkpoint import read_card, verify
from inference.yolact.decode import RawOutput

TAKES_S = 0.045  # an analysis, from frame to findings, on a computer without a GPU
PACES = (
    Pace(5, TAKES_S),
    Pace(10, TAKES_S),
    Pace(10, 0.1),  # one after the other: a computer that is too slow
    Pace(20, TAKES_S),
    Pace(30, 1 / 30),
)
QUICK_FILM_S, FULL_FILM_S = 1.0, 6.0
QUICK_WINDOW, FULL_WINDOW = (3.0, 2), (8.0, 4)  # seconds of a stretch, and pairs of them


def not_carried(analysis: Analysis, frame: Frame) -> Carried | None:
    """The masks stay where they were found."""
    return None


WAYS: Mapping[str, tuple[OverlayMode, Carry | None]] = {
    "synchronised": (OverlayMode.SYNCHRONISED, None),
    "low latency": (OverlayMode.LOW_LATENCY, None),
    "low latency, not carried": (OverlayMode.LOW_LATENCY, not_carried),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One way to show, at one pace.

    findings  "network", or "truth": what a perfect network would find
    course    "held": the probe rests on a view; "moving": it sweeps from one to the next
    """

    findings: str
    course: str
    way: str
    analyses_per_s: float
    analysis_takes_ms: float
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class BedsideReport:
    """Everything `fetalens bench bedside` found.

    model_hash  SHA-256 of the network's weights
    film_s      seconds of film on each view, and as many a view for the sweep
    arrivals    without and with analysis
    """

    machine: Machine
    model_hash: str
    film_s: float
    rows: tuple[Row, ...]
    arrivals: tuple[Arrival, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values under the names of the fields."""
        return asdict(self)


class _LastAnswer:
    """Answers the same image again without asking the engine behind it."""

    def __init__(self, engine: InferenceEngine) -> None:
        self.name, self.precision = engine.name, engine.precision
        self._engine = engine
        self._last: tuple[NDArray[np.uint8], RawOutput] | None = None

    def infer(self, image: NDArray[np.uint8]) -> RawOutput:
        if self._last is None or not np.array_equal(self._last[0], image):
            self._last = image, self._engine.infer(image)
        return self._last[1]


def run_bedside_bench(quick: bool = False) -> BedsideReport:
    """Measure all of it, in two minutes if quick. Raises ModelError, PhantomError, SourceError."""
    machine = this_machine()
    stretch_s, pairs = QUICK_WINDOW if quick else FULL_WINDOW
    arrivals = watch_arrivals(load_analyzer, stretch_s, pairs)
    film_s = QUICK_FILM_S if quick else FULL_FILM_S
    analyzers, model_hash = _analyzers()
    return BedsideReport(machine, model_hash, film_s, _rows(analyzers, film_s), arrivals)


def _analyzers() -> tuple[dict[float, Analyzer], str]:
    """One for each rate, as each remembers what it saw; they share the network's answers."""
    model_hash, card = verify(SHIPPED_MODEL), read_card(SHIPPED_MODEL)
    engine = _LastAnswer(choose_engine(SHIPPED_MODEL, model_hash, "auto"))
    return {pace.hz: Analyzer(engine, card, model_hash) for pace in PACES}, model_hash


def _rows(analyzers: Mapping[float, Analyzer], film_s: float) -> tuple[Row, ...]:
    offered = next(iter(analyzers.values())).info.structures
    views = [view for view in load_anatomy().views if set(view.essential) & set(offered)]
    tallies: dict[tuple[str, str, str, Pace], Tally] = {}
    for film in films(views, offered, film_s):
        course = "held" if film.is_held else "moving"
        found = {"network": analyse(film, analyzers), "truth": dict.fromkeys(analyzers, _own(film))}
        for findings, by_rate in found.items():
            for way, (mode, carry) in WAYS.items():
                for pace in PACES:
                    tally = tallies.setdefault((findings, course, way, pace), Tally())
                    tally.add(film, play(film.truths, by_rate[pace.hz], pace, mode, carry))
    return tuple(
        Row(findings, course, way, pace.hz, round(pace.takes_s * 1000, 1), tally.agreement)
        for (findings, course, way, pace), tally in tallies.items()
    )


def _own(film: Film) -> dict[int, Analysis]:
    """A perfect network's analyses."""
    return {truth.frame.index: truth for truth in film.truths}


def analyse(film: Film, analyzers: Mapping[float, Analyzer]) -> dict[float, dict[int, Analysis]]:
    """By rate and frame, in the order in which they would be live."""
    wanted = {pace.hz: {index for index, _ in begun(len(film.truths), pace)} for pace in PACES}
    found: dict[float, dict[int, Analysis]] = {hz: {} for hz in wanted}
    for analyzer in analyzers.values():
        analyzer.reset()
    for truth in film.truths:
        for hz, indices in wanted.items():
            if truth.frame.index in indices:
                found[hz][truth.frame.index] = analyzers[hz].analyze(truth.frame)
    return found
