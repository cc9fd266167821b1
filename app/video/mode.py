"""One of the modes that a capture card offers."""

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
