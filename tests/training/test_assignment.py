import pytest
import torch

from inference.yolact.boxes import make_anchors
from inference.yolact.config import light_config
from training.assignment import assignment_named, by_statistics

CONFIG = light_config(("nuchal_translucency",))
ANCHORS = make_anchors(CONFIG)


def box(width_px, height_px):
    """A box in the middle of the input."""
    half = torch.tensor([width_px, height_px]) / (2 * CONFIG.image_size)
    return torch.cat([0.49 - half, 0.49 + half])[None]


def matching(name, structure):
    return int(assignment_named(name, CONFIG)(ANCHORS, structure).matching.sum())


def test_a_flat_structure_gets_more_anchors_where_the_overlap_adapts():
    flat = box(50, 12)
    assert matching("fixed", flat) < matching("sinking", flat) < matching("atss", flat)


def test_a_large_structure_gets_those_that_overlap_it_by_half():
    claims = assignment_named("fixed", CONFIG)(ANCHORS, box(250, 200))
    assert claims.iou[claims.matching].min() >= 0.5
    assert claims.iou[claims.near].min() >= 0.4


def test_the_statistics_by_hand():
    """Four anchors of one size in a row, the box on the second: overlaps 1/3, 1, 1/3, 0."""
    row = torch.tensor([[x, 0.5, 0.2, 0.2] for x in (0.2, 0.3, 0.4, 0.9)])
    on_second = torch.tensor([[0.2, 0.4, 0.4, 0.6]])
    claims = by_statistics(row, on_second, [3, 1], nearest=2)
    # Looked at: of the first level the second anchor and a neighbour, of the second level its own.
    assert claims.matching[:, 0].tolist() == [False, True, False, False]


def test_an_anchor_whose_centre_lies_outside_is_not_taken_by_the_statistics():
    claims = assignment_named("atss", CONFIG)(ANCHORS, box(120, 10))
    inside = (ANCHORS[:, 1] > 0.49 - 5 / 384) & (ANCHORS[:, 1] < 0.49 + 5 / 384)
    assert inside[claims.matching[:, 0]].all()


@pytest.mark.parametrize("name", ["sinking", "fixed", "atss"])
def test_several_structures_are_asked_for_at_once(name):
    both = torch.cat([box(250, 200), box(50, 12)])
    claims = assignment_named(name, CONFIG)(ANCHORS, both)
    alone = assignment_named(name, CONFIG)(ANCHORS, box(50, 12))
    assert torch.equal(claims.matching[:, 1:], alone.matching)
