"""The modes that a capture card offers, for the check of a room."""

from dataclasses import dataclass

LEAST_HEIGHT, LEAST_HZ = 720, 25.0  # what scanners send: 720p or more, at 25/s or more


@dataclass(frozen=True, slots=True)
class Mode:
    """What a card can be asked for.

    hz      pictures a second, the most of this size and format; None where the driver names none
    format  as FFmpeg calls it, for ?format=; "" where the system names none
    """

    width: int
    height: int
    hz: float | None = None
    format: str = ""

    @property
    def is_fit(self) -> bool:
        """Whether a scanner's picture comes through it whole."""
        return self.height >= LEAST_HEIGHT and (self.hz is None or self.hz >= LEAST_HZ)

    @property
    def query(self) -> str:
        """What is written behind the card's url to ask for it."""
        parts = [f"size={self.width}x{self.height}"]
        if self.hz is not None:
            parts.append(f"rate={self.hz:.2f}".rstrip("0").rstrip("."))
        if self.format:
            parts.append(f"format={self.format}")
        return f"?{'&'.join(parts)}"

    def __str__(self) -> str:
        rate = "" if self.hz is None else f"{self.hz:.0f}/s"
        return " ".join(part for part in (f"{self.width}x{self.height}", rate, self.format) if part)


def modes_of(url: str) -> tuple[Mode, ...] | None:
    """Those of a card, largest and fastest first; None where this system does not tell.

    On Linux a card can be asked while it is in use. Raises OSError if it is gone.
    """
    system, _, target = url.partition(":")
    if system == "v4l2":
        from app.video.v4l2_modes import v4l2_modes  # here: there is no fcntl on Windows

        modes = v4l2_modes(target)
    elif system in ("dshow", "avfoundation"):
        from app.video.ffmpeg_modes import ffmpeg_modes

        modes = ffmpeg_modes(system, target)
    else:
        return None
    return _sorted(modes) or None


def can_be_asked_in_use(url: str) -> bool:
    return url.startswith("v4l2:")


def _sorted(modes: set[Mode]) -> tuple[Mode, ...]:
    def size(mode: Mode) -> tuple[int, float, str]:
        return mode.width * mode.height, mode.hz or 0.0, mode.format

    return tuple(sorted(modes, key=size, reverse=True))
