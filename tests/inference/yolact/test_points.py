"""Refined masks: what numpy makes of them, beside torch; and a head that says nothing."""

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from inference.yolact.anchors import anchor_grid
from inference.yolact.config import YolactConfig, light_config
from inference.yolact.decode import DecodeSettings, RawOutput, decode
from inference.yolact.masks import Candidates, assemble
from inference.yolact.model import Yolact, build_yolact
from inference.yolact.point_head import residual
from inference.yolact.points import (
    MOST_POINTS,
    PointRefiner,
    coarsened,
    most_uncertain,
    stretched,
)

FRAME = (211, 317)


@pytest.fixture
def draw() -> np.random.Generator:
    return np.random.default_rng(0)


def normal(draw, *shape):
    return draw.normal(0, 1, shape).astype(np.float32)


@pytest.fixture(scope="module")
def network() -> Yolact:
    """A refining network whose second layer has something to say."""
    torch.manual_seed(0)
    config = light_config(("a", "b"), 64).model_copy(update={"channels": 16, "point_features": 6})
    network = build_yolact(config).eval()
    torch.nn.init.normal_(network.point_head.weights)
    return network


def answer(network: Yolact) -> RawOutput:
    image = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1)) * 255
    with torch.inference_mode():
        return RawOutput(*(part[0].numpy() for part in network(image).parts()))


def test_numpy_adds_to_the_logits_of_points_what_torch_adds(draw):
    weights, coefficients = normal(draw, 6, 32 + 2), normal(draw, 3, 32)
    features, logits = normal(draw, 3, 50, 6), 4 * normal(draw, 3, 50)
    theirs = residual(*map(torch.from_numpy, (features, coefficients, logits, weights)))
    refiner = PointRefiner(np.zeros((24, 5, 5), np.float32), weights)
    for row in range(3):
        mine = refiner.residual(features[row].T, coefficients[row], logits[row])
        np.testing.assert_allclose(mine, theirs[row], atol=1e-4, rtol=1e-5)
    assert theirs.abs().max() > 1


def test_a_window_is_refined_as_torch_refines_the_whole_mask(network):
    raw = answer(network)
    rows = np.argsort(-np.abs(raw.mask_coefficients).sum(axis=1))[:4]
    own = torch.from_numpy(raw.mask_coefficients[rows])
    coarse = F.pixel_shuffle(torch.from_numpy(raw.prototypes)[None], 2)[0]
    logits = torch.einsum("nk,khw->nhw", own, coarse)
    large = F.interpolate(logits[None], scale_factor=2, mode="bilinear")[0]
    features = F.pixel_shuffle(torch.from_numpy(raw.point_features)[None], 4)[0]
    added = residual(
        features.flatten(1).T[None].expand(4, -1, -1),
        own,
        large.flatten(1),
        torch.from_numpy(raw.point_weights),
    )
    expected = large + added.view_as(large)  # 28 x 36 of these points are fewer than are looked at
    for row in range(4):
        mine = raw.refiner.refined(logits[row].numpy(), own[row].numpy(), (3, 17), (10, 28))
        np.testing.assert_allclose(mine, expected[row, 6:34, 20:56], atol=2e-5, rtol=1e-5)
    assert added.abs().max() > 0.5


