"""What the program takes of the computer, looked at once a second at most."""

import shutil
import time
from pathlib import Path

from inference.process import resident_mb

LOOK_S = 1.0
CLIP_MB_A_MINUTE = 60.0  # 1080p as H.264: what the disk's room is told in


class Upkeep:
    """Memory in MB, and minutes of clips that the disk of a folder has room for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looked_s = float("-inf")
        self.memory_mb: float | None = None
        self.disk_minutes: float | None = None

    def look(self) -> None:
        now_s = time.monotonic()
        if now_s - self._looked_s >= LOOK_S:
            self._looked_s = now_s
            self.memory_mb = resident_mb()
            self.disk_minutes = room_mb(self._folder) / CLIP_MB_A_MINUTE


def room_mb(folder: Path) -> float:
    """Free space where this folder is, or will be, in 1e6 bytes; 0 if nobody knows."""
    there = next((each for each in (folder, *folder.parents) if each.exists()), None)
    try:
        return 0.0 if there is None else shutil.disk_usage(there).free / 1e6
    except OSError:
        return 0.0
