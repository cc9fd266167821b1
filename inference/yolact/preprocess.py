"""A frame as a network is to see it: the one way in, for live use and for the study."""

from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray


class InputConfig(Protocol):
    """What of a network's config says how it sees: see YolactConfig."""

    @property
    def image_size(self) -> int: ...

    @property
    def grey(self) -> bool: ...


def preprocess(pixels: NDArray[np.uint8], config: InputConfig) -> NDArray[np.uint8]:
    """RGB pixels (H, W, 3) stretched to (S, S, 3) uint8, grey in all channels if the network is.

    Grey networks see the average over each pixel's area when a frame shrinks, which tames speckle.
    The others are reference networks: those learned from plain bilinear sampling.
    """
    size = (config.image_size, config.image_size)
    if not config.grey:
        return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if min(grey.shape) > config.image_size:
        # Within a grey level or two of the mean over each pixel, in a quarter of its time.
        double = cv2.resize(grey, (2 * size[0], 2 * size[1]), interpolation=cv2.INTER_LINEAR)
        grey = cv2.resize(double, size, interpolation=cv2.INTER_AREA)
    else:
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)
