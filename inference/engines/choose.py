"""Which engine runs a model on this machine: the fastest one that gives the right answer."""

import ctypes.util
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from inference.engines.engine import InferenceEngine
from inference.engines.onnx_engine import OnnxEngine
from inference.engines.parity import PARITY_SUFFIX, ParityCase, require_agreement
from inference.told import told
from inference.yolact.checkpoint import ModelError, verify

log = logging.getLogger(__name__)

EngineChoice = Literal["auto", "onnx", "torch"]
Maker = Callable[[Path, str], InferenceEngine]


def choose_engine(model: Path, weights_hash: str, choice: EngineChoice) -> InferenceEngine:
    """The first engine for a .safetensors file that loads and gives the reference's answer.

    auto   PyTorch in half precision on a CUDA device, else ONNX Runtime, else PyTorch on the CPU
    onnx   ONNX Runtime alone        torch   PyTorch alone

    Raises ModelError, with the last engine's reason, if none does.
    """
    reason = ModelError(told("No engine can run {model}.", model=model.name))
    for make in _makers(choice):
        try:
            engine = make(model, weights_hash)
        except ModelError as error:
            log.warning("An engine is left out. %s", error)
            reason = error
            continue
        log.info("%s runs with %s in %s", model.name, engine.name, engine.precision)
        return engine
    raise reason


@dataclass(frozen=True, slots=True)
class EngineFault:
    """An engine that cannot run a model here; a sentence that says why."""

    name: str
    sentence: str


def each_engine(model: Path, weights_hash: str) -> Iterator[InferenceEngine | EngineFault]:
    """Every engine that this computer could run a .safetensors file with, or why it cannot."""
    for make in _makers("auto"):
        try:
            yield make(model, weights_hash)
        except ModelError as error:
            kind = "ONNX Runtime" if make is _onnx else "PyTorch"
            yield EngineFault(kind, str(error))


def _makers(choice: EngineChoice) -> Iterator[Maker]:
    if choice != "onnx" and _has_nvidia_driver():
        yield partial(_torch, device="cuda")
    if choice != "torch":
        yield _onnx
    if choice != "onnx":
        yield partial(_torch, device="cpu")


def _onnx(model: Path, weights_hash: str) -> InferenceEngine:
    path = model.with_suffix(".onnx")
    verify(path)
    engine = OnnxEngine(path)
    if engine.weights_hash != weights_hash:
        raise ModelError(
            told(
                "{file} was made of other weights than {model}; export again.",
                file=path.name,
                model=model.name,
            )
        )
    stored = model.with_suffix(PARITY_SUFFIX)
    verify(stored)
    require_agreement(engine, ParityCase.load(stored))
    return engine


def _torch(model: Path, weights_hash: str, device: Literal["cuda", "cpu"]) -> InferenceEngine:
    try:  # here, because importing torch takes seconds and ONNX Runtime can do without it
        from inference.engines.torch_engine import load_torch_engine
    except ModuleNotFoundError as error:
        raise ModelError(told("PyTorch is not installed.")) from error
    return load_torch_engine(model, device)


def _has_nvidia_driver() -> bool:
    """Whether it is worth importing torch to ask for a CUDA device."""
    library = "nvcuda" if sys.platform == "win32" else "cuda"
    return ctypes.util.find_library(library) is not None
