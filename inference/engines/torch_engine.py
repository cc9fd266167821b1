"""PyTorch: half precision on a CUDA device, float32 on the CPU."""

from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.engines.parity import ParityCase, parity_image, require_agreement
from inference.told import told
from inference.yolact.checkpoint import ModelError, load_checkpoint
from inference.yolact.decode import RawOutput
from inference.yolact.model import Yolact


class TorchEngine:
    """Runs a network with PyTorch. The network is taken over: it moves to the device.

    device  "cuda" computes in half precision, "cpu" in float32
    """

    name = "PyTorch"

    def __init__(self, network: Yolact, device: Literal["cuda", "cpu"]) -> None:
        self._device = torch.device(device)
        is_half = device == "cuda"
        self.precision = "float16" if is_half else "float32"
        self._dtype = torch.float16 if is_half else torch.float32
        self._network = network.eval().to(self._device, self._dtype)
        torch.nn.utils.convert_conv2d_weight_memory_format(self._network, torch.channels_last)

    @torch.inference_mode()
    def infer(self, image: NDArray[np.uint8]) -> RawOutput:
        pixels = torch.tensor(image, device=self._device)
        images = pixels.permute(2, 0, 1)[None].to(self._dtype)  # already channels_last
        output = self._network(images)
        return RawOutput(*(_to_numpy(part[0]) for part in output.parts()))


def load_torch_engine(model: Path, device: Literal["cuda", "cpu"]) -> TorchEngine:
    """An engine for a .safetensors file. Raises ModelError.

    On the CPU it is the reference itself. On a CUDA device it must agree with that first.
    """
    if device == "cuda" and not torch.cuda.is_available():
        raise ModelError(told("PyTorch finds no CUDA device."))
    network = load_checkpoint(model).network
    if device == "cpu":
        return TorchEngine(network, device)
    case = make_parity_case(network)
    try:
        engine = TorchEngine(network, device)
        require_agreement(engine, case)
    except RuntimeError as error:  # out of memory, or a driver that does not fit
        raise ModelError(
            told("The CUDA device cannot run {model}: {fault}.", model=model.name, fault=error)
        ) from error
    return engine


def make_parity_case(network: Yolact, image: NDArray[np.uint8] | None = None) -> ParityCase:
    """The answer of a network in float32 on the CPU, to check other engines against."""
    if image is None:
        image = parity_image(network.config.image_size)
    engine = TorchEngine(network, "cpu")
    return ParityCase.of(image, engine.infer(image), network.config.classification)


def _to_numpy(part: Tensor) -> NDArray[np.float32]:
    out: NDArray[np.float32] = part.float().contiguous().cpu().numpy()
    return out
