"""Contact sheets: pictures of one view side by side, bare and outlined, to be judged by eye."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.anatomy import load_anatomy
from phantom.image import PhantomImage
from phantom.sample import VIEWS, sample_image
from phantom.write import whole_file

COLUMNS, ROWS = 4, 2
TILE = (360, 270)  # width, height in pixels
QUALITY = 80
_MARK = (255, 255, 255)  # of landmarks, RGB

Picture = NDArray[np.uint8]


def write_sheets(out: Path, seed: int) -> list[Path]:
    """VIEW.jpg for each view and for none: two rows of pictures, then the same outlined.

    Each picture is of another fetus. Raises PhantomError where nothing can be written.
    """
    written = []
    for view in VIEWS:
        images = [sample_image(seed + place, view) for place in range(COLUMNS * ROWS)]
        written.append(out / f"{view}.jpg")
        with whole_file(written[-1]) as part:
            _, jpeg = cv2.imencode(
                ".jpg", contact_sheet(images)[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, QUALITY)
            )
            part.write_bytes(jpeg.tobytes())
    return written


def contact_sheet(images: Sequence[PhantomImage]) -> Picture:
    """The pictures (H, W, 3) RGB on one sheet, above the same with their outlines."""
    bare = [image.pixels for image in images]
    return np.concatenate([_grid(bare), _grid([_outlined(image) for image in images])])


def _grid(pictures: Sequence[Picture]) -> Picture:
    tiles = [_fitted(picture) for picture in pictures]
    rows = [tiles[start : start + COLUMNS] for start in range(0, len(tiles), COLUMNS)]
    return np.concatenate([np.concatenate(row, axis=1) for row in rows])


def _fitted(picture: Picture) -> Picture:
    """The whole picture in a tile, black beside it."""
    width, height = TILE
    scale = min(width / picture.shape[1], height / picture.shape[0])
    size = round(scale * picture.shape[1]), round(scale * picture.shape[0])
    tile = np.zeros((height, width, 3), np.uint8)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    tile[top : top + size[1], left : left + size[0]] = small
    return tile


def _outlined(image: PhantomImage) -> Picture:
    colours = {structure.id: _rgb(structure.colour) for structure in load_anatomy().structures}
    picture = image.pixels.copy()
    for instance in image.instances:
        contours, _ = cv2.findContours(
            instance.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
        )
        cv2.drawContours(picture, contours, -1, colours.get(instance.structure, _MARK), 2)
    return picture


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
