"""Watches how long a live picture of 1080p takes from its arrival in the program to the screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from app.bench.material import live_url
from app.bench.window import SETTLE_S, at_work, work_for
from app.ui.paint_watch import PaintWatch
from app.video import SourceError
from inference.analyzer import Analyzer

HEIGHT, WIDTH = 1080, 1920


@dataclass(frozen=True, slots=True)
class Arrival:
    """From a frame's arrival to the end of its painting, in an offscreen window."""

    has_analysis: bool
    painted: int
    painted_hz: float
    analysis_hz: float
    median_ms: float
    p95_ms: float

    @classmethod
    def of(
        cls,
        has_analysis: bool,
        stretches: Sequence[Sequence[float]],
        length_s: float,
        analysis_hz: Sequence[float],
    ) -> "Arrival":
        """From the delays in seconds, and the analyses a second, of stretches of this length."""
        delays = np.concatenate([np.array(each) for each in stretches]) * 1000
        median, p95 = np.percentile(delays, [50, 95])
        return cls(
            has_analysis,
            len(delays),
            round(len(delays) / (length_s * len(stretches)), 2),
            round(float(np.mean(analysis_hz)), 2),
            round(float(median), 2),
            round(float(p95), 2),
        )


def watch_arrivals(
    load_analyzer: Callable[[], Analyzer], stretch_s: float, pairs: int
) -> tuple[Arrival, ...]:
    """Without and with analysis, in so many turns. Raises SourceError or ModelError."""
    delays: dict[bool, list[list[float]]] = {False: [], True: []}
    rates: dict[bool, list[float]] = {False: [], True: []}
    with at_work(live_url(HEIGHT, WIDTH), load_analyzer) as (station, viewport):
        delays_s: list[float] = []
        PaintWatch(viewport, station).painted.connect(delays_s.append)
        for _ in range(pairs):
            for has_analysis in (False, True):
                station.ai.toggle()
                work_for(SETTLE_S)
                delays_s.clear()
                work_for(stretch_s)
                if not delays_s:
                    raise SourceError("The picture stood still while the window was watched.")
                delays[has_analysis].append(list(delays_s))
                rates[has_analysis].append(station.status().analysis_hz if has_analysis else 0.0)
    return tuple(Arrival.of(has, delays[has], stretch_s, rates[has]) for has in (False, True))
