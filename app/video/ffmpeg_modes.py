"""What FFmpeg says of the modes of a card on Windows and macOS, where only its log has them."""

import re
from contextlib import suppress

import av
import av.logging

from app.video.mode import Mode
from app.video.pyav import DECODER_FAULTS

OPEN_S = 4.0
DSHOW = re.compile(
    r"(?:pixel_format|vcodec)=(\w+)\s+min s=\d+x\d+ fps=[\d.]+ max s=(\d+)x(\d+) fps=([\d.]+)"
)
AVFOUNDATION = re.compile(r"(\d+)x(\d+)@\[[\d.]+ ([\d.]+)\]fps")


def ffmpeg_modes(system: str, name: str) -> set[Mode]:
    """Of a card that is not in use. Empty if FFmpeg says nothing of them."""
    if system == "dshow":
        return dshow_modes(ffmpeg_says(system, f"video={name}", {"list_options": "true"}))
    # A size that no camera has: the refusal lists those that it has.
    return avfoundation_modes(ffmpeg_says(system, name, {"video_size": "1x1"}))


def dshow_modes(said: str) -> set[Mode]:
    return {
        Mode(int(width), int(height), float(hz), pixels)
        for pixels, width, height, hz in DSHOW.findall(said)
    }


def avfoundation_modes(said: str) -> set[Mode]:
    """It names no formats."""
    return {
        Mode(int(width), int(height), float(hz)) for width, height, hz in AVFOUNDATION.findall(said)
    }


def ffmpeg_says(system: str, target: str, options: dict[str, str]) -> str:
    """Its log while it opens this; whether it succeeds does not matter."""
    level = av.logging.get_level()
    av.logging.set_level(av.logging.INFO)
    try:
        with av.logging.Capture() as lines:
            with suppress(*DECODER_FAULTS):  # both systems refuse after they have answered
                av.open(target, "r", format=system, options=options, timeout=OPEN_S).close()
            return "".join(message for _, _, message in lines)
    finally:
        av.logging.set_level(level)
