"""What masks are taught: at a lattice of points in each box, shifted at random.

Thin structures need fine prototypes, and a loss on every pixel of those would take longer than the
network itself. A lattice looks as closely at a nasal bone as at a skull, and costs the same for any
size of the prototypes (points in place of pixels: PointRend, Kirillov 2020, sec. 3.2).
"""

from collections.abc import Sequence
from math import isqrt
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from training.augment import Target
from training.raster import filled
from training.targets import Matches, Truth, boxes_of

LATTICE = 32  # points across a box, and down
CROP_MARGIN = 0.1  # masks are trained this share of a box beyond it, so that they close there
MASKS_PER_INSTANCE = 2  # anchors that find an instance and learn its mask, drawn at random
PROJECTION_SHARE = 0.25  # what a box says of a mask, beside what a mask says
FINE = 768  # pixels a side at which the true outline is looked up


class MaskShares(NamedTuple):
    """What is taught of a known mask beside cross-entropy, and how much of it.

    dice      cross-entropy is content to leave a thin structure out
    boundary  of what is far off the border
    """

    dice: float = 0.5
    boundary: float = 0.0


USUAL_SHARES = MaskShares()


class _Chosen(NamedTuple):
    """The n anchors that learn masks: of one image, or of a batch after one another."""

    rows: Tensor  # (n,) the anchors
    boxes: Tensor  # (n, 4) of the structures they should find, as fractions
    points: Tensor  # (n, LATTICE, LATTICE, 2) x y as fractions
    wanted: Tensor  # (n, LATTICE, LATTICE) 0 or 1
    has_mask: Tensor  # (n,) bool


