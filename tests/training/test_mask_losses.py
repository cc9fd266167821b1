import numpy as np
import pytest
import torch

from inference.yolact.boxes import make_anchors
from inference.yolact.config import light_config
from training.augment import Example, Target
from training.mask_losses import (
    LATTICE,
    MaskShares,
    boundary_loss,
    lattice,
    mask_loss,
    outline_loss,
    projection_loss,
)
from training.targets import make_truth

BOX = torch.tensor([[0.25, 0.25, 0.75, 0.75]])
MIDDLE = torch.full((1, 2), 0.5)


def logits_where(shape):
    """Sure of a shape, sure that there is nothing beside it."""
    return shape.float() * 18 - 9


def example(*targets):
    return Example(np.zeros((128, 128), np.uint8), targets, frozenset())


def inside_of(points):
    return torch.ones(points.shape[:3])


def test_a_lattice_reaches_over_its_box_and_margin_evenly():
    points = lattice(BOX, MIDDLE)
    assert points.shape == (1, LATTICE, LATTICE, 2)
    torch.testing.assert_close(points.mean(dim=(1, 2)), torch.tensor([[0.5, 0.5]]))
    assert points.min() == pytest.approx(0.2 + 0.6 / LATTICE / 2)
    assert points[0, 0, 1, 0] > points[0, 0, 0, 0]
    assert points[0, 1, 0, 1] > points[0, 0, 0, 1]


def test_the_projection_loss_is_least_for_a_mask_that_touches_all_sides_of_its_box():
    points = lattice(BOX, MIDDLE)
    x, y = points.unbind(dim=-1)
    in_box = ((points > 0.25) & (points < 0.75)).all(dim=-1)
    cross = in_box & (((x - 0.5).abs() < 0.03) | ((y - 0.5).abs() < 0.03))
    dot = ((x - 0.5).abs() < 0.03) & ((y - 0.5).abs() < 0.03)
    touching = projection_loss(logits_where(cross), points, BOX, inside_of(points))
    small = projection_loss(logits_where(dot), points, BOX, inside_of(points))
    assert touching < 0.01
    assert small > 1


def test_the_projection_loss_rises_for_a_mask_that_reaches_out_of_its_box():
    points = lattice(BOX, MIDDLE)
    everywhere = projection_loss(inside_of(points) * 9, points, BOX, inside_of(points))
    assert everywhere > 0.1


def test_leaving_a_thin_line_out_of_a_large_box_is_no_small_loss():
    line = torch.zeros(1, 40, 40)
    line[:, 20] = 1
    everything = torch.ones(1, 40, 40)
    left_out, seen = torch.full((1, 40, 40), -4.0), line * 8 - 4
    gap = outline_loss(left_out, line, everything) - outline_loss(seen, line, everything)
    assert gap > 0.4


def row(*numbers):
    """A line across a lattice of 40 points."""
    line = torch.zeros(1, 40, 40)
    line[:, list(numbers)] = 1
    return line


def test_a_line_in_its_place_has_no_boundary_loss():
    everywhere = torch.ones(1, 40, 40)
    assert boundary_loss(logits_where(row(20)) * 4, row(20), everywhere) < 1e-6
    assert boundary_loss(-logits_where(row(20)) * 4, row(20), everywhere) > 0.99


def test_a_line_far_off_loses_more_than_one_nearly_in_place():
    everywhere = torch.ones(1, 40, 40)
    near = boundary_loss(logits_where(row(22)), row(20), everywhere)
    far = boundary_loss(logits_where(row(30)), row(20), everywhere)
    assert far > 2 * near
    near_dice = outline_loss(logits_where(row(22)), row(20), everywhere)
    far_dice = outline_loss(logits_where(row(30)), row(20), everywhere)
    assert far_dice == pytest.approx(near_dice)


def test_a_mask_without_a_border_has_no_boundary_loss():
    full = torch.ones(1, 40, 40)
    assert boundary_loss(torch.zeros(1, 40, 40), full, full) == 0


@pytest.mark.parametrize("size", [32, 64])
def test_prototypes_of_any_size_that_hold_the_mask_lose_little(size):
    config = light_config(("cranium",), 128)
    anchors = make_anchors(config)
    square = np.array([[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]], np.float32)
    target = Target(
        "cranium", (square,), np.array([0.25, 0.25, 0.75, 0.75], np.float32), True, False
    )
    example = Example(np.zeros((128, 128), np.uint8), (target,), frozenset())
    truth = make_truth(example, anchors, config.classes)
    empty = make_truth(Example(example.pixels, (), frozenset()), anchors, config.classes)
    prototypes = torch.zeros(2, 32, size, size)
    prototypes[0, 0] = 5
    prototypes[0, 1, size // 4 : 3 * size // 4, size // 4 : 3 * size // 4] = 10
    coefficients = torch.zeros(2, len(anchors), 32)
    coefficients[..., 0], coefficients[..., 1] = -1, 1
    good = mask_loss(coefficients, prototypes, [truth, empty])
    bad = mask_loss(-coefficients, prototypes, [truth, empty])
    assert good < 0.25
    assert bad > 2
    assert mask_loss(-coefficients, prototypes, [truth, empty], MaskShares(boundary=1)) > bad + 0.5


def test_images_without_structures_lose_nothing():
    config = light_config(("cranium",), 128)
    anchors = make_anchors(config)
    empty = make_truth(
        Example(np.zeros((128, 128), np.uint8), (), frozenset()), anchors, ("cranium",)
    )
    coefficients = torch.zeros(1, len(anchors), 32, requires_grad=True)
    prototypes = torch.zeros(1, 32, 32, 32, requires_grad=True)
    loss = mask_loss(coefficients, prototypes, [empty])
    loss.backward()  # another machine, which was shown some, waits for these gradients
    assert loss == 0
    assert (coefficients.grad == 0).all()
    assert (prototypes.grad == 0).all()
