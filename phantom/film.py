"""Writes a cine loop as mp4, and its ground truth beside it: one JSON line a frame."""

import json
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, TextIO

import av

from phantom.cine import Cine, CineFrame
from phantom.coco import run_lengths
from phantom.errors import PhantomError
from phantom.reason import reason
from phantom.write import whole_file

_QUALITY = {"crf": "31", "preset": "slow", "threads": "1", "bf": "0"}

Seen = Callable[[int, int], None]  # called with how many frames are written, and of how many


def write_film(
    film: Path, cine: Cine, with_header: bool = True, on_progress: Seen = lambda done, count: None
) -> Path:
    """Write the film, and its truth under the same name as .jsonl; returns the truth.

    with_header  a first line {"header": ...} with biometry and scanner settings
    Both files appear whole or not at all; the film comes last, so a film always has its truth.
    Raises PhantomError where nothing can be written.
    """
    if film.suffix.lower() != ".mp4":
        raise PhantomError(f"{film.name} is no name for a film: end it in .mp4.")
    truth = film.with_suffix(".jsonl")
    with (
        whole_file(film) as picture_file,
        whole_file(truth) as truth_file,
        truth_file.open("w", encoding="utf-8", newline="\n") as lines,
    ):
        if with_header:
            lines.write(json.dumps({"header": cine.header()}) + "\n")
        _encode(picture_file, _noted(cine, lines, on_progress), cine.frame_rate)
    return truth


def truth_line(frame: CineFrame) -> dict[str, Any]:
    """What a frame shows, as one line of the ground truth says it."""
    image, plane = frame.image, frame.plane
    return {
        "index": frame.index,
        "time_s": round(frame.time_s, 6),
        "view": image.view,
        "reason": reason(image, frame.contact_loss),
        "pixel_size_mm": image.pixel_size_mm,
        "frozen": frame.frozen,
        "contact_loss": round(frame.contact_loss, 3),
        "pose": {
            "origin_mm": [round(float(x), 3) for x in plane.origin],
            "lateral": [round(float(x), 6) for x in plane.lateral],
            "axial": [round(float(x), 6) for x in plane.axial],
        },
        "instances": [
            {
                "structure": each.structure,
                "side": each.side,
                "box": list(each.box),
                "visible_fraction": round(each.visible_fraction, 3),
                "mask": run_lengths(each.mask),
            }
            for each in image.instances
        ],
    }


def _noted(cine: Cine, lines: TextIO, on_progress: Seen) -> Iterator[CineFrame]:
    for frame in cine.frames():
        lines.write(json.dumps(truth_line(frame)) + "\n")
        yield frame
        on_progress(frame.index + 1, cine.frame_count)


def _encode(path: Path, frames: Iterable[CineFrame], frame_rate: float) -> None:
    rate = Fraction(frame_rate).limit_denominator(1001)
    with av.open(str(path), "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=rate, options=dict(_QUALITY))
        stream.pix_fmt = "yuv420p"
        stream.time_base = 1 / rate
        stream.gop_size = max(1, round(rate))  # a key frame a second, so that seeking is quick
        for frame in frames:
            if frame.index == 0:
                stream.height, stream.width = frame.image.pixels.shape[:2]
            picture = av.VideoFrame.from_ndarray(frame.image.pixels, format="rgb24")
            picture.pts = frame.index
            film.mux(stream.encode(picture))
        film.mux(stream.encode(None))
