"""Reads the url of a live source into what FFmpeg must be told, on this operating system."""

import os
import re
import sys
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

from app.video.devices import find_card
from app.video.source import SourceError
from inference.told import told

NETWORK = {"rtsp", "udp", "tcp"}
DEVICES = {"v4l2", "dshow", "avfoundation"}
SCHEMES = NETWORK | DEVICES | {"card", "screen", "lavfi"}

MODE = {"size": r"\d+x\d+", "rate": r"\d+(\.\d+)?", "format": r"\w+"}
COMPRESSED = {"mjpeg", "h264", "hevc"}


@dataclass(frozen=True, slots=True)
class LiveFeed:
    """One live source, as FFmpeg opens it.

    name       for the user, without any password
    target     the address or device; `format` and `options` say how to open it
    wanted     width, height asked for; None if any will do
    crop       x, y, width, height to cut out of every picture; None for all of it
    reopen_s   limit for an attempt to reopen; FFmpeg counts it twice
    is_device  a card or camera, which must be asked without blocking: one that hangs never answers
    """

    name: str
    target: str
    format: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    wanted: tuple[int, int] | None = None
    crop: tuple[int, int, int, int] | None = None
    reopen_s: float = 0.5
    is_device: bool = False


def parse_live_url(url: str) -> LiveFeed:
    """Raises SourceError for a url that names nothing, or a mode that cannot be read."""
    scheme, rest = url.split(":", 1)
    scheme = scheme.lower()
    if scheme in NETWORK:
        return _network(url)
    if scheme == "screen":
        return _screen(rest)
    if scheme == "lavfi":
        return _pattern(rest)
    target, _, query = rest.partition("?")
    if not target:
        raise SourceError(
            told("{url} names no device. Run `fetalens devices` to see their names.", url=url)
        )
    if scheme == "card":
        card = find_card(target)
        scheme, target = card.url.split(":", 1)
        return replace(_device(scheme, target, query), name=card.name)
    return _device(scheme, target, query)


def _device(system: str, target: str, query: str) -> LiveFeed:
    mode = _mode(query)
    options = {}
    if "size" in mode:
        options["video_size"] = mode["size"]
    if "rate" in mode:
        options["framerate"] = mode["rate"]
    if "format" in mode:
        options[_format_option(system, mode["format"])] = mode["format"]
    if system == "dshow":
        options["rtbufsize"] = "256M"  # its default of 3 MB holds one frame of 1080p
    return LiveFeed(
        name=target,
        target=f"video={target}" if system == "dshow" else target,
        format=system,
        options=options,
        wanted=_wanted(mode),
        is_device=True,
    )


def _format_option(system: str, pixel_format: str) -> str:
    if system == "v4l2":
        return "input_format"
    return "vcodec" if system == "dshow" and pixel_format in COMPRESSED else "pixel_format"


def _mode(query: str) -> dict[str, str]:
    mode = dict(parse_qsl(query, keep_blank_values=True))
    for key, value in mode.items():
        if not re.fullmatch(MODE.get(key, r"(?!)"), value):
            raise SourceError(
                told(
                    "Fetalens does not understand {key}={value}. Write a mode as "
                    "?size=1920x1080&rate=60&format=mjpeg.",
                    key=key,
                    value=value,
                )
            )
    return mode


def _wanted(mode: dict[str, str]) -> tuple[int, int] | None:
    if "size" not in mode:
        return None
    width, height = mode["size"].split("x")
    return int(width), int(height)


def _network(url: str) -> LiveFeed:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise SourceError(
            told("This address cannot be read. Write rtsp://host:port/path.")
        ) from error
    options = {"analyzeduration": "500000"}  # microseconds; the default waits up to 5 s
    reopen_s = 0.5
    if parts.scheme == "rtsp":
        options["rtsp_transport"] = "tcp"  # lost packets smear the picture for a second
        reopen_s = 2.0  # four answers of a camera
    host = parts.netloc.rpartition("@")[2]  # what stands before it is a password
    name = f"{parts.scheme}://{host}{parts.path}"
    return LiveFeed(name, target=url, options=options, reopen_s=reopen_s)


def _screen(rest: str) -> LiveFeed:
    area, _, query = rest.partition("?")
    options = {"framerate": _mode(query).get("rate", "30"), "draw_mouse": "0"}
    region = _region(area) if area else None
    if sys.platform == "win32":
        if region is not None:
            x, y, width, height = region
            options |= {"offset_x": str(x), "offset_y": str(y), "video_size": f"{width}x{height}"}
        return LiveFeed("Screen", "desktop", "gdigrab", options)
    if sys.platform == "darwin":  # has no region of its own
        options = {"framerate": options["framerate"], "capture_cursor": "0"}
        return LiveFeed("Screen", "Capture screen 0", "avfoundation", options, crop=region)
    display = os.environ.get("DISPLAY")
    if not display:
        raise SourceError(told("There is no X11 screen to capture. Start Fetalens on the desktop."))
    if region is not None:
        x, y, width, height = region
        display += f"+{x},{y}"
        options["video_size"] = f"{width}x{height}"
    return LiveFeed("Screen", display, "x11grab", options)


def _region(area: str) -> tuple[int, int, int, int]:
    numbers = [int(part) for part in area.split(",") if part.isdecimal()]
    if len(numbers) != 4 or area.count(",") != 3 or 0 in numbers[2:]:
        raise SourceError(
            told("Fetalens does not understand screen:{area}. Write screen:x,y,w,h.", area=area)
        )
    x, y, width, height = numbers
    return x, y, width, height


def _pattern(graph: str) -> LiveFeed:
    """FFmpeg's test pictures; without "realtime" they would come as fast as they can be made."""
    paced = graph if "realtime" in graph else f"{graph},realtime"
    return LiveFeed(
        name=f"Test picture {graph.split('=')[0].split(',')[0]}", target=paced, format="lavfi"
    )
