"""Two-stage networks that the study compares with YOLACT. Importing this needs torchvision."""

from training.comparators.config import TwoStageName
from training.comparators.contender import two_stage_contender

__all__ = ["TwoStageName", "two_stage_contender"]
