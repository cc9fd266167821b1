"""How a training saves what it can go on from."""

import io
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch.plugins.io import TorchCheckpointIO

from training.collection.files import write_bytes


class WholeCheckpoints(TorchCheckpointIO):
    """Writes a checkpoint beside its place, then moves it there: the former one stays whole.

    Lightning's own goes through the folder for temporary files, from where it is copied onto the
    former one if that lies on another disk, which a full disk breaks off.
    """

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: object = None
    ) -> None:
        """Raises DatasetError where there is no space left."""
        content = io.BytesIO()
        torch.save(checkpoint, content)
        write_bytes(Path(path), content.getbuffer())


def forget_checkpoints(folder: Path) -> None:
    """Delete those of a training that has ended: large, and nothing is left to go on with."""
    for checkpoint in folder.glob("*.ckpt"):
        checkpoint.unlink()
