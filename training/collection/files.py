"""Files of a data set are written whole or not at all."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from phantom import PhantomError
from phantom.write import told as why
from phantom.write import whole_file
from training.dataset import DatasetError


def write_text(path: Path, text: str) -> None:
    """Write a file under its name when all of it is there. Raises DatasetError."""
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise DatasetError(
            f"{path} would hold {error.object[error.start]!r}, which is no character. Correct the "
            "names in the data."
        ) from error
    write_bytes(path, content)


def write_bytes(path: Path, content: bytes | memoryview) -> None:
    """Write a file under its name when all of it is there. Raises DatasetError."""
    with told(path), whole_file(path) as part:
        part.write_bytes(content)


def write_json(path: Path, content: object) -> None:
    """Write plain values as JSON, whole. Raises DatasetError."""
    write_text(path, json.dumps(content, allow_nan=False, indent=1))


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in one sentence why a file cannot be written. Raises DatasetError."""
    try:
        with why(path):
            yield
    except PhantomError as error:
        raise DatasetError(str(error)) from error
