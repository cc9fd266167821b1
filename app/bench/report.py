"""The figures of a benchmark as values, as JSON and as tables."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from inference.machine import Machine

LATE_MS = 25.0  # at 60 frames a second one comes every 16.7 ms
MEMORY_GOAL = 1.02


@dataclass(frozen=True, slots=True)
class Timing:
    """Of `count` measurements; per_s is how many would follow each other in a second."""

    median_ms: float
    p95_ms: float
    per_s: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timing":
        median_s, p95_s = np.percentile(seconds, [50, 95])
        return cls(
            round(float(median_s * 1000), 2),
            round(float(p95_s * 1000), 2),
            round(float(1 / median_s), 2),
            len(seconds),
        )


@dataclass(frozen=True, slots=True)
class Speed:
    """One network on one engine.

    network           the network alone: image of its size in, raw numbers out
    loop              720p frame in, frame with painted overlay out
    *_times_baseline  how many times as fast as the baseline, by the medians of the same rounds
    """

    model: str
    engine: str
    precision: str
    image_size: int
    network: Timing
    loop: Timing
    network_times_baseline: float
    loop_times_baseline: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some seconds of the window: when new frames were painted, and analyses a second."""

    painted_s: Sequence[float]
    analysis_hz: float


@dataclass(frozen=True, slots=True)
class Smoothness:
    """How evenly new frames of a live source were painted.

    painted       new frames that were painted
    analysis_hz   analyses a second; 0 without
    late_percent  of the intervals between two paintings of new frames: those over LATE_MS
    """

    has_analysis: bool
    painted: int
    painted_hz: float
    analysis_hz: float
    median_ms: float
    p95_ms: float
    longest_ms: float
    late_percent: float

    @classmethod
    def of(cls, stretches: Sequence[Stretch], has_analysis: bool) -> "Smoothness":
        """From stretches of the same kind, each with two paintings at least."""
        intervals = np.concatenate([np.diff(each.painted_s) for each in stretches]) * 1000
        seconds = float(intervals.sum()) / 1000
        median, p95 = np.percentile(intervals, [50, 95])
        return cls(
            has_analysis=has_analysis,
            painted=sum(len(each.painted_s) for each in stretches),
            painted_hz=round(len(intervals) / seconds, 2),
            analysis_hz=round(float(np.mean([each.analysis_hz for each in stretches])), 2),
            median_ms=round(float(median), 2),
            p95_ms=round(float(p95), 2),
            longest_ms=round(float(intervals.max()), 2),
            late_percent=round(float(100 * (intervals > LATE_MS).mean()), 2),
        )


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of the window at work, averaged over some seconds around two moments.

    Without the pictures of the last minute, which are bounded by themselves.
    """

    early_s: float
    late_s: float
    early_mb: float
    late_mb: float
    ratio: float

    @classmethod
    def of(cls, early_s: float, late_s: float, early_mb: float, late_mb: float) -> "Memory":
        ratio = round(late_mb / early_mb, 4)
        return cls(early_s, late_s, round(early_mb, 1), round(late_mb, 1), ratio)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything `fetalens bench` found.

    model_hash  SHA-256 of the light network's weights
    speeds      the baseline is the last
    smoothness  without and with analysis
    memory      None: this system does not tell
    remarks     what a reader must know to read the figures
    """

    machine: Machine
    model_hash: str
    speeds: tuple[Speed, ...]
    smoothness: tuple[Smoothness, ...]
    memory: Memory | None
    remarks: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values under the names of the fields."""
        return asdict(self)


def print_report(report: Report, console: Console) -> None:
    """The same as tables."""
    machine = report.machine
    threads = ", ".join(f"{name} {count}" for name, count in machine.threads.items())
    versions = ", ".join(f"{name} {number}" for name, number in machine.versions.items())
    console.print(f"{machine.cpu}, {machine.cores} cores, GPU: {machine.gpu or 'none'}")
    console.print(f"{machine.system}; threads: {threads}; load at the start: {machine.load}")
    console.print(versions)
    console.print(_speed_table(report.speeds))
    console.print(_smoothness_table(report.smoothness))
    if report.memory is not None:
        console.print(_memory_sentence(report.memory))
    for remark in report.remarks:
        console.print(f"- {remark}")


def _speed_table(speeds: Sequence[Speed]) -> Table:
    table = Table(title="One frame at a time; × is how many times as fast as eager ResNet-50")
    for heading in ("network", "engine"):
        table.add_column(heading)
    for heading in (
        "network ms (p95)",
        "per s",
        "×",
        "720p loop ms (p95)",
        "per s",
        "×",
    ):
        table.add_column(heading, justify="right")
    for speed in speeds:
        table.add_row(
            f"{speed.model}, {speed.image_size} px",
            f"{speed.engine}, {speed.precision}",
            *_cells(speed.network, speed.network_times_baseline),
            *_cells(speed.loop, speed.loop_times_baseline),
        )
    return table


def _cells(timing: Timing, times_baseline: float) -> tuple[str, str, str]:
    return (
        f"{timing.median_ms:.1f} ({timing.p95_ms:.1f})",
        f"{timing.per_s:.1f}",
        f"{times_baseline:.1f}",
    )


def _smoothness_table(rows: Sequence[Smoothness]) -> Table:
    table = Table(title="Window, live source of 60 frames/s")
    table.add_column("analysis")
    for heading in ("painted/s", "analysed/s", "interval ms (p95)", "longest", "late"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(
            "on" if row.has_analysis else "off",
            f"{row.painted_hz:.1f}",
            f"{row.analysis_hz:.1f}",
            f"{row.median_ms:.1f} ({row.p95_ms:.1f})",
            f"{row.longest_ms:.0f} ms",
            f"{row.late_percent:.2f} %",
        )
    return table


def _memory_sentence(memory: Memory) -> str:
    verdict = "within" if memory.ratio <= MEMORY_GOAL else "not within"
    return (
        f"Memory: {memory.early_mb:.0f} MB after {memory.early_s:.0f} s, {memory.late_mb:.0f} MB "
        f"after {memory.late_s:.0f} s, ratio {memory.ratio:.3f}, {verdict} "
        f"{100 * (MEMORY_GOAL - 1):.0f} %, without the pictures of the last minute."
    )
