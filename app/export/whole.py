"""Files that appear whole or not at all, under a name that is free."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> Path:
    """Write beside, then put in place. Raises OSError."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return path


def free_stem(folder: Path, stem: str, *suffixes: str) -> str:
    """The stem, numbered if a file of this name and one of the suffixes is there already."""
    free, number = stem, 2
    while any((folder / f"{free}{suffix}").exists() for suffix in suffixes):
        free = f"{stem} {number}"
        number += 1
    return free
