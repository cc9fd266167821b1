"""Weights on disk: a safetensors file that carries its network's config, rules and card.

Beside NAME.safetensors lies NAME.sha256, in the format of sha256sum, with the hashes of the files
that belong to it. Reading the card needs no torch, so that ONNX Runtime alone can run a network:
torch is imported only by the two functions that touch weights.
"""

import hashlib
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inference.errors import ToldError
from inference.rules import Rules
from inference.told import told
from inference.yolact.config import YolactConfig

if TYPE_CHECKING:
    from inference.yolact.model import Yolact

METADATA_KEY = "fetalens"
LARGEST_HEADER = 100_000_000  # bytes; the limit of the safetensors format
# How pickles begin, the files of torch.save among them, today's and older ones.
PICKLES = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")


class ModelError(ToldError):
    """A model cannot be used. The message is one sentence for the user."""


class ModelCard(BaseModel):
    """What is stored with the weights.

    name         shown to the user, such as "fetalens-light 2026-11"
    config       the network, with the ids of what it was trained to find in config.classes
    views        ids of the standard views whose defining structures it was taught; no other is
                 called. None, where that is not known, stands for all
    rules        when its findings are believed
    card         what it was trained on, how well it does and what it must not be used for
    licence      of the weights; attribution names whom their licences ask to name
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    name: Annotated[str, Field(min_length=1, max_length=200)]
    config: YolactConfig
    views: tuple[str, ...] | None = None
    rules: Rules = Rules()
    card: str = ""
    licence: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A network with its weights, its card and the SHA-256 of its file, in hexadecimal."""

    card: ModelCard
    hash: str
    network: "Yolact"


def save_checkpoint(path: Path, network: "Yolact", card: ModelCard) -> str:
    """Write weights and card to a .safetensors file, and its hash beside it. Returns the hash."""
    from safetensors.torch import save

    if network.config != card.config:
        raise ValueError("the card describes another network")
    weights = {name: value.detach().contiguous() for name, value in network.state_dict().items()}
    write_whole(path, save(weights, {METADATA_KEY: card.model_dump_json()}))
    return record_hash(path, path)


def load_checkpoint(path: Path) -> Checkpoint:
    """The network of a .safetensors file, on the CPU, ready for inference. Raises ModelError."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    from inference.yolact.model import Yolact

    card = read_card(path)
    found_hash = verify(path)
    try:
        weights = load_file(path)
    except (SafetensorError, OSError) as error:
        raise ModelError(
            told("{file} is damaged or incomplete; copy it again.", file=path.name)
        ) from error
    network = Yolact(card.config)
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        raise ModelError(
            told(
                "The weights in {file} do not fit the network that its card describes.",
                file=path.name,
            )
        ) from error
    return Checkpoint(card, found_hash, network.eval())


def read_card(path: Path) -> ModelCard:
    """The card of a .safetensors file, without its weights. Raises ModelError."""
    return parse_card(read_metadata(path), path.name)


def read_metadata(path: Path) -> object:
    """What a .safetensors file says beside its weights. Raises ModelError."""
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length)) if length <= LARGEST_HEADER else None
    except FileNotFoundError as error:
        raise ModelError(told("There is no model file {path}.", path=path)) from error
    except OSError as error:
        raise ModelError(
            told("{file} cannot be read: {fault}.", file=path.name, fault=error.strerror)
        ) from error
    except (struct.error, ValueError, RecursionError) as error:
        raise _not_safetensors(path) from error
    if not isinstance(header, dict):
        raise _not_safetensors(path)
    return header.get("__metadata__")


def parse_card(metadata: object, name: str) -> ModelCard:
    """The card in the metadata of a model file of this name. Raises ModelError."""
    text = metadata.get(METADATA_KEY) if isinstance(metadata, dict) else None
    if not isinstance(text, str):
        raise ModelError(
            told(
                "{name} carries no Fetalens model card; "
                "import it with `fetalens model import-yolact`.",
                name=name,
            )
        )
    try:
        return ModelCard.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "as a whole"
        raise ModelError(
            told(
                "The model card in {name} is not understood ({place}: {fault}); "
                "it may belong to another version of Fetalens.",
                name=name,
                place=place,
                fault=first["msg"],
            )
        ) from error


def verify(path: Path) -> str:
    """The SHA-256 of a model file. Raises ModelError if another is recorded beside it.

    A file of the user's own without a record passes: there is nothing to compare it with.
    """
    found = hash_file(path)
    recorded = recorded_hashes(path).get(path.name, found)
    if found != recorded:
        raise ModelError(
            told(
                "{file} is not the file it was: its SHA-256 is {found} and should be "
                "{recorded}; copy it again.",
                file=path.name,
                found=found[:12],
                recorded=recorded[:12],
            )
        )
    return found


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal. Raises ModelError if there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise ModelError(told("There is no model file {path}.", path=path)) from error
    except OSError as error:
        raise ModelError(
            told("{file} cannot be read: {fault}.", file=path.name, fault=error.strerror)
        ) from error


def record_hash(path: Path, model: Path) -> str:
    """Record the hash of a file that belongs to a model beside it. Returns the hash."""
    found = hash_file(path)
    hashes = recorded_hashes(model) | {path.name: found}
    lines = (f"{value}  {name}\n" for name, value in sorted(hashes.items()))
    write_whole(model.with_suffix(".sha256"), "".join(lines).encode())
    return found


def write_whole(path: Path, content: bytes) -> None:
    """A file of this name holds all of the content afterwards, or is not touched."""
    half_written = path.with_name(f"{path.name}.part")
    try:
        half_written.write_bytes(content)
        half_written.replace(path)
    finally:
        half_written.unlink(missing_ok=True)


def recorded_hashes(model: Path) -> dict[str, str]:
    """What NAME.sha256 beside a model says: hashes by file name; empty if there is none."""
    record = model.with_suffix(".sha256")
    if not record.exists():
        return {}
    try:
        lines = record.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ModelError(
            told("{file} is damaged; copy the model's files again.", file=record.name)
        ) from error
    pairs = (line.split(maxsplit=1) for line in lines)
    return {pair[1].lstrip("*"): pair[0] for pair in pairs if len(pair) == 2}


def _not_safetensors(path: Path) -> ModelError:
    with path.open("rb") as file:
        is_pickled = file.read(4).startswith(PICKLES)
    if is_pickled:
        return ModelError(
            told(
                "{file} is a pickle, which can run any program when it is opened, so it is not: "
                "import it with `fetalens model import-yolact`, which reads nothing but numbers.",
                file=path.name,
            )
        )
    return ModelError(
        told("{file} is not a safetensors file, or its beginning is lost.", file=path.name)
    )
