"""What runs a network: ONNX Runtime or PyTorch, whichever is fastest and right."""

from inference.engines.choose import EngineChoice, EngineFault, choose_engine, each_engine
from inference.engines.engine import InferenceEngine

__all__ = ["EngineChoice", "EngineFault", "InferenceEngine", "choose_engine", "each_engine"]