@pytest.mark.parametrize(("stride", "finer"), [(4, 2), (2, 2), (1, 1)])
@pytest.mark.parametrize("detailed", [True, False])
def test_masks_are_refined_on_a_grid_twice_as_fine_up_to_that_of_the_input(stride, finer, detailed):
    changes = {"prototype_stride": stride, "detailed": detailed, "point_features": 4}
    network = build_yolact(light_config(("a",), 72).model_copy(update=changes)).eval()
    with torch.inference_mode():
        raw = RawOutput(*(part[0].numpy() for part in network(torch.zeros(1, 3, 72, 72)).parts()))
    in_cell = (4 // stride) ** 2
    assert raw.prototypes.shape == (32 * in_cell, 18, 18)
    assert raw.point_features.shape == (4 * in_cell * finer**2, 18, 18)
    assert raw.refiner.finer_than(18 * 4 // stride) == finer


def oval(size: int) -> np.ndarray:
    y, x = (np.mgrid[:size, :size] + 0.5) / size - 0.5
    return (12 * (0.35 - np.hypot(x / 0.9, y / 0.7))).astype(np.float32)


def test_a_head_that_says_nothing_leaves_masks_as_they_are_on_the_finer_grid():
    size, logits = 40, oval(40)
    prototypes = np.stack([np.maximum(logits, 0), np.maximum(-logits, 0)])
    candidates = Candidates(
        np.array([[0.2, 0.2, 0.7, 0.9]], np.float32),
        np.zeros(1, np.int64),
        np.ones(1, np.float32),
        np.array([[1, -1]], np.float32),
    )
    silent = PointRefiner(np.ones((3 * 4, size, size), np.float32), np.eye(3, 4, dtype=np.float32))
    coarse = assemble(candidates, prototypes, FRAME)
    refined = assemble(candidates, prototypes, FRAME, refiner=silent)
    np.testing.assert_array_equal(refined.boxes, coarse.boxes)
    np.testing.assert_array_equal(refined.crops, coarse.crops)
    large = F.interpolate(torch.from_numpy(logits)[None, None], scale_factor=2, mode="bilinear")
    window = torch.zeros_like(large)
    window[..., 14:74, 14:58] = 1  # pixels 7 to 36 and 7 to 28: the box and one pixel around it
    soft = F.interpolate(large.sigmoid() * window, FRAME, mode="bilinear")[0, 0]
    np.testing.assert_array_equal(refined.full(0), (soft > 0.5).numpy())
    differing = refined.full(0) ^ coarse.full(0)
    assert differing.sum() < 0.01 * coarse.full(0).sum()


def test_masks_without_a_head_do_not_change(network):
    raw = replace(answer(network), point_features=None, point_weights=None)
    plain = RawOutput(raw.class_logits, raw.box_offsets, raw.mask_coefficients, raw.prototypes)
    anchors, settings = anchor_grid(network.config), DecodeSettings(min_score=0.3)
    ours, theirs = (decode(one, anchors, network.config, FRAME, settings) for one in (raw, plain))
    assert len(ours) > 0
    for mine, their in zip(ours.masks, theirs.masks, strict=True):
        np.testing.assert_array_equal(mine, their)


def test_what_a_head_adds_is_seen_in_the_masks(network):
    raw = answer(network)
    anchors, settings = anchor_grid(network.config), DecodeSettings(min_score=0.3)
    refined, coarse = (
        decode(one, anchors, network.config, FRAME, settings)
        for one in (raw, replace(raw, point_features=None, point_weights=None))
    )
    np.testing.assert_array_equal(refined.boxes, coarse.boxes)
    assert any(np.any(a != b) for a, b in zip(refined.masks, coarse.masks, strict=True))


def test_of_a_large_mask_the_most_uncertain_points_are_looked_at(draw):
    logits = draw.uniform(-4, 4, (100, 100)).astype(np.float32)
    chosen = np.abs(logits.ravel()[most_uncertain(logits)])
    assert len(chosen) == MOST_POINTS
    assert chosen.max() == np.sort(np.abs(logits), axis=None)[MOST_POINTS - 1]


def test_what_a_mask_is_sure_of_is_left_as_it_is():
    logits = np.array([[-20, -1, 0.5, 20]], np.float32)
    assert most_uncertain(logits).tolist() == [1, 2]


@pytest.mark.parametrize("rows", [(0, 9), (2, 5), (7, 9), (4, 4)])
def test_a_stretched_window_is_that_of_the_stretched_whole(draw, rows):
    logits = normal(draw, 9, 11)
    whole = F.interpolate(torch.from_numpy(logits)[None, None], scale_factor=2, mode="bilinear")
    mine = stretched(logits, rows, (3, 11), 2)
    np.testing.assert_allclose(mine, whole[0, 0, 2 * rows[0] : 2 * rows[1], 6:22], atol=1e-6)


def test_a_box_beside_the_image_has_no_point():
    refiner = PointRefiner(np.zeros((8, 9, 9), np.float32), np.zeros((2, 3), np.float32))
    nothing = refiner.refined(oval(9), np.ones(1, np.float32), (9, 9), (0, 4))
    assert nothing.shape == (0, 8)


def test_a_refined_mask_comes_back_to_the_coarse_grid_by_its_means():
    soft = np.array([[0, 1, 1, 1], [0, 1, 0, 0]], np.float32)
    assert coarsened(soft, 2).tolist() == [[0.5, 0.5]]
    np.testing.assert_array_equal(coarsened(soft, 1), soft)


def test_a_network_that_does_not_refine_is_described_as_before_there_were_any():
    plain = light_config(("a",), 64)
    assert "point_features" not in plain.model_dump_json()
    assert YolactConfig.model_validate_json(plain.model_dump_json()).point_features == 0
    refining = plain.model_copy(update={"point_features": 8})
    assert YolactConfig.model_validate_json(refining.model_dump_json()) == refining
    assert not any(name.startswith("point_head") for name in build_yolact(plain).state_dict())
