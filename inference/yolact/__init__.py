"""The network: its config, its modules, its weights on disk, and what its output means."""

from inference.yolact.config import YolactConfig, light_config, reference_config

__all__ = ["YolactConfig", "light_config", "reference_config"]
