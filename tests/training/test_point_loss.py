from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from inference.yolact.boxes import make_anchors
from inference.yolact.config import light_config
from inference.yolact.decode import RawOutput
from inference.yolact.masks import Candidates, assemble
from inference.yolact.model import Yolact, YolactOutput
from training.augment import Example, Target
from training.detect import outputs
from training.losses import yolact_losses
from training.mask_losses import mask_loss
from training.point_loss import POINTS, on_grid, point_loss, uncertain_points
from training.raster import filled
from training.targets import Truth, make_truth
from training.train import as_images, initialised

CONFIG = light_config(("palate",), 64).model_copy(
    update={"channels": 16, "prototypes": 8, "prototype_stride": 4, "point_features": 8}
)
ANCHORS = make_anchors(CONFIG)
THICKNESS = 3 / 64  # three pixels of the input: less than one of a prototype
LARGE = 256  # pixels a side in which masks are compared


@pytest.fixture
def draw() -> np.random.Generator:
    return np.random.default_rng(0)


def strip(draw: np.random.Generator, has_mask: bool = True) -> Example:
    """A bright thin strip, askew, on noise."""
    angle = draw.uniform(0.3, 1.2) * draw.choice([-1, 1])
    along = np.array([np.cos(angle), np.sin(angle)])
    side = np.array([-along[1], along[0]]) * THICKNESS / 2
    end = along * draw.uniform(0.25, 0.35)
    middle = draw.uniform(0.4, 0.6, 2)
    outline = (middle + np.stack([-end - side, end - side, end + side, side - end])).astype("f")
    box = np.concatenate([outline.min(axis=0), outline.max(axis=0)])
    target = Target("palate", (outline,), box, has_mask, False)
    bright = cv2.resize(filled(target, LARGE, LARGE), (64, 64), interpolation=cv2.INTER_AREA)
    pixels = 40 + 0.6 * bright + draw.normal(0, 12, bright.shape)
    return Example(pixels.clip(0, 255).astype(np.uint8), (target,), frozenset())


def truth_of(example: Example) -> Truth:
    return make_truth(example, ANCHORS, CONFIG.classes)


