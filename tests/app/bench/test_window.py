import pytest

from app.bench.material import live_url
from app.bench.run import full_window
from app.bench.window import WindowPlan, memory_between, watch_window
from app.video import SourceError, open_source
from inference import ModelError, load_analyzer
from inference.process import resident_mb

MOMENT = WindowPlan(stretch_s=0.5, pairs=1, early_s=0.5, late_s=2.0)
PATTERN = "lavfi:testsrc2=size=320x240:rate=60"


def test_a_window_is_watched_without_and_with_analysis(eager_model, qapp):
    smoothness, memory = watch_window(PATTERN, lambda: load_analyzer(eager_model, "onnx"), MOMENT)
    assert [row.has_analysis for row in smoothness] == [False, True]
    assert [row.painted > 1 for row in smoothness] == [True, True]
    assert smoothness[0].analysis_hz == 0
    assert smoothness[1].analysis_hz > 0
    assert (memory is None) == (resident_mb() is None)


def test_a_source_that_is_not_there_is_said(eager_model, qapp, tmp_path):
    with pytest.raises(SourceError, match=r"gone\.mp4 was not found"):
        watch_window(str(tmp_path / "gone.mp4"), lambda: load_analyzer(eager_model), MOMENT)


def test_a_model_that_is_not_there_is_said(qapp, tmp_path):
    with pytest.raises(ModelError, match=r"gone\.safetensors"):
        watch_window(PATTERN, lambda: load_analyzer(tmp_path / "gone.safetensors"), MOMENT)


def test_memory_is_averaged_around_both_moments():
    plan = WindowPlan(stretch_s=1, pairs=1, early_s=60, late_s=600)
    samples = [(1, 100.0), (56, 390.0), (64, 410.0), (300, 900.0), (598, 402.0), (604, 406.0)]
    memory = memory_between(samples, plan)
    assert (memory.early_mb, memory.late_mb, memory.ratio) == (400.0, 404.0, 1.01)


def test_memory_that_no_one_told_is_none():
    assert memory_between([], MOMENT) is None


def test_the_full_run_compares_with_the_first_minute():
    plan = full_window(minutes=10)
    assert (plan.early_s, plan.late_s) == (60.0, 600.0)


def test_the_bundled_loop_comes_as_a_live_source_of_720p():
    source = open_source(live_url())
    frames = [source.read() for _ in range(3)]
    source.close()
    assert {frame.pixels.shape for frame in frames} == {(720, 1280, 3)}
