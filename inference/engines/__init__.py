"""What runs a network: ONNX Runtime or PyTorch, whichever is fastest and right."""

from inference.engines.choose import EngineChoice, choose_engine
from inference.engines.engine import InferenceEngine

__all__ = ["EngineChoice", "InferenceEngine", "choose_engine"]
