"""How far `annotate` is, on the terminal."""

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class SpeedColumn(ProgressColumn):
    """Frames, or what else is counted, a second, over the last half minute."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        super().__init__()

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        words = "" if speed is None else f"{speed:.1f} {self._unit}/s"
        return Text(words, style="progress.data.speed")


def frame_progress(console: Console, unit: str = "frames") -> Progress:
    """A bar for each input: frames done, frames a second, time left."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        SpeedColumn(unit),
        TimeRemainingColumn(),
        console=console,
    )
