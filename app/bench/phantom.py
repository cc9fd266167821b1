"""How fast the digital fetus is, live and for training, against yardsticks of the same run."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from app.bench.report import Timing
from app.video import open_source
from inference.machine import Machine, this_machine
from phantom import generate_dataset
from phantom.practice import PracticeScene, PracticeSettings, examination_over

LIVE_GOAL_HZ, IMAGES_GOAL_HZ = 25.0, 40.0
SIZE = (480, 640)
FRAME_S = 1 / 25
WARM_UP = 5
QUICK_FRAMES, FULL_FRAMES = 30, 300
QUICK_IMAGES, FULL_IMAGES = 30, 240
_SEED = 1


@dataclass(frozen=True, slots=True)
class PhantomReport:
    """Everything `fetalens bench phantom` found.

    live         a picture of the practice examination, 640 x 480, in one process
    with_truth   the same with view and masks, as cine loops have it
    reading      a frame of a film of the same pictures, as the program plays films
    images_per_s labelled training pictures written, by number of worker processes
    *_times_*    how many times as fast, in this run
    """

    machine: Machine
    live: Timing
    with_truth: Timing
    reading: Timing
    live_times_reading: float
    images_per_s: dict[int, float]
    two_workers_times_one: float

    def to_json(self) -> dict[str, Any]:
        """Plain values under the names of the fields."""
        return asdict(self)


def run_phantom_bench(quick: bool = False) -> PhantomReport:
    """Measure all of it, in half a minute if quick. Raises PhantomError or SourceError."""
    machine = this_machine()
    live, with_truth, reading = _frame_timings(QUICK_FRAMES if quick else FULL_FRAMES)
    count = QUICK_IMAGES if quick else FULL_IMAGES
    images = {workers: round(_images_per_s(count, workers), 2) for workers in (1, 2)}
    return PhantomReport(
        machine,
        live,
        with_truth,
        reading,
        round(reading.median_ms / live.median_ms, 3),
        images,
        round(images[2] / images[1], 2),
    )


def print_phantom_report(report: PhantomReport, console: Console) -> None:
    """The same as a table."""
    machine = report.machine
    console.print(f"{machine.cpu}, {machine.cores} cores; load at the start: {machine.load}")
    table = Table(title="The digital fetus; × is against reading a film, or one worker")
    table.add_column("what")
    for heading in ("per s", "ms (p95)", "×"):
        table.add_column(heading, justify="right")
    table.add_column("goal per s")
    rows = (
        ("live, 640 x 480", report.live, LIVE_GOAL_HZ),
        ("live with masks", report.with_truth, None),
        ("reading a film", report.reading, None),
    )
    for what, timing, goal in rows:
        times = report.reading.median_ms / timing.median_ms
        milliseconds = f"{timing.median_ms:.1f} ({timing.p95_ms:.1f})"
        cells = (f"{timing.per_s:.1f}", milliseconds, f"{times:.3g}")
        table.add_row(what, *cells, _verdict(timing.per_s, goal))
    for workers, per_s in report.images_per_s.items():
        what = f"training, {workers} worker{'s' if workers > 1 else ''}"
        times = per_s / report.images_per_s[1]
        verdict = _verdict(per_s, IMAGES_GOAL_HZ if workers == 2 else None)
        table.add_row(what, f"{per_s:.1f}", "", f"{times:.3g}", verdict)
    console.print(table)


def _verdict(per_s: float, goal: float | None) -> str:
    if goal is None:
        return ""
    return f"{goal:g}, {'reached' if per_s >= goal else 'not reached'}"


def _frame_timings(count: int) -> tuple[Timing, Timing, Timing]:
    """Live, with truth, and reading a film: in turn, so that noise hits all alike."""
    scene = PracticeScene(PracticeSettings(seed=_SEED), SIZE)
    truthful = PracticeScene(PracticeSettings(seed=_SEED), SIZE)
    examination = examination_over(scene.stops)
    stops = [(examination.at(i * FRAME_S).probe, i * FRAME_S) for i in range(count + WARM_UP)]
    with TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        _encode(film, (scene.picture(probe, time_s) for probe, time_s in stops))
        with closing(open_source(str(film))) as source:
            tasks: tuple[Callable[[int], object], ...] = (
                lambda i: scene.picture(*stops[i]),
                lambda i: truthful.observed(*stops[i]),
                lambda _: source.read(),
            )
            seconds = [[_timed(task, i) for task in tasks] for i in range(len(stops))]
    live, with_truth, reading = zip(*seconds[WARM_UP:], strict=True)
    return Timing.of(live), Timing.of(with_truth), Timing.of(reading)


def _timed(task: Callable[[int], object], index: int) -> float:
    start = perf_counter()
    task(index)
    return perf_counter() - start


def _encode(path: Path, pictures: Iterator[NDArray[np.uint8]]) -> None:
    height, width = SIZE
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=25)
        stream.pix_fmt, stream.width, stream.height = "yuv420p", width, height
        for picture in pictures:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        film.mux(stream.encode(None))


def _images_per_s(count: int, workers: int) -> float:
    """Pictures drawn, compressed and written a second, once all workers are at work."""
    moments: list[float] = []
    with TemporaryDirectory() as folder:
        generate_dataset(
            Path(folder),
            count,
            _SEED,
            workers,
            on_progress=lambda *_: moments.append(perf_counter()),
        )
    return _rate(moments[1 + WARM_UP :])


def _rate(moments: Sequence[float]) -> float:
    """Events a second between the first and the last."""
    return (len(moments) - 1) / (moments[-1] - moments[0])
