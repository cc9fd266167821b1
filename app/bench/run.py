"""The whole benchmark, one part after the other."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from app.bench.material import (
    export_if_possible,
    light_network,
    live_url,
    loop_frames,
    reference_network,
)
from app.bench.report import Report
from app.bench.speed import Contender, contender, eager_contender, measure
from app.bench.window import WindowPlan, watch_window
from inference.analyzer import SHIPPED_MODEL, load_analyzer
from inference.machine import Machine, this_machine

QUICK_ROUNDS, FULL_ROUNDS = 8, 50
BUSY_LOAD = 0.5  # of the last minute, in cores
QUICK_WINDOW = WindowPlan(stretch_s=4.0, pairs=2, early_s=10.0, late_s=20.0)


def run_bench(quick: bool = False, minutes: float = 10.0) -> Report:
    """Measure everything. Raises ModelError or SourceError.

    quick    about a minute in all, for a first look
    minutes  how long memory is watched, at least two, otherwise
    """
    machine = this_machine()
    window = QUICK_WINDOW if quick else full_window(minutes)
    rounds = QUICK_ROUNDS if quick else FULL_ROUNDS
    told = Console(stderr=True)
    with TemporaryDirectory() as folder:
        light = light_network(Path(folder))
        # The window first: the memory of large networks would hide what it takes itself.
        told.print(f"The window, {window.late_s / 60:.1f} minutes ...")
        smoothness, memory = watch_window(live_url(), lambda: load_analyzer(light), window)
        told.print(f"The networks, {rounds} rounds ...")
        reference = reference_network(Path(folder))
        has_graph = export_if_possible(reference)
        contenders = _contenders(light, reference, has_graph)
        speeds = measure(contenders, loop_frames(rounds), rounds)
    remarks = tuple(_remarks(machine, light == SHIPPED_MODEL, has_graph))
    return Report(machine, contenders[0].analyzer.info.hash, speeds, smoothness, memory, remarks)


def full_window(minutes: float) -> WindowPlan:
    """Eight stretches in the first minute, then memory alone."""
    return WindowPlan(stretch_s=6.5, pairs=4, early_s=60.0, late_s=60.0 * minutes)


def _contenders(light: Path, reference: Path, has_reference_graph: bool) -> list[Contender]:
    """The light network first, the baseline last."""
    made = [contender(light, "onnx"), contender(light, "torch")]
    if has_reference_graph:
        made.append(contender(reference, "onnx"))
    return [*made, contender(reference, "torch"), eager_contender(reference)]


def _remarks(machine: Machine, is_shipped: bool, has_reference_graph: bool) -> Iterator[str]:
    if machine.load is not None and machine.load > BUSY_LOAD:
        yield (
            f"Other programs kept {machine.load} of {machine.cores} cores busy, which holds up "
            "PyTorch and the window more than ONNX Runtime: measure again when the machine is idle."
        )
    yield (
        "ResNet-50 has random weights and finds nothing, so its loop paints no masks: "
        "that favours the baseline."
    )
    if not is_shipped:
        yield "This copy carries no weights: the light network has random ones."
    if not has_reference_graph:
        yield "onnx is not installed: ResNet-50 was not run with ONNX Runtime."
