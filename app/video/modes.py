"""The modes that a capture card offers, for the check of a room."""

from app.video.mode import Mode


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
