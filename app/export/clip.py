"""The last seconds of a live source for the disk: a clean clip, and beside it what was found."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

import av
import av.error
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from app.batch.findings import json_line
from app.batch.outputs import all_or_none
from app.batch.records import frame_record
from app.export.film import Film, even
from app.export.picture import PRACTICE, Origin, PictureError
from app.fans import Fans
from app.live import CineFrame
from app.operator_views import OperatorViews
from app.ui import theme
from inference.fan import Region, find_fan, within
from inference.told import told
from inference.types import Frame

LOOKS = 12  # frames of a clip, evenly, that its fan is found in
RATE_HZ = 25.0  # of a clip that is one frame
STAMP_SHARE = 0.035  # of the picture's height
NO_FAN = told(
    "No fan was found in these seconds, so no clip was kept. "
    "Whole screen, under This picture, keeps everything the scanner shows, names too."
)
NOTHING = told("There is nothing of these seconds any more, so no clip was kept.")


def keep_clip(
    frames: Sequence[CineFrame],
    origin: Origin,
    folder: Path,
    whole_screen: bool = False,
    known: Fans | None = None,
    views_set: OperatorViews | None = None,
) -> tuple[Path, ...]:
    """Write NAME.mp4, and NAME.jsonl with a line for each analysed frame; return their paths.

    A source whose picture changed its size in between gives a pair of files for each size. Outside
    of the fan all is black unless the whole screen is asked for; what the phantom drew says so in
    each frame. Names hold date and time, nothing of a patient. All files appear whole or none does.
    `known` are fans that an operator corrected, `views_set` the views set by hand. Raises
    PictureError if there is no fan, or the disk refuses.
    """
    clips = [tuple(part) for _, part in groupby(frames, key=lambda kept: kept.size)]
    if not clips:
        raise PictureError(NOTHING)
    fans = [None if whole_screen else _fan_of(clip, known or Fans()) for clip in clips]
    if not whole_screen and any(fan is None for fan in fans):
        raise PictureError(NO_FAN)
    views = views_set or OperatorViews()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = _paths(folder, f"clip {origin.taken:%Y-%m-%d %H.%M.%S.%f}"[:-3], len(clips))
        with all_or_none(paths) as parts:
            for number, (clip, fan) in enumerate(zip(clips, fans, strict=True)):
                film, lines = parts[2 * number : 2 * number + 2]
                _write(clip, fan, origin, film, lines, paths[2 * number].stem, views)
    except (OSError, av.error.FFmpegError) as error:
        raise PictureError(
            told(
                "The clip could not be kept in {folder}: {fault}. The picture goes on; free "
                "the disk or choose another folder.",
                folder=folder,
                fault=error.strerror,
            )
        ) from error
    return tuple(paths)


def _write(
    clip: Sequence[CineFrame],
    fan: Region | None,
    origin: Origin,
    film_path: Path,
    lines_path: Path,
    stem: str,
    views_set: OperatorViews,
) -> None:
    began_s, lasted_s = clip[0].at_s, clip[-1].at_s - clip[0].at_s
    rate_hz = (len(clip) - 1) / lasted_s if lasted_s > 0 else RATE_HZ
    comment = f"{origin.by}. {origin.caution}.".removeprefix(". ")
    stamp = _stamp(clip[0].size[0]) if origin.is_practice else None
    with ExitStack() as stack:
        lines = stack.enter_context(lines_path.open("w", encoding="utf-8"))
        film = stack.enter_context(Film(film_path, even(clip[0].size), rate_hz, comment))
        for index, kept in enumerate(clip):
            frame = Frame(index, kept.at_s - began_s, kept.frame().pixels)
            if (analysis := kept.analysis(frame)) is not None:
                image, view = f"{stem}_{index:06d}.png", views_set.of(kept.index)
                lines.write(json_line(frame_record(analysis, image, view)))
            film.add(_picture(frame, fan, stamp), frame.time_s)


def _picture(frame: Frame, fan: Region | None, stamp: NDArray[np.uint8] | None) -> av.VideoFrame:
    pixels = frame.pixels if fan is None else within(fan, frame).pixels
    height, width = even((frame.height, frame.width))
    pixels = np.pad(pixels, ((0, height - frame.height), (0, width - frame.width), (0, 0)))
    if stamp is not None:
        room = pixels[max(frame.height - len(stamp), 0) :, :]
        part = stamp[: len(room), : frame.width]
        room[: len(part), : part.shape[1]] = part
    return av.VideoFrame.from_ndarray(pixels, format="rgb24")


def _fan_of(clip: Sequence[CineFrame], known: Fans) -> Region | None:
    found = find_fan(_looks(clip))
    return None if found is None else known.corrected_region(found, clip[0].frame().pixels)


def _looks(clip: Sequence[CineFrame]) -> Iterator[NDArray[np.uint8]]:
    for index in np.unique(np.linspace(0, len(clip) - 1, LOOKS).astype(int)).tolist():
        yield clip[index].frame().pixels


def _paths(folder: Path, stem: str, clips: int) -> list[Path]:
    """Film and lines of each clip, under a name that is free."""
    free, number = stem, 2
    while any(folder.glob(f"{free}*.mp4")):
        free = f"{stem} {number}"
        number += 1
    stems = [free] if clips == 1 else [f"{free} part {place + 1}" for place in range(clips)]
    return [folder / f"{name}{suffix}" for name in stems for suffix in (".mp4", ".jsonl")]


def _stamp(picture_height: int) -> NDArray[np.uint8]:
    """Words on a dark ground, (h, w, 3), for the lower left corner."""
    font = theme.font(max(picture_height * STAMP_SHARE, 14), QFont.Weight.Bold)
    metrics = QFontMetrics(font)
    margin = metrics.height() // 2
    width = metrics.horizontalAdvance(PRACTICE) + 2 * margin
    image = QImage(width, metrics.height(), QImage.Format.Format_RGB888)
    image.fill(QColor(theme.PILL))
    with QPainter(image) as painter:
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, PRACTICE)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * width].reshape(image.height(), width, 3).copy()
