"""The anchor grid of a network. No torch here: decoding needs it beside any engine."""

import numpy as np
from numpy.typing import NDArray

from inference.yolact.config import YolactConfig

CENTRE_VARIANCE, SIZE_VARIANCE = 0.1, 0.2  # SSD (Liu 2016): offsets are scaled to unit spread


def level_sizes(config: YolactConfig) -> list[int]:
    """Cells a side of each pyramid level: stride 4 or 8 on the finest, then halved, rounding up."""
    size = config.image_size
    sizes = []
    for stride_step in (2**config.finest_level, *([2] * (len(config.anchors) - 1))):
        for _ in range(stride_step.bit_length() - 1):
            size = (size + 1) // 2
        sizes.append(size)
    return sizes


def anchor_grid(config: YolactConfig) -> NDArray[np.float32]:
    """All anchors, (P, 4): centre x, centre y, width, height as fractions of the input.

    Levels stand from fine to coarse, cells in row order, shapes in the order of the config.
    """
    levels = []
    for cells, shapes in zip(level_sizes(config), config.anchors, strict=True):
        sizes = np.array(shapes) / config.image_size
        if config.square_anchors:
            sizes = sizes[:, [0, 0]]
        centres = (np.arange(cells) + 0.5) / cells
        grid = np.empty((cells, cells, len(shapes), 4))
        grid[..., 0] = centres[None, :, None]
        grid[..., 1] = centres[:, None, None]
        grid[..., 2:] = sizes
        levels.append(grid.reshape(-1, 4))
    return np.concatenate(levels).astype(np.float32)
