"""What can be opened without a file: capture cards, screens, and the practice phantom.

For `fetalens devices` and the source menu.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import av.error

from app.video.practice import NAME, PRACTICE
from app.video.source import SourceError
from inference.told import told

NOT_LISTED = told("The capture cards could not be listed. Plug them in again.")
V4L2_CLASS = Path("/sys/class/video4linux")


@dataclass(frozen=True, slots=True)
class Device:
    """Something that can be opened by its url.

    kind  "card", "screen" or "practice"
    name  as the manufacturer gives it: "Cam Link 4K"
    url   for open_source(): "v4l2:/dev/video0"
    """

    kind: str
    name: str
    url: str


def list_devices() -> tuple[Device, ...]:
    """Cards and cameras, the screen, the practice phantom. Opens none. Raises SourceError."""
    return (*_cards(), *_screens(), Device("practice", NAME, PRACTICE))


def find_card(name: str) -> Device:
    """The card of that name, or the only one whose name has it as a part. Raises SourceError."""
    cards = [device for device in list_devices() if device.kind == "card"]
    exact = [card for card in cards if card.name == name]
    similar = [card for card in cards if name.lower() in card.name.lower()]
    matches = exact[:1] or similar
    if len(matches) == 1:
        return matches[0]
    names = ", ".join(card.name for card in matches or cards) or told("none")
    if matches:
        fault = told(
            "There is more than one capture card called {name!r} (found: {names}). "
            "Check the cable and the name.",
            name=name,
            names=names,
        )
    else:
        fault = told(
            "There is no capture card called {name!r} (found: {names}). "
            "Check the cable and the name.",
            name=name,
            names=names,
        )
    raise SourceError(fault)


def _cards() -> Iterator[Device]:
    if sys.platform == "linux":
        yield from v4l2_cards(V4L2_CLASS)
    elif sys.platform == "win32":
        yield from _ffmpeg_cards("dshow")
    elif sys.platform == "darwin":
        yield from _ffmpeg_cards("avfoundation")


def v4l2_cards(folder: Path) -> Iterator[Device]:
    """From the kernel's list. A card has a second node, index 1, that carries no pictures.

    Raises SourceError when a card is pulled meanwhile.
    """
    for node in sorted(folder.glob("video*"), key=lambda node: int(node.name[len("video") :])):
        try:
            index, name = ((node / file).read_text().strip() for file in ("index", "name"))
        except OSError as error:
            raise SourceError(NOT_LISTED) from error
        if index == "0":
            yield Device("card", name, f"v4l2:/dev/{node.name}")


def _ffmpeg_cards(system: str) -> Iterator[Device]:
    try:
        devices = av.enumerate_input_devices(system)
    except av.error.FFmpegError as error:
        raise SourceError(NOT_LISTED) from error
    for device in devices:
        is_screen = device.description.startswith("Capture screen")
        if "video" in device.media_types and not is_screen:
            yield Device("card", device.description, f"{system}:{device.description}")


def _screens() -> Iterator[Device]:
    if sys.platform != "linux" or os.environ.get("DISPLAY"):
        yield Device("screen", "Screen", "screen:")
