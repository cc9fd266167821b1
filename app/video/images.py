"""Single images, and folders of images as a loop in the natural order of their names."""

import re
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from app.video.indexed import IndexedSource
from app.video.source import SourceError, check_size
from inference.told import told
from inference.types import Frame

SUFFIXES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}
RATE_HZ = 30.0  # images know no time
SIXTEEN_BIT = {"I;16", "I;16L", "I;16B", "I;16N"}

# What Pillow was seen to raise: SyntaxError on a broken PNG, the last five on a damaged TIFF.
# DecompressionBomb: more pixels than check_size would pass.
IMAGE_FAULTS = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    MemoryError,
    EOFError,
    LookupError,
    OverflowError,
    TypeError,
    struct.error,
)


def open_image(path: Path) -> "ImageSequence":
    """One image; a TIFF of many pages is a loop of them. Raises SourceError."""
    try:
        with Image.open(path) as image:
            pages = getattr(image, "n_frames", 1)
    except IMAGE_FAULTS as error:
        raise unreadable(path) from error
    return ImageSequence(path.name, [(path, page) for page in range(pages)])


def open_folder(folder: Path) -> "ImageSequence":
    """All images of a folder, one frame each: frame2.png before frame10.png. Raises SourceError."""
    try:
        paths = [p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file()]
    except OSError as error:
        raise SourceError(
            told(
                "The folder {name} cannot be opened ({fault}). Choose another folder.",
                name=folder.name,
                fault=error.strerror,
            )
        ) from error
    if not paths:
        raise SourceError(
            told(
                "The folder {name} has no PNG, JPEG, TIFF or BMP images. Choose another folder.",
                name=folder.name,
            )
        )
    return ImageSequence(folder.name, [(path, 0) for path in sorted(paths, key=natural_order)])


def natural_order(path: Path) -> list[tuple[int, str]]:
    """A key that sorts names as people count: numbers by value, the rest by letter."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def unreadable(path: Path) -> SourceError:
    return SourceError(
        told("{name} is not an image that Fetalens can read. Choose another file.", name=path.name)
    )


class ImageSequence(IndexedSource):
    """Images as frames, 30 a second; each is a file and a page in it."""

    def __init__(self, name: str, images: list[tuple[Path, int]]) -> None:
        times_s = [number / RATE_HZ for number in range(len(images))]
        super().__init__(name, times_s, len(images) / RATE_HZ)
        self._images = images
        self.read()  # the first image now, so that a folder that cannot be shown is refused here
        self.seek_frame(0)

    def close(self) -> None:
        """No file stays open between frames."""

    def _fetch(self, index: int) -> Frame | None:
        path, page = self._images[index]
        return Frame(index, self._times_s[index], load_rgb(path, page))


def load_rgb(path: Path, page: int = 0) -> NDArray[np.uint8]:
    """(H, W, 3) uint8, upright as its EXIF data says. Raises SourceError."""
    try:
        with Image.open(path) as image:
            image.seek(page)
            check_size(path.name, image.height, image.width)
            if image.mode in SIXTEEN_BIT:
                grey = (np.asarray(image, np.uint16) >> 8).astype(np.uint8)
                return np.repeat(grey[..., np.newaxis], 3, axis=2)
            if image.mode in {"F", "I"}:
                raise SourceError(
                    told(
                        "{name} holds measured values, not a picture. Save it with 8 or 16 bits.",
                        name=path.name,
                    )
                )
            return np.array(ImageOps.exif_transpose(image).convert("RGB"))
    except IMAGE_FAULTS as error:
        raise unreadable(path) from error
