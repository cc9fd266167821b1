"""What runs a network. An engine is used in one thread only."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.yolact.decode import RawOutput


class InferenceEngine(Protocol):
    """Runs one network.

    name       for the user: "ONNX Runtime", "PyTorch"
    precision  what it computes in: "float32", "float16"
    """

    name: str
    precision: str

    def infer(self, image: NDArray[np.uint8]) -> RawOutput:
        """What the network says of an image (S, S, 3) uint8 RGB, as `preprocess` makes it."""
        ...
