"""Files appear whole or not at all: written beside their place, then moved there."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from phantom.errors import PhantomError

_PART = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def whole_file(path: Path, flushed: bool = True) -> Iterator[Path]:
    """A file to write that gets its name when all of it is written, and goes away otherwise.

    flushed  also outlasts a power cut, for some milliseconds more
    Folders on the way are made. Raises PhantomError, one sentence, where it cannot be written.
    """
    part = path.with_name(path.name + _PART)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            if flushed:
                _to_disk(part)
            part.replace(path)
            if flushed:
                _to_disk(path.parent)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in one sentence why a file or folder cannot be written to. Raises PhantomError."""
    try:
        yield
    except OSError as error:
        raise PhantomError(_reason(path, error)) from error


def _reason(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        folder = path if path.is_dir() else path.parent
        return f"{folder} has no space left: free some, and run the same command again."
    why = error.strerror or "it is refused"
    return f"{path} cannot be written to ({why}): choose another place."


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are where a power cut does not reach them."""
    if os.name == "nt" and path.is_dir():  # Windows has no such call for folders
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
