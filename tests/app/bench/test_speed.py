import numpy as np
import pytest

from app.bench.material import HEIGHT, WIDTH, loop_frames, to_720p
from app.bench.speed import EagerEngine, contender, eager_contender, measure
from inference.engines.torch_engine import TorchEngine
from inference.yolact.checkpoint import load_checkpoint


@pytest.fixture
def contenders(eager_model, qapp):
    return [
        contender(eager_model, "onnx"),
        contender(eager_model, "torch"),
        eager_contender(eager_model),
    ]


def test_every_contender_sees_every_round(contenders):
    speeds = measure(contenders, loop_frames(2), rounds=3)
    assert [speed.network.count for speed in speeds] == [3, 3, 3]
    assert [speed.loop.count for speed in speeds] == [3, 3, 3]
    assert [speed.engine for speed in speeds] == ["ONNX Runtime", "PyTorch", "PyTorch eager"]
    assert {(speed.model, speed.image_size) for speed in speeds} == {("eager", 64)}


def test_speeds_are_told_in_multiples_of_the_baseline(contenders):
    speeds = measure(contenders, loop_frames(2), rounds=2)
    fast, base = speeds[0], speeds[-1]
    assert (base.network_times_baseline, base.loop_times_baseline) == (1.0, 1.0)
    expected = base.loop.median_ms / fast.loop.median_ms
    assert fast.loop_times_baseline == pytest.approx(expected, abs=0.01)


def test_the_network_is_a_part_of_the_loop(contenders):
    speeds = measure(contenders, loop_frames(1), rounds=2)
    assert [s.network.median_ms < s.loop.median_ms for s in speeds] == [True] * 3


def test_the_baseline_computes_the_same_network(eager_model):
    network = load_checkpoint(eager_model).network
    image = np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    eager = EagerEngine(network).infer(image)
    ours = TorchEngine(load_checkpoint(eager_model).network, "cpu").infer(image)
    np.testing.assert_allclose(eager.class_logits, ours.class_logits, atol=0.01, rtol=1e-4)
    assert eager.prototypes.shape == ours.prototypes.shape


def test_frames_come_from_all_of_the_loop():
    frames = loop_frames(3)
    assert [frame.index for frame in frames] == sorted({frame.index for frame in frames})
    assert {frame.pixels.shape for frame in frames} == {(HEIGHT, WIDTH, 3)}


def test_a_picture_of_another_shape_stands_in_the_middle_of_black():
    fitted = to_720p(np.full((600, 800, 3), 200, np.uint8))
    assert fitted.shape == (720, 1280, 3)
    assert fitted[:, 160:1120].min() == 200
    assert fitted[:, :160].max() == fitted[:, 1120:].max() == 0
