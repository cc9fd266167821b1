"""Learns from labelled images what lies beside which look-alike (inference/context.py)."""

from collections.abc import Iterable, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.anatomy import load_anatomy
from inference.context import FLOOR, Context, Layer, feature_count, features
from inference.overlap import overlaps
from inference.types import Detections
from training.assignment import MATCH_IOU
from training.dataset import DatasetError, LabelledImage

WIDTH = 96  # of both hidden layers
EPOCHS = 5
BATCH = 1024
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.05
DROPOUT = 0.1
TURNS = 8  # limbs lie any way up: each image is shown in all of its quarter turns and reflections
DIGITS = 4  # of the weights that are kept


def limbs() -> tuple[str, ...]:
    """The classes that are told apart by their neighbours."""
    return tuple(s.id for s in load_anatomy().structures if s.family == "limb")


def fit_context(
    seen: Iterable[tuple[LabelledImage, Detections]], classes: Sequence[str], seed: int = 0
) -> Context:
    """Teach a network, from what was found in images with all limbs labelled, what a limb's
    neighbours say of it. The images must not be those that the boxes were learnt from.

    Labels of what was found index `classes`. Raises DatasetError where nothing can be learnt.
    """
    known = tuple(name for name in limbs() if name in classes)
    rows, rights = [], []
    for image, found in seen:
        boxes, own, scores = _of(found, known, classes)
        if len(boxes):
            right = _right(boxes, own, image, known)
            for turn in range(TURNS):
                turned, size = _turned(boxes, image.pixels.shape[:2], turn)
                rows.append(features(turned, own, scores, len(known), size))
                rights.append(right)
    if not rows:
        raise DatasetError(
            "No limb was found in these images. Give images that show limbs, and weights that know "
            "them."
        )
    x = torch.from_numpy(np.concatenate(rows))
    wanted = torch.from_numpy(np.concatenate(rights)).float()
    return Context(classes=known, layers=_fitted(x, wanted, feature_count(len(known)), seed))


def _of(
    found: Detections, known: Sequence[str], classes: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    """Boxes as fractions, classes as indices into `known`, and scores, of what can be a limb."""
    place = np.array([known.index(name) if name in known else -1 for name in classes], np.int64)
    own = place[found.labels]
    keep = (own >= 0) & (found.scores >= FLOOR)
    height, width = found.frame_size
    scale = np.array([width, height, width, height], np.float32)
    boxes = np.asarray(found.boxes[keep] / scale, np.float32)
    return boxes, own[keep], found.scores[keep]


def _right(
    boxes: NDArray[np.float32],
    own: NDArray[np.int64],
    image: LabelledImage,
    known: Sequence[str],
) -> NDArray[np.bool_]:
    """Whether each box lies on a true instance of its class."""
    height, width = image.pixels.shape
    right = np.zeros(len(boxes), np.bool_)
    for item in image.instances:
        if item.class_id in known:
            true = (item.box / [width, height, width, height]).astype(np.float32)[None]
            lies_on = overlaps(boxes, true)[:, 0] >= MATCH_IOU
            right |= lies_on & (own == known.index(item.class_id))
    return right


def _turned(
    boxes: NDArray[np.float32], size: tuple[int, int], turn: int
) -> tuple[NDArray[np.float32], tuple[int, int]]:
    """Boxes, as fractions, and the frame's height and width, in one of the eight ways up."""
    x1, y1, x2, y2 = boxes.T
    if turn & 1:
        x1, x2 = 1 - x2, 1 - x1
    if turn & 2:
        y1, y2 = 1 - y2, 1 - y1
    if turn & 4:
        return np.stack([y1, x1, y2, x2], axis=1), (size[1], size[0])
    return np.stack([x1, y1, x2, y2], axis=1), size


def _fitted(x: Tensor, wanted: Tensor, width: int, seed: int) -> tuple[Layer, ...]:
    torch.manual_seed(seed)
    mean, spread = x.mean(dim=0), x.std(dim=0) + 1e-3
    rows, own = (x - mean) / spread, x[:, 0]
    network = nn.Sequential(
        nn.Linear(width, WIDTH),
        nn.ReLU(),
        nn.Dropout(DROPOUT),
        nn.Linear(WIDTH, WIDTH),
        nn.ReLU(),
        nn.Linear(WIDTH, 1),
    )
    nn.init.zeros_(network[-1].get_parameter("weight"))  # at first, scores stay as they are
    nn.init.zeros_(network[-1].get_parameter("bias"))
    steps = EPOCHS * -(-len(rows) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(EPOCHS):
        for some in torch.split(torch.randperm(len(rows)), BATCH):
            moved = own[some] + network(rows[some])[:, 0]
            loss = F.binary_cross_entropy_with_logits(moved, wanted[some])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return _layers(network, mean, spread)


def _layers(network: nn.Sequential, mean: Tensor, spread: Tensor) -> tuple[Layer, ...]:
    """The linear layers, the first for features that were not normalised."""
    layers: list[Layer] = []
    for module in network:
        if isinstance(module, nn.Linear):
            weight, bias = module.weight.detach(), module.bias.detach()
            if not layers:
                weight = weight / spread
                bias = bias - weight @ mean
            kept = (part.double().round(decimals=DIGITS).tolist() for part in (weight, bias))
            layers.append(Layer.model_validate(dict(zip(("weights", "bias"), kept, strict=True))))
    return tuple(layers)