def mask_loss(
    coefficients: Tensor,
    prototypes: Tensor,
    truths: Sequence[Truth],
    shares: MaskShares = USUAL_SHARES,
) -> Tensor:
    """The mean over all masks of a batch; coefficients (B, P, K), prototypes (B, K * F, h, w)."""
    each = [_choose(truth) for truth in truths]
    counts = torch.tensor([len(chosen.rows) for chosen in each])
    if not counts.sum():
        return nothing_of(prototypes, coefficients)
    image = torch.arange(len(each)).repeat_interleave(counts)
    place = torch.arange(len(image)) - (counts.cumsum(0) - counts)[image]  # within its image
    device = prototypes.device
    pixels = F.pixel_shuffle(prototypes, isqrt(prototypes.shape[1] // coefficients.shape[-1]))
    chosen = _Chosen(*(torch.cat(parts).to(device) for parts in zip(*each, strict=True)))
    # One call for the batch, whose images run in parallel: those with fewer masks are filled up.
    grid = torch.zeros(len(each), int(counts.max()), LATTICE**2, 2, device=device)
    grid[image, place] = 2 * chosen.points.flatten(1, 2) - 1
    sampled = F.grid_sample(
        pixels.float(), grid, padding_mode="border", align_corners=False
    )  # (B, K, masks of an image, points)
    weights = coefficients.new_zeros(*grid.shape[:2], coefficients.shape[-1], dtype=torch.float32)
    weights[image, place] = coefficients[image, chosen.rows].float()
    # Faster than a matrix product, whose gradient lies in another order than the sampling needs.
    logits = (sampled * weights.transpose(1, 2)[..., None]).sum(dim=1)[image, place]
    return _losses(logits.view(-1, LATTICE, LATTICE), chosen, shares).mean()


def nothing_of(*outputs: Tensor) -> Tensor:
    """A loss of 0 that still gives these outputs a gradient: other machines wait for it."""
    return torch.stack([output.float().sum() * 0 for output in outputs]).sum()


def _losses(logits: Tensor, chosen: _Chosen, shares: MaskShares) -> Tensor:
    inside = ((chosen.points >= 0) & (chosen.points <= 1)).all(dim=-1).float()
    outline = outline_loss(logits, chosen.wanted, inside, shares.dice)
    if shares.boundary:
        outline = outline + shares.boundary * boundary_loss(logits, chosen.wanted, inside)
    return torch.where(
        chosen.has_mask,
        outline,
        PROJECTION_SHARE * projection_loss(logits, chosen.points, chosen.boxes, inside),
    )


def outline_loss(
    logits: Tensor, wanted: Tensor, inside: Tensor, dice_share: float = USUAL_SHARES.dice
) -> Tensor:
    """Cross-entropy and Dice at the points (n, h, w) of each box -> (n,).

    Cross-entropy is per point. Of a line across a large box it leaves out what it is not sure of,
    at nearly no cost; Dice (Milletari 2016) weighs the line as much as its box.
    """
    entropy = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    entropy = (entropy * inside).sum(dim=(1, 2)) / inside.sum(dim=(1, 2)).clamp(min=1)
    probability = logits.sigmoid() * inside
    return entropy + dice_share * _dice(probability.flatten(1), (wanted * inside).flatten(1))


def boundary_loss(logits: Tensor, wanted: Tensor, inside: Tensor) -> Tensor:
    """How far what is wrong lies from the true border, at the points (n, h, w) of a box -> (n,).

    The boundary loss of Kervadec 2019 (sec. 2), which integrates the distance to the true border
    over where the masks differ, less its constant, so that a true mask loses nothing. It asks how
    far off, where cross-entropy and Dice ask how much: of a line a pixel wide, the same error two
    pixels away costs more. 1 is everything wrong.
    """
    away = torch.from_numpy(np.stack([_to_border(mask) for mask in wanted.cpu().numpy()]))
    distance = away.to(logits.device) * inside
    wrong = (logits.sigmoid() - wanted).abs()
    return (distance * wrong).sum(dim=(1, 2)) / distance.sum(dim=(1, 2)).clamp(min=1e-6)


def projection_loss(logits: Tensor, points: Tensor, boxes: Tensor, inside: Tensor) -> Tensor:
    """How far a mask's shadows on the two axes are from its box's (BoxInst, Tian 2021, sec. 3.1).

    logits (n, h, w) at points (n, h, w, 2) of a lattice, boxes (n, 4) as fractions, inside
    (n, h, w) -> (n,), Dice losses 0..2. It is all that a box says of a mask: each row and column of
    the box holds some of it.
    """
    probability = logits.sigmoid() * inside
    x, y = points[:, 0, :, 0], points[:, :, 0, 1]
    across = ((x > boxes[:, :1]) & (x < boxes[:, 2:3])).float()
    down = ((y > boxes[:, 1:2]) & (y < boxes[:, 3:])).float()
    return _dice(probability.amax(dim=1), across) + _dice(probability.amax(dim=2), down)


def lattice(boxes: Tensor, shift: Tensor) -> Tensor:
    """Points x y (n, LATTICE, LATTICE, 2) over boxes (n, 4) and their margins.

    shift (n, 2) of the lattice, 0..1 of the way from a point to the next.
    """
    margin = (boxes[:, 2:] - boxes[:, :2]) * CROP_MARGIN
    low, high = boxes[:, :2] - margin, boxes[:, 2:] + margin
    steps = (torch.arange(LATTICE) + shift[..., None]) / LATTICE  # (n, 2, LATTICE)
    x, y = (low[..., None] + steps * (high - low)[..., None]).unbind(dim=1)
    return torch.stack(
        [x[:, None].expand(-1, LATTICE, -1), y[..., None].expand(-1, -1, LATTICE)], dim=-1
    )


def _choose(truth: Truth) -> _Chosen:
    rows = drawn(truth.matches)
    instance = truth.matches.instance[rows]
    targets = truth.example.targets
    boxes = boxes_of(truth.example)[instance]
    points = lattice(boxes, torch.rand(len(rows), 2))
    wanted = torch.zeros(points.shape[:3])
    for i in sorted(set(instance.tolist())):
        mine = instance == i
        if targets[i].has_mask:
            wanted[mine] = torch.from_numpy(looked_up(targets[i], points[mine].numpy()))
    has_mask = torch.tensor([target.has_mask for target in targets], dtype=torch.bool)[instance]
    return _Chosen(rows, boxes, points, wanted, has_mask)


def drawn(matches: Matches) -> Tensor:
    """Some anchors of each instance: a large one matches many, and would else outweigh the rest."""
    positive = (matches.instance >= 0).nonzero()[:, 0]
    positive = positive[torch.randperm(len(positive))]
    order = matches.instance[positive].argsort(stable=True)
    positive, instance = positive[order], matches.instance[positive[order]]
    first = torch.searchsorted(instance, instance)
    return positive[torch.arange(len(positive)) - first < MASKS_PER_INSTANCE]


def looked_up(target: Target, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Whether points (..., 2), as fractions, lie in the target's outlines: 0 or 1."""
    canvas = filled(target, FINE, FINE)
    columns, rows = np.moveaxis((points * FINE).astype(np.int64).clip(0, FINE - 1), -1, 0)
    return np.asarray(canvas[rows, columns] > 0, np.float32)


def _to_border(mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """From each point of a lattice (h, w) to the border of its mask, in points; 0 without one."""
    if mask.all() or not mask.any():
        return np.zeros_like(mask)
    true = mask.astype(np.uint8)
    inner, outer = (
        cv2.distanceTransform(side, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) for side in (true, 1 - true)
    )
    return np.asarray(inner + outer - 0.5, np.float32)


def _dice(a: Tensor, b: Tensor) -> Tensor:
    return 1 - 2 * (a * b).sum(dim=1) / ((a**2).sum(dim=1) + (b**2).sum(dim=1)).clamp(min=1e-6)
