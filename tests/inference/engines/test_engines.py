import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import onnx
import pytest

from inference.engines.choose import choose_engine
from inference.engines.onnx_engine import POINT_OUTPUTS, OnnxEngine
from inference.engines.parity import ParityCase, deviation, parity_image
from inference.engines.torch_engine import TorchEngine, make_parity_case
from inference.yolact.checkpoint import ModelError, hash_file, load_checkpoint
from inference.yolact.config import reference_config
from inference.yolact.decode import RawOutput
from inference.yolact.preprocess import preprocess


@pytest.fixture
def model(tmp_path, small_model):
    """A copy of everything that belongs to the small model, to be spoilt."""
    shutil.copytree(small_model.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / small_model.name


@pytest.fixture
def unrecorded(model):
    model.with_suffix(".sha256").unlink()
    return model


def choose(model, choice):
    return choose_engine(model, hash_file(model), choice)


def test_both_engines_give_the_same_answer(small_model):
    image = np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    ours = OnnxEngine(small_model.with_suffix(".onnx")).infer(image)
    torch = TorchEngine(load_checkpoint(small_model).network, "cpu").infer(image)
    np.testing.assert_allclose(ours.class_logits, torch.class_logits, atol=1e-5)
    np.testing.assert_allclose(ours.box_offsets, torch.box_offsets, atol=1e-5)
    np.testing.assert_allclose(ours.mask_coefficients, torch.mask_coefficients, atol=1e-5)
    np.testing.assert_allclose(ours.prototypes, torch.prototypes, atol=1e-5)
    assert ours.prototypes.shape == (32 * 2 * 2, 16, 16)


def test_both_engines_refine_masks_with_the_same_numbers(refining_model):
    image = np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    ours = OnnxEngine(refining_model.with_suffix(".onnx")).infer(image)
    torch = TorchEngine(load_checkpoint(refining_model).network, "cpu").infer(image)
    np.testing.assert_allclose(ours.prototypes, torch.prototypes, atol=1e-5)
    np.testing.assert_allclose(ours.point_features, torch.point_features, atol=1e-5)
    np.testing.assert_array_equal(ours.point_weights, torch.point_weights)
    assert ours.point_features.shape == (6 * 4 * 4, 16, 16)
    assert ours.point_weights.shape == (6, 32 + 2)
    assert choose(refining_model, "auto").name == "ONNX Runtime"


def test_a_graph_has_two_outputs_more_only_where_masks_are_refined(small_model, refining_model):
    four = ["class_logits", "box_offsets", "mask_coefficients", "prototypes"]
    for model, names in ((small_model, four), (refining_model, [*four, *POINT_OUTPUTS])):
        graph = onnx.load(str(model.with_suffix(".onnx"))).graph
        assert [output.name for output in graph.output] == names


def test_without_a_graphics_card_onnx_runtime_is_chosen(small_model):
    engine = choose(small_model, "auto")
    assert (engine.name, engine.precision) == ("ONNX Runtime", "float32")


def test_torch_runs_when_asked_for(small_model):
    engine = choose(small_model, "torch")
    assert (engine.name, engine.precision) == ("PyTorch", "float32")


@pytest.mark.parametrize("suffix", [".onnx", ".parity.npz"])
def test_torch_stands_in_for_a_missing_graph_or_answer(unrecorded, suffix, caplog):
    unrecorded.with_suffix(suffix).unlink()
    assert choose(unrecorded, "auto").name == "PyTorch"
    assert f"small{suffix}" in caplog.text


def test_an_engine_that_answers_otherwise_is_not_used(unrecorded, caplog):
    stored = unrecorded.with_suffix(".parity.npz")
    case = ParityCase.load(stored)
    case.class_logits[0, 0] += 0.1
    case.save(stored)
    assert choose(unrecorded, "auto").name == "PyTorch"
    assert "gives another answer than the network should" in caplog.text


def test_a_model_that_no_engine_runs_says_why(unrecorded):
    unrecorded.with_suffix(".onnx").write_bytes(b"not a graph")
    with pytest.raises(ModelError, match="small.onnx cannot be loaded by ONNX Runtime"):
        choose(unrecorded, "onnx")


def test_a_graph_of_other_weights_is_refused(model):
    with pytest.raises(ModelError, match="made of other weights"):
        choose_engine(model, "0" * 64, "onnx")


def test_a_graph_that_was_changed_is_refused(model):
    graph = model.with_suffix(".onnx")
    graph.write_bytes(graph.read_bytes() + b"\0")
    with pytest.raises(ModelError, match="small.onnx is not the file it was"):
        choose(model, "onnx")


@pytest.mark.parametrize("content", [b"", b"PK nonsense", bytes(500)])
def test_a_damaged_answer_is_refused(unrecorded, content):
    unrecorded.with_suffix(".parity.npz").write_bytes(content)
    with pytest.raises(ModelError, match="small.parity.npz is damaged"):
        choose(unrecorded, "onnx")


class BrokenEngine:
    """An engine whose device returns what is not a number, without an error."""

    name, precision = "Broken", "float16"

    def __init__(self, inner) -> None:
        self._inner = inner

    def infer(self, image):
        raw = self._inner.infer(image)
        prototypes = np.full_like(raw.prototypes, np.nan)
        return RawOutput(raw.class_logits, raw.box_offsets, raw.mask_coefficients, prototypes)


def test_an_answer_that_is_not_a_number_never_agrees(small_model):
    case = make_parity_case(load_checkpoint(small_model).network)
    engine = OnnxEngine(small_model.with_suffix(".onnx"))
    assert deviation(engine, case) < 0.1
    assert deviation(BrokenEngine(engine), case) == float("inf")


class OtherPoints:
    """An engine that gives what refines masks otherwise than the network does, or not at all."""

    name, precision = "Other", "float32"

    def __init__(self, inner, **points) -> None:
        self._inner, self._points = inner, points

    def infer(self, image):
        return replace(self._inner.infer(image), **self._points)


def test_what_refines_masks_is_checked_too(refining_model, small_model):
    stored = ParityCase.load(refining_model.with_suffix(".parity.npz"))
    engine = OnnxEngine(refining_model.with_suffix(".onnx"))
    raw = engine.infer(stored.image)
    assert deviation(engine, stored) < 0.1
    weights = raw.point_weights + 0.1
    assert deviation(OtherPoints(engine, point_weights=weights), stored) > 1
    features = np.full_like(raw.point_features, np.nan)
    assert deviation(OtherPoints(engine, point_features=features), stored) == float("inf")
    assert deviation(OtherPoints(engine, point_weights=None), stored) == float("inf")
    plain = ParityCase.load(small_model.with_suffix(".parity.npz"))
    assert plain.point_features is None
    unasked = OtherPoints(OnnxEngine(small_model.with_suffix(".onnx")), point_weights=weights)
    assert deviation(unasked, plain) == float("inf")


def test_the_made_up_picture_is_the_same_every_time():
    np.testing.assert_array_equal(parity_image(96), parity_image(96))
    assert parity_image(96).shape == (96, 96, 3)


def test_a_grey_network_sees_no_colour(small_config):
    red = np.zeros((100, 150, 3), np.uint8)
    red[..., 0] = 200
    seen = preprocess(red, small_config)
    assert seen.shape == (64, 64, 3)
    np.testing.assert_array_equal(seen, np.full_like(seen, 60))  # 0.299 * 200


def test_a_reference_network_sees_colour():
    red = np.zeros((100, 150, 3), np.uint8)
    red[..., 0] = 200
    seen = preprocess(red, reference_config("resnet50", ("a",)))
    assert seen[0, 0].tolist() == [200, 0, 0]


def test_a_frame_is_stretched_from_corner_to_corner(small_config):
    halves = np.zeros((30, 400, 3), np.uint8)
    halves[:, 200:] = 255
    seen = preprocess(halves, small_config)
    assert seen[:, :31].max() == 0
    assert seen[:, 33:].min() == 255


def test_importing_and_running_with_onnx_runtime_needs_no_torch(small_model):
    program = (
        "import sys; from pathlib import Path; from inference import load_analyzer;"
        "load_analyzer(Path(sys.argv[1]), 'onnx'); sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, small_model], check=True, timeout=60)
