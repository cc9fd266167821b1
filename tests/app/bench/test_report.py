import json

import pytest
from rich.console import Console

from app.bench.report import (
    Memory,
    Report,
    Smoothness,
    Speed,
    Stretch,
    Timing,
    print_report,
)
from inference.machine import Machine, this_machine
from inference.process import resident_mb


def speed(model: str, ms: float, times_baseline: float) -> Speed:
    timing = Timing(ms, ms + 1, 1000 / ms, 9)
    return Speed(
        model, "ONNX Runtime", "float32", 384, timing, timing, times_baseline, times_baseline
    )


@pytest.fixture
def report() -> Report:
    return Report(
        machine=Machine("Linux", "Some CPU", 2, None, {"PyTorch": 2}, {"torch": "2"}, 0.1),
        model_hash="ab" * 32,
        speeds=(speed("light", 20.0, 20.0), speed("ResNet-50", 400.0, 1.0)),
        smoothness=(Smoothness(True, 300, 59.9, 24.0, 16.7, 18.0, 31.0, 0.33),),
        memory=Memory(60.0, 600.0, 500.0, 520.0, 1.04),
        remarks=("Read this.",),
    )


def test_a_timing_is_the_median_with_its_tail_and_rate():
    timing = Timing.of([0.010, 0.020, 0.030, 0.040, 0.100])
    assert timing == Timing(median_ms=30.0, p95_ms=88.0, per_s=33.33, count=5)


def test_an_interval_above_25_ms_is_late():
    stretch = Stretch([0.0, 0.016, 0.032, 0.072, 0.088], analysis_hz=20.0)
    found = Smoothness.of([stretch], has_analysis=True)
    assert found.late_percent == 25.0
    assert (found.median_ms, found.longest_ms) == (16.0, 40.0)
    assert (found.painted, found.painted_hz) == (5, 45.45)


def test_what_lies_between_two_stretches_is_no_interval():
    stretches = [Stretch([0.0, 0.01], 10.0), Stretch([5.0, 5.01, 5.02], 20.0)]
    found = Smoothness.of(stretches, has_analysis=True)
    assert (found.longest_ms, found.late_percent) == (10.0, 0.0)
    assert found.analysis_hz == 15.0


def test_memory_is_compared_as_a_ratio():
    assert Memory.of(60.0, 600.0, 400.0, 404.0).ratio == 1.01


def test_the_json_holds_every_figure_under_its_name(report):
    stored = json.loads(json.dumps(report.to_json()))
    assert stored["machine"]["cpu"] == "Some CPU"
    assert stored["speeds"][0]["loop"]["median_ms"] == 20.0
    assert stored["speeds"][0]["loop_times_baseline"] == 20.0
    assert stored["smoothness"][0]["late_percent"] == 0.33
    assert stored["memory"]["ratio"] == 1.04
    assert stored["remarks"] == ["Read this."]


def test_the_tables_show_networks_ratio_lateness_and_memory(report):
    console = Console(width=160, record=True, quiet=False, file=None)
    with console.capture() as shown:
        print_report(report, console)
    text = shown.get()
    assert "Some CPU, 2 cores, GPU: none" in text
    assert "light, 384 px" in text
    assert "0.33 %" in text
    assert "ratio 1.040, not within 2 %" in text
    assert "Read this." in text


def test_this_machine_says_what_computed():
    machine = this_machine()
    assert machine.cpu
    assert machine.cores >= 1
    assert set(machine.threads) == {"ONNX Runtime", "PyTorch"}
    assert {"python", "torch", "onnxruntime"} <= set(machine.versions)


def test_memory_in_use_is_some_megabytes():
    used_mb = resident_mb()
    assert used_mb is None or 10 < used_mb < 100_000