def train_masks(network: Yolact, draw: np.random.Generator, steps: int) -> None:
    """Masks alone are taught, in ever smaller steps; boxes are given."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3)
    slower = torch.optim.lr_scheduler.LinearLR(optimiser, 1, 0, total_iters=steps)
    network.train()
    for _ in range(steps):
        examples = [strip(draw) for _ in range(8)]
        truths = [truth_of(example) for example in examples]
        output = network(as_images(examples))
        loss = mask_loss(output.mask_coefficients, output.prototypes, truths)
        loss = loss + point_loss(output, truths)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        slower.step()
    network.eval()


def overlap(raw: RawOutput, example: Example) -> float:
    """The IoU of the mask that a raw output gives in the true box."""
    row = truth_of(example).matches.instance.argmax()
    target = example.targets[0]
    candidate = Candidates(
        target.box[None],
        np.zeros(1, np.int64),
        np.ones(1, np.float32),
        raw.mask_coefficients[None, row],
    )
    found = assemble(candidate, raw.prototypes, (LARGE, LARGE), refiner=raw.refiner).full(0)
    true = filled(target, LARGE, LARGE) > 0
    return float((found & true).sum() / (found | true).sum())


def untaught() -> Yolact:
    torch.manual_seed(0)
    return initialised(CONFIG).eval()


@pytest.fixture(scope="module")
def taught() -> Yolact:
    network = untaught()
    train_masks(network, np.random.default_rng(1), steps=200)
    return network


def test_teaching_halves_what_is_lost_on_pictures_that_were_not_seen(draw, taught):
    examples = [strip(draw) for _ in range(32)]
    truths = [truth_of(example) for example in examples]
    losses = []
    with torch.inference_mode():
        for network in (taught, untaught()):
            torch.manual_seed(0)  # the same draws for both
            losses.append(float(point_loss(network(as_images(examples)), truths)))
    after, before = losses
    assert after < before / 2
    assert taught.point_head.weights[..., -1].abs().max() > 0  # a head begins silent


def test_masks_thinner_than_a_prototypes_pixel_are_truer_on_the_finer_grid(draw, taught):
    refined, coarse = [], []
    examples = [strip(draw) for _ in range(16)]
    inputs = np.stack([np.repeat(example.pixels[..., None], 3, axis=2) for example in examples])
    for raw, example in zip(outputs(taught, inputs), examples, strict=True):
        refined.append(overlap(raw, example))
        coarse.append(overlap(replace(raw, point_features=None, point_weights=None), example))
    assert np.median(refined) > 0.6
    assert np.median(refined) > np.median(coarse) + 0.1


def test_points_are_drawn_where_masks_are_unsure_and_some_anywhere():
    boxes = torch.tensor([[0.2, 0.2, 0.8, 0.4], [0.0, 0.5, 0.3, 1.0]])
    points = uncertain_points(boxes, lambda points: 40 * (points[..., 0] - 0.25))
    assert points.shape == (2, POINTS, 2)
    near = ((points[..., 0] - 0.25).abs() < 0.15).float().mean(dim=1)
    assert (near > 0.75).all()
    assert (near < 1).all()
    assert points.min() >= 0
    assert points.max() <= 1
    assert points[0, :, 1].max() <= 0.42 + 1e-6  # a tenth of its height beyond the box


def test_points_stand_in_the_middle_of_pixels():
    points = torch.tensor([[0.0, 0.0], [0.26, 0.49], [1.0, 1.0]])
    assert on_grid(points, (2, 4)).tolist() == [[0.125, 0.25], [0.375, 0.25], [0.875, 0.75]]


def sure_of(example: Example, sign: float) -> YolactOutput:
    """Nothing of coarse masks, and a head that knows the strip, or takes it for what is beside."""
    mask = torch.from_numpy(filled(example.targets[0], 32, 32) > 0).float()
    features = torch.nn.functional.pixel_unshuffle(torch.stack([mask, 1 - mask])[None], 2)
    weights = torch.zeros(1, 2, 8 + 2)
    weights[0, :, -1] = sign * torch.tensor([9.0, -9.0])
    return YolactOutput(
        torch.zeros(1, len(ANCHORS), 1),
        torch.zeros(1, len(ANCHORS), 4),
        torch.zeros(1, len(ANCHORS), 8),
        torch.zeros(1, 8, 16, 16),
        features,
        weights,
    )


def test_a_head_that_knows_the_mask_loses_little_and_one_that_is_wrong_much(draw):
    example = strip(draw)
    truths = [truth_of(example)]
    assert point_loss(sure_of(example, 1), truths) < 1.5
    assert point_loss(sure_of(example, -1), truths) > 7


def test_what_is_known_as_a_box_says_nothing_of_points(draw):
    example = strip(draw, has_mask=False)
    empty = replace(example, targets=())
    assert point_loss(sure_of(example, -1), [truth_of(example)]) == 0
    assert point_loss(sure_of(example, -1), [truth_of(empty)]) == 0


def test_the_loss_on_masks_counts_points_where_masks_are_refined(draw):
    example = strip(draw)
    output, semantic = sure_of(example, -1), torch.zeros(1, 1, 8, 8)
    plain = CONFIG.model_copy(update={"point_features": 0})
    refining, coarse = (
        yolact_losses(config, output, semantic, ANCHORS, [truth_of(example)]).masks
        for config in (CONFIG, plain)
    )
    assert refining > coarse + 6 * 6


def test_a_network_without_a_head_has_no_points_to_learn(draw):
    output = sure_of(strip(draw), 1)._replace(point_features=None, point_weights=None)
    with pytest.raises(ValueError, match="does not refine"):
        point_loss(output, [])
