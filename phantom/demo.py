"""Makes the practice examination that ships with the program: a film and its ground truth."""

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, TextIO

import av

from phantom.cine import Step, render_cine
from phantom.dataset import run_lengths
from phantom.errors import PhantomError
from phantom.image import PhantomImage

FILM = "phantom_exam.mp4"
TRUTH = "phantom_exam.jsonl"
SEED = 3
FRAME_RATE = 25
_QUALITY = {"crf": "31", "preset": "slow", "threads": "1", "bf": "0"}


def make_demo(out: Path, script: tuple[Step, ...] | None = None) -> Path:
    """Write phantom_exam.mp4 and phantom_exam.jsonl into the folder `out`; returns the film.

    script  another course than the 20 s examination. Both files appear whole or not at all.
    Raises PhantomError where nothing can be written.
    """
    frames = render_cine(script, SEED, FRAME_RATE) if script else render_cine(seed=SEED)
    film, truth = out / FILM, out / TRUTH
    half_film, half_truth = out / f"partial_{FILM}", out / f"partial_{TRUTH}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with half_truth.open("w", encoding="utf-8", newline="\n") as lines:
            _encode(half_film, _noted(frames, lines))
        half_film.replace(film)
        half_truth.replace(truth)
    except OSError as error:
        raise PhantomError(f"{out} cannot be written to; choose another folder.") from error
    return film


def truth_line(image: PhantomImage, index: int) -> dict[str, Any]:
    """What a frame shows, as one line of the ground truth says it."""
    return {
        "index": index,
        "time_s": index / FRAME_RATE,
        "view": image.view,
        "instances": [
            {
                "structure": instance.structure,
                "box": list(instance.box),
                "mask": run_lengths(instance.mask),
            }
            for instance in image.instances
        ],
    }


def _noted(frames: Iterable[PhantomImage], lines: TextIO) -> Iterator[PhantomImage]:
    for index, image in enumerate(frames):
        lines.write(json.dumps(truth_line(image, index)) + "\n")
        yield image


def _encode(path: Path, frames: Iterable[PhantomImage]) -> None:
    with av.open(str(path), "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=FRAME_RATE, options=dict(_QUALITY))
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, FRAME_RATE)
        stream.gop_size = FRAME_RATE  # a key frame a second, so that seeking is quick
        for index, image in enumerate(frames):
            if index == 0:
                stream.height, stream.width = image.pixels.shape[:2]
            picture = av.VideoFrame.from_ndarray(image.pixels, format="rgb24")
            picture.pts = index
            film.mux(stream.encode(picture))
        film.mux(stream.encode(None))
