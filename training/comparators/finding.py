"""A two-stage network on labelled images: its findings in pixels of the image."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.types import Detections, pixel_crop
from inference.yolact.preprocess import preprocess
from training.comparators.network import TwoStage
from training.comparators.regions import Found
from training.dataset import LabelledImage


def find_all(network: TwoStage, images: Sequence[LabelledImage]) -> list[Detections]:
    """What the network finds in each image, down to low scores; labels index its classes."""
    return [find(network, image) for image in images]


def find(network: TwoStage, image: LabelledImage) -> Detections:
    """What the network, in evaluation mode, finds in an image, best score first."""
    found = infer(network, as_input(network, image))
    height, width = image.pixels.shape
    return in_pixels(found, network.config.image_size, (height, width))


def as_input(network: TwoStage, image: LabelledImage) -> Tensor:
    """An image as the network is to see it, (1, 3, S, S) on the scale 0..255, where it runs."""
    pixels = preprocess(image.frame.pixels, network.config)
    batch = torch.from_numpy(pixels).permute(2, 0, 1)[None].float()
    return batch.to(network.mean.device)


@torch.inference_mode()
def infer(network: TwoStage, batch: Tensor) -> Found:
    """The network alone, on a batch of one."""
    (found,) = network(batch)
    return Found(*(part.cpu() for part in found))


def in_pixels(found: Found, image_size: int, frame_size: tuple[int, int]) -> Detections:
    """Findings in an input of image_size, for a frame of this height and width."""
    height, width = frame_size
    order = found.scores.argsort(descending=True, stable=True)
    scale = np.array([width, height, width, height], np.float32) / image_size
    boxes = np.asarray(found.boxes[order].numpy() * scale, np.float32)
    masks = found.masks[order].numpy()
    return Detections(
        boxes,
        found.labels[order].numpy(),
        found.scores[order].numpy(),
        tuple(_stretched(masks[i], boxes[i], frame_size) for i in range(len(boxes))),
        frame_size,
    )


def _stretched(
    mask: NDArray[np.float32], box: NDArray[np.float32], frame_size: tuple[int, int]
) -> NDArray[np.uint8]:
    """A mask (28, 28) 0..1 stretched bilinearly over its box and cut at one half, cropped to it."""
    x1, y1, x2, y2 = pixel_crop(box, frame_size)
    left, top, right, bottom = box.tolist()
    across = _weights(x1, x2, left, right, mask.shape[1])
    down = _weights(y1, y2, top, bottom, mask.shape[0])
    return (down @ mask @ across.T > 0.5).astype(np.uint8)


def _weights(first: int, last: int, low: float, high: float, cells: int) -> NDArray[np.float32]:
    """What each pixel from first to last takes of the cells between low and high."""
    place = (np.arange(first, last) + 0.5 - low) / max(high - low, 1e-3) * cells - 0.5
    distance = np.abs(place.clip(0, cells - 1)[:, None] - np.arange(cells))
    return np.asarray(np.maximum(0, 1 - distance), np.float32)
