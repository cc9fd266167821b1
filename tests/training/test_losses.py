import numpy as np
import pytest
import torch

from inference.yolact.boxes import box_iou, corners, encode_boxes, make_anchors
from inference.yolact.config import light_config, reference_config
from inference.yolact.model import YolactOutput, build_yolact
from training.augment import Example, Target
from training.losses import focal_loss, mined_cross_entropy, yolact_losses
from training.targets import make_truth, match_anchors
from training.train import as_images

CLASSES = ("cranium", "nasal_bone")


def target(box, class_id="cranium", has_mask=True, is_ignored=False):
    x1, y1, x2, y2 = box
    outline = np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], np.float32)
    return Target(class_id, (outline,), np.array(box, np.float32), has_mask, is_ignored)


def example(*targets, unknown=()):
    return Example(np.zeros((128, 128), np.uint8), targets, frozenset(unknown))


@pytest.fixture(scope="module")
def config():
    return light_config(CLASSES, 128)


@pytest.fixture(scope="module")
def anchors(config):
    return make_anchors(config)


def test_a_structure_too_small_for_any_anchor_still_gets_its_best_one(anchors):
    tiny = target([0.501, 0.503, 0.512, 0.506])
    matches = match_anchors(anchors, example(tiny))
    assert (matches.instance == 0).sum() >= 1


def test_matched_anchors_overlap_their_structure_best(anchors):
    matches = match_anchors(anchors, example(target([0.2, 0.2, 0.7, 0.8])))
    iou = box_iou(corners(anchors), torch.tensor([[0.2, 0.2, 0.7, 0.8]]))[:, 0]
    assert iou[matches.instance == 0].min() >= 0.75 * 0.5
    assert iou[matches.instance == 0].max() == iou.max()


def test_a_cut_off_structure_matches_nothing_and_is_held_against_nothing(anchors):
    truth = make_truth(example(target([0.2, 0, 0.7, 0.3], is_ignored=True)), anchors, CLASSES)
    assert truth.wanted.sum() == 0
    assert not truth.counted[:, 0].all()
    assert truth.counted[:, 1].all()


def test_an_unknown_class_takes_no_loss(anchors):
    truth = make_truth(example(unknown=["nasal_bone"]), anchors, CLASSES)
    confident = torch.full((1, len(anchors), 2), -20.0)
    confident[..., 1] = 20.0
    loss = focal_loss(confident, truth.wanted[None], truth.counted[None])
    assert loss < 1e-3


def test_a_class_outside_the_views_list_does_take_loss(anchors):
    truth = make_truth(example(), anchors, CLASSES)
    confident = torch.full((1, len(anchors), 2), 5.0)
    assert focal_loss(confident, truth.wanted[None], truth.counted[None]) > len(anchors)


def test_hard_negatives_are_three_to_a_positive():
    logits = torch.zeros(1, 100, 3, requires_grad=True)
    wanted, counted = torch.zeros(1, 100, 2), torch.ones(1, 100, 2, dtype=torch.bool)
    wanted[0, :10, 0] = 1
    beside = torch.zeros(1, 100, dtype=torch.bool)
    mined_cross_entropy(logits, wanted, counted, beside).backward()
    assert (logits.grad.abs().sum(dim=-1) > 0).sum() == 40


def test_an_unknown_class_stays_out_of_the_softmax():
    logits = torch.tensor([[[0.0, 0.0, 9.0]]], requires_grad=True)
    counted = torch.tensor([[[True, False]]])
    beside = torch.zeros(1, 1, dtype=torch.bool)
    mined_cross_entropy(logits, torch.zeros(1, 1, 2), counted, beside).backward()
    assert logits.grad[0, 0, 2] == 0


def test_a_perfect_output_loses_a_small_part_of_what_an_empty_one_does(config, anchors):
    truth = make_truth(example(target([0.25, 0.25, 0.75, 0.75])), anchors, CLASSES)
    boxes = torch.tensor([[0.25, 0.25, 0.75, 0.75]]).expand(len(anchors), 4)
    prototypes = torch.zeros(1, 32, 64, 64)
    prototypes[0, 0], prototypes[0, 1, 16:48, 16:48] = 5, 10
    coefficients = torch.zeros(1, len(anchors), 32)
    coefficients[..., 0], coefficients[..., 1] = -1, 1
    logits = (truth.wanted * 40 - 20)[None]
    perfect = YolactOutput(logits, encode_boxes(boxes, anchors)[None], coefficients, prototypes)
    semantic = torch.full((1, 2, 16, 16), -5.0)
    semantic[0, 0, 4:12, 4:12] = 5
    empty = YolactOutput(*(torch.zeros_like(part) for part in perfect.parts()))
    good = yolact_losses(config, perfect, semantic, anchors, [truth])
    bad = yolact_losses(config, empty, torch.zeros_like(semantic), anchors, [truth])
    assert good.classes < 0.01 * bad.classes
    assert good.boxes < 0.01 * bad.boxes
    assert good.masks < 0.25 * bad.masks
    assert good.semantic < 0.25 * bad.semantic


@pytest.mark.parametrize(
    "config", [light_config(CLASSES, 128), reference_config("resnet50", CLASSES, 138)]
)
def test_every_weight_of_a_network_is_reached_by_the_losses(config):
    network = build_yolact(config).train()
    side = config.image_size
    noise = np.random.default_rng(0).integers(0, 255, (side, side), np.uint8)
    small, skull = target([0.4, 0.4, 0.5, 0.43], "nasal_bone", False), target([0.1, 0.1, 0.8, 0.9])
    examples = [Example(noise, (skull, small), frozenset()), Example(noise, (), frozenset())]
    truths = [make_truth(item, network.anchors, CLASSES) for item in examples]
    output, semantic = network.forward_training(as_images(examples))
    yolact_losses(config, output, semantic, network.anchors, truths).total.backward()
    unreached = [name for name, p in network.named_parameters() if p.grad is None]
    assert unreached == []
