"""Pixels -> findings. Importing this imports no torch."""

from inference.analyzer import Analyzer, ModelInfo, load_analyzer
from inference.engines import EngineChoice
from inference.types import Analysis, Detections, Frame, ViewPrediction
from inference.yolact.checkpoint import ModelError

__all__ = [
    "Analysis",
    "Analyzer",
    "Detections",
    "EngineChoice",
    "Frame",
    "ModelError",
    "ModelInfo",
    "ViewPrediction",
    "load_analyzer",
]
