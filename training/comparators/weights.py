"""Weights of a two-stage network on disk: a safetensors file with a card, as YOLACT's have."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from inference.rules import Rules
from inference.yolact.checkpoint import (
    ModelError,
    read_metadata,
    record_hash,
    verify,
    write_whole,
)
from training.comparators.config import TwoStageConfig
from training.comparators.network import TwoStage

METADATA_KEY = "fetalens-two-stage"  # another than YOLACT's, which the program can show


class TwoStageCard(BaseModel):
    """What is stored with the weights; the fields mean what they mean in ModelCard."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    name: str
    config: TwoStageConfig
    views: tuple[str, ...] | None = None
    rules: Rules = Rules()


def save_two_stage(path: Path, network: TwoStage, card: TwoStageCard) -> str:
    """Write weights and card to a .safetensors file, and its hash beside it. Returns the hash."""
    weights = {name: value.detach().contiguous() for name, value in network.state_dict().items()}
    write_whole(path, save(weights, {METADATA_KEY: card.model_dump_json()}))
    return record_hash(path, path)


def load_two_stage(path: Path) -> tuple[TwoStage, TwoStageCard, str]:
    """The network of a file in evaluation mode, its card and its hash. Raises ModelError."""
    card = _card_of(path)
    found_hash = verify(path)
    network = TwoStage(card.config)
    try:
        network.load_state_dict(load_file(path))
    except (SafetensorError, RuntimeError) as error:
        raise ModelError(
            f"The weights in {path.name} are damaged or of another network; train it again."
        ) from error
    return network.eval(), card, found_hash


def _card_of(path: Path) -> TwoStageCard:
    metadata = read_metadata(path)
    text = metadata.get(METADATA_KEY) if isinstance(metadata, dict) else None
    try:
        return TwoStageCard.model_validate_json(text or "")
    except ValidationError as error:
        raise ModelError(
            f"{path.name} holds no two-stage network; give weights that fetalens study trained."
        ) from error
