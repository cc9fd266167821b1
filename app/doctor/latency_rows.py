"""What a latency run says on the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.doctor.sheet import Check, judged, unknown
from app.live.latency import Percentiles
from inference.told import told

MOST_PAINTED_MS = 60.0  # p95 from a picture's arrival in the program until it is painted
MOST_SEEN_MS = 120.0  # p95 from a picture's making until a screen or a card shows it


@dataclass(frozen=True, slots=True)
class LatencyRun:
    """painted is None if the pattern never came; seen, if it was not read back, `why` says why."""

    painted: Percentiles | None
    seen: Percentiles | None
    why: str


def latency_checks(run: LatencyRun) -> Iterator[Check]:
    name = told("Arrival to painting")
    if run.painted is None:
        yield unknown(name, told("Too few pictures were painted. Give it more seconds."))
    else:
        yield judged(
            name,
            run.painted.p95 <= MOST_PAINTED_MS,
            _in_words(run.painted),
            told("Of 100 pictures 95 must be painted in 60 ms. Close other programs."),
        )
    name = told("Picture to screen, read back")
    if run.seen is None:
        yield unknown(name, run.why)
    else:
        yield judged(
            name,
            run.seen.p95 <= MOST_SEEN_MS,
            _in_words(run.seen),
            told("Of 100 pictures 95 must be seen in 120 ms. Check cable, card and its mode."),
        )


def _in_words(found: Percentiles) -> str:
    return told(
        "half in {p50:.0f} ms, 95 of 100 in {p95:.0f} ms, 99 in {p99:.0f} ms",
        p50=found.p50,
        p95=found.p95,
        p99=found.p99,
    )
