"""What refines masks is taught: at points where they are unsure (PointRend, Kirillov 2020, sec. 3).

Points are those of the grid that masks are refined on, and get there what they get where masks are
made (inference/yolact/points.py).
"""

from collections.abc import Callable, Sequence
from math import isqrt

import torch
import torch.nn.functional as F
from torch import Tensor

from inference.yolact.model import YolactOutput
from inference.yolact.point_head import residual
from training.augment import Target
from training.mask_losses import CROP_MARGIN, drawn, looked_up, nothing_of, outline_loss
from training.targets import Truth, boxes_of

POINTS = 14**2  # of each mask
DRAWN = 3  # times as many are drawn where the most uncertain ones are taken
PARTS = 4  # of a pixel, across and down, that are asked whether they are in the mask
UNCERTAIN_SHARE = 0.75  # of the points; the rest may lie anywhere in the box


def point_loss(output: YolactOutput, truths: Sequence[Truth]) -> Tensor:
    """Cross-entropy and Dice at points of the refined masks, the mean over all masks of a batch.

    Of structures whose mask is known; 0 where there is none. The output is of a network that
    refines its masks.
    """
    if output.point_features is None or output.point_weights is None:
        raise ValueError("this network does not refine its masks")
    weights = output.point_weights[0].float()
    images = zip(
        output.mask_coefficients, output.prototypes, output.point_features, truths, strict=True
    )
    with torch.autocast(weights.device.type, enabled=False):
        losses = [_of_image(*image, weights) for image in images]
    every = torch.cat(losses)
    return every.mean() if len(every) else nothing_of(weights, output.point_features)


def uncertain_points(boxes: Tensor, logits_at: Callable[[Tensor], Tensor]) -> Tensor:
    """Points x y (n, POINTS, 2) in boxes (n, 4) and their margins, most of them unsure.

    logits_at points (n, m, 2) of n masks -> (n, m).
    """
    unsure = round(POINTS * UNCERTAIN_SHARE)
    many = _anywhere(boxes, DRAWN * POINTS)
    nearest = logits_at(many).abs().topk(unsure, largest=False).indices
    chosen = many.gather(1, nearest[..., None].expand(-1, -1, 2))
    return torch.cat([chosen, _anywhere(boxes, POINTS - unsure)], dim=1)


def on_grid(points: Tensor, size: Sequence[int]) -> Tensor:
    """Points x y moved to the middle of their pixels, on a grid of this height and width."""
    scale = torch.tensor([size[1], size[0]], device=points.device)
    return ((points * scale).floor().clamp(min=0).minimum(scale - 1) + 0.5) / scale


def shares_at(target: Target, points: Tensor, size: Sequence[int]) -> Tensor:
    """How much of the pixels around points (n, m, 2), on such a grid, a target fills -> (n, m).

    Whether a pixel's middle is in it would teach masks steps, and where in a pixel a border runs
    is lost: their soft edges say it when they are stretched.
    """
    across = (torch.arange(PARTS) + 0.5) / PARTS - 0.5
    within = torch.cartesian_prod(across, across) / torch.tensor([size[1], size[0]])
    inside = looked_up(target, (points[..., None, :] + within).numpy())
    return torch.from_numpy(inside).mean(dim=-1)


def _of_image(
    coefficients: Tensor, prototypes: Tensor, features: Tensor, truth: Truth, weights: Tensor
) -> Tensor:
    """The losses (n,) of some masks of an image; coefficients (P, K)."""
    rows = drawn(truth.matches)
    targets = truth.example.targets
    has_mask = torch.tensor([target.has_mask for target in targets], dtype=torch.bool)
    rows = rows[has_mask[truth.matches.instance[rows]]] if len(rows) else rows
    if not len(rows):
        return weights.new_zeros(0)
    instance, device = truth.matches.instance[rows], weights.device
    own = coefficients[rows.to(device)].float()
    coarse = _spread(prototypes, len(prototypes) // own.shape[1])
    fine = _spread(features, len(features) // len(weights))

    def logits_at(points: Tensor) -> Tensor:
        # Faster than a matrix product, whose gradient lies in another order.
        return (_sampled(coarse, points, "bilinear") * own.T[..., None]).sum(dim=0)

    with torch.no_grad():
        points = uncertain_points(
            boxes_of(truth.example)[instance].to(device),
            lambda points: logits_at(on_grid(points, fine.shape[-2:])),
        )
        points = on_grid(points, fine.shape[-2:])
    logits = logits_at(points)
    seen = _sampled(fine, points, "nearest").permute(1, 2, 0)
    refined = logits + residual(seen, own, logits, weights)
    wanted = torch.zeros(points.shape[:2])
    for i in sorted(set(instance.tolist())):
        mine = points.cpu()[instance == i]
        wanted[instance == i] = shares_at(targets[i], mine, fine.shape[-2:])
    # As what is coarse is taught: cross-entropy alone would rather leave a thin line out.
    refined, wanted = refined[..., None], wanted[..., None].to(device)
    return outline_loss(refined, wanted, torch.ones_like(wanted))


def _anywhere(boxes: Tensor, count: int) -> Tensor:
    margin = (boxes[:, 2:] - boxes[:, :2]) * CROP_MARGIN
    low, high = boxes[:, :2] - margin, boxes[:, 2:] + margin
    share = torch.rand(len(boxes), count, 2).to(boxes.device)
    return (low[:, None] + share * (high - low)[:, None]).clamp(0, 1)


def _spread(cells: Tensor, in_cell: int) -> Tensor:
    """Cells (C * F, h, w) of F points -> (1, C, h', w')."""
    return F.pixel_shuffle(cells[None].float(), isqrt(in_cell))


def _sampled(grid: Tensor, points: Tensor, mode: str) -> Tensor:
    """(1, C, h, w) at points (n, m, 2), as fractions -> (C, n, m)."""
    return F.grid_sample(
        grid, 2 * points[None] - 1, mode, padding_mode="border", align_corners=False
    )[0]
