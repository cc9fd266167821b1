"""Checkpoint -> ONNX graph for ONNX Runtime. Needs torch and onnx."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.engines.onnx_engine import INPUT, OUTPUTS, POINT_OUTPUTS, WEIGHTS_KEY
from inference.engines.parity import PARITY_SUFFIX
from inference.engines.torch_engine import make_parity_case
from inference.yolact.checkpoint import (
    METADATA_KEY,
    Checkpoint,
    load_checkpoint,
    record_hash,
    recorded_hashes,
    write_whole,
)
from inference.yolact.model import Yolact, YolactOutput

OPSET = 17


class _Graph(nn.Module):
    """An image as the program has it, (S, S, 3) uint8, to the outputs of a batch of one."""

    def __init__(self, network: Yolact) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        output: YolactOutput = self.network(image.permute(2, 0, 1)[None].float())
        return output.parts()


def export_beside(model: Path, image: NDArray[np.uint8] | None = None) -> Path:
    """Make a .safetensors file ready for every engine. Returns the path of the ONNX graph.

    Beside it come the graph, the answer that engines are checked against, and the hashes of both.
    image is the frame (S, S, 3) to check with, best one full of structures. Raises ModelError.
    """
    checkpoint = load_checkpoint(model)
    graph = model.with_suffix(".onnx")
    export_onnx(checkpoint, graph)
    record_hash(graph, model)
    stored = model.with_suffix(PARITY_SUFFIX)
    make_parity_case(checkpoint.network, image).save(stored)
    record_hash(stored, model)
    return graph


def is_exported(model: Path) -> bool:
    """Whether `export_beside` has made all of it: what it records last is recorded."""
    return model.with_suffix(PARITY_SUFFIX).name in recorded_hashes(model)


def export_onnx(checkpoint: Checkpoint, path: Path) -> None:
    """Write the network as a graph: pixels 0..255 in, raw outputs out, no suppression inside.

    The model card and the hash of the weights travel in the graph's metadata.
    """
    with TemporaryDirectory() as folder:
        exported = Path(folder) / path.name
        _export(checkpoint, exported)
        graph = onnx.load(str(exported))
    onnx.helper.set_model_props(
        graph,
        {
            METADATA_KEY: checkpoint.card.model_dump_json(),
            WEIGHTS_KEY: checkpoint.hash,
        },
    )
    write_whole(path, graph.SerializeToString())


def _export(checkpoint: Checkpoint, path: Path) -> None:
    config = checkpoint.card.config
    image = torch.zeros(config.image_size, config.image_size, 3, dtype=torch.uint8)
    outputs = OUTPUTS + POINT_OUTPUTS if config.point_features else OUTPUTS
    with warnings.catch_warnings(), torch.inference_mode():
        # The exporter built on TorchScript is deprecated, but its graphs are the faster ones.
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        torch.onnx.export(
            _Graph(checkpoint.network).eval(),
            (image,),
            str(path),
            input_names=[INPUT],
            output_names=list(outputs),
            opset_version=OPSET,
            dynamo=False,
        )
