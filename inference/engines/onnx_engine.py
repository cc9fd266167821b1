"""ONNX Runtime on the CPU: the engine of a machine without a CUDA device."""

import os
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from inference.told import told
from inference.yolact.checkpoint import ModelError
from inference.yolact.decode import RawOutput

INPUT = "image"
OUTPUTS = ("class_logits", "box_offsets", "mask_coefficients", "prototypes")
POINT_OUTPUTS = ("point_features", "point_weights")  # of a network that refines its masks
WEIGHTS_KEY = "weights_sha256"


class OnnxEngine:
    """Runs the graph that `export_onnx` made of a network."""

    name = "ONNX Runtime"
    precision = "float32"

    def __init__(self, path: Path, threads: int | None = None) -> None:
        """Load a graph. Raises ModelError if it is missing, damaged or not one of ours."""
        if not path.exists():
            raise ModelError(told("There is no model file {path}.", path=path))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or _cores()
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        # Between frames its threads shall sleep: while they spin, the picture's thread has no core.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # errors come as exceptions; warnings are for its makers
        try:
            self._session = onnxruntime.InferenceSession(
                path.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its exception classes are private, and many
            raise ModelError(
                told("{file} cannot be loaded by ONNX Runtime.", file=path.name)
            ) from error
        metadata = self._session.get_modelmeta().custom_metadata_map
        self.metadata: dict[str, str] = dict(metadata)
        self._outputs = tuple(output.name for output in self._session.get_outputs())
        known = self._outputs in (OUTPUTS, OUTPUTS + POINT_OUTPUTS)
        if not known or self._session.get_inputs()[0].name != INPUT:
            raise ModelError(told("{file} is not a network exported by Fetalens.", file=path.name))

    @property
    def weights_hash(self) -> str:
        """SHA-256 of the checkpoint that the graph was made of."""
        return self.metadata.get(WEIGHTS_KEY, "")

    def infer(self, image: NDArray[np.uint8]) -> RawOutput:
        return RawOutput(*(part[0] for part in self._session.run(self._outputs, {INPUT: image})))


def _cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
