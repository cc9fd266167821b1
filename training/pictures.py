"""Image files as annotators gave them: what is wrong with one, before a training stumbles."""

import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from inference.errors import ToldError

MAX_SIDE_PX = 20_000
_ORIENTATION = 0x0112  # EXIF: 1 is upright
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)


class PictureError(ToldError):
    """What is wrong with an image file, without its name and the full stop."""


def read_picture(path: Path) -> NDArray[np.uint8]:
    """An 8-bit image file as (H, W) uint8 grey.

    Raises PictureError for whatever a training could not read as it is meant.
    """
    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("ignore")
            _check_kind(image)
            return np.asarray(image.convert("L"), np.uint8)
    except Image.DecompressionBombError as error:
        raise PictureError("the image has too many pixels to be read. Make it smaller") from error
    except FileNotFoundError as error:
        raise PictureError(
            "the image file is missing. Put it there, or remove its entry"
        ) from error
    except _UNREADABLE as error:
        raise PictureError("the image is cut off or not an image. Export it again") from error


def _check_kind(image: ImageFile.ImageFile) -> None:
    """Judge by the header, before pixels are read."""
    if max(image.size) > MAX_SIDE_PX:
        raise PictureError(f"the image is larger than {MAX_SIDE_PX} pixels. Make it smaller")
    if image.mode == "CMYK":
        raise PictureError("the image is in the colours of print (CMYK). Save it as RGB or grey")
    # Pillow reads 16-bit colour as 8-bit; only how its data lie tells.
    if image.mode.startswith(("I", "F")) or ";16" in str(image.tile):
        raise PictureError("the image has more than 8 bits a colour. Save it with 8 bits")
    if image.getexif().get(_ORIENTATION, 1) != 1:
        raise PictureError("the image is shown turned by its EXIF entry. Save it upright")
