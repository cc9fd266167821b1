"""What this process takes of the machine. Imports nothing that is large."""

from pathlib import Path

OWN_STATUS = Path("/proc/self/status")


def resident_mb() -> float | None:
    """Memory of this process that is in use, in 1e6 bytes; None where /proc does not tell."""
    kib = proc_entry(OWN_STATUS, "VmRSS")
    return int(kib.split()[0]) * 1024 / 1e6 if kib else None


def proc_entry(path: Path, key: str) -> str | None:
    """What "key: value" says in a file of /proc; None if it is not there."""
    if not path.exists():
        return None
    for line in path.read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return None
