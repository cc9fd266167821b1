"""Clips as labelled images: what shows no fetus, and what has a box for every frame."""

from collections.abc import Iterator
from pathlib import Path

import av
import av.error
import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from inference.types import Frame
from training.dataset import DatasetError, LabelledImage, box_only, classes_that_may_be_drawn


def read_clip(clip: Path) -> Iterator[Frame]:
    """The frames of a video file at their own times. Raises DatasetError."""
    index = -1
    try:
        with av.open(str(clip)) as container:
            for index, frame in enumerate(container.decode(video=0)):
                pixels = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                yield Frame(index, float(frame.time or 0.0), pixels)
    except (OSError, av.error.FFmpegError, IndexError) as error:
        raise DatasetError(f"{clip} is not a video that can be read. Check the path.") from error
    if index < 0:
        raise DatasetError(f"{clip} holds no picture that can be read. Use another clip.")


def load_negatives(clip: Path, every: int = 5, at_most: int = 120) -> list[LabelledImage]:
    """Some frames, evenly spread, of a clip that shows no fetus: all of it is background."""
    frames = [frame for frame in read_clip(clip) if frame.index % every == 0]
    keep = np.linspace(0, len(frames) - 1, min(at_most, len(frames))).round().astype(int)
    return [background(frames[i], clip) for i in keep]


def background(frame: Frame, clip: Path) -> LabelledImage:
    """A frame of a clip in which there is nothing to find."""
    name = f"{clip.name}#{frame.index}"
    return LabelledImage(name, clip.stem, _grey(frame), "none", (), frozenset())


class _Box(BaseModel):
    category: str
    bbox: tuple[float, float, float, float]


class _FrameTruth(BaseModel):
    frame: int
    view: str
    boxes: list[_Box]


class _ClipTruth(BaseModel):
    frames: list[_FrameTruth]


def load_boxed_clip(truth: Path) -> list[LabelledImage]:
    """Every frame of NAME.mp4 with the boxes that NAME.frames.json, beside it, gives for it."""
    try:
        entries = _ClipTruth.model_validate_json(truth.read_bytes()).frames
    except (OSError, ValidationError) as error:
        raise DatasetError(f"{truth} cannot be read as the boxes of a clip. Check it.") from error
    clip = truth.with_name(truth.name.replace(".frames.json", ".mp4"))
    frames = list(read_clip(clip))
    if len(frames) != len(entries):
        raise DatasetError(
            f"{clip.name} has {len(frames)} frames, but {truth.name} has {len(entries)}. "
            "Use the two files that belong together."
        )
    labelled = {box.category for entry in entries for box in entry.boxes}
    return [
        LabelledImage(
            f"{clip.name}#{entry.frame}",
            clip.stem,
            _grey(frame),
            entry.view,
            tuple(box_only(box.category, box.bbox) for box in entry.boxes),
            classes_that_may_be_drawn(entry.view) - labelled,
        )
        for entry, frame in zip(entries, frames, strict=True)
    ]


def _grey(frame: Frame) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
