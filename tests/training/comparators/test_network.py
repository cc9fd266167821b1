"""Against torchvision's own Mask R-CNN, and in what partial labels change."""

import pytest
import torch

from training.train import as_images


@pytest.fixture
def published(make_network):
    """torchvision's Mask R-CNN with the weights, the anchors and the numbers of ours."""
    from torchvision.models.detection import MaskRCNN

    ours = make_network()
    theirs = MaskRCNN(
        ours.backbone,
        rpn_anchor_generator=ours.rpn.anchor_generator,
        rpn_head=ours.rpn.head,
        box_roi_pool=ours.roi_heads.box_roi_pool,
        box_head=ours.roi_heads.box_head,
        box_predictor=ours.roi_heads.box_predictor,
        box_score_thresh=ours.roi_heads.score_thresh,
        box_batch_size_per_image=ours.config.drawn,
        rpn_pre_nms_top_n_train=600,
        rpn_pre_nms_top_n_test=300,
        rpn_post_nms_top_n_train=600,
        rpn_post_nms_top_n_test=300,
        mask_roi_pool=ours.roi_heads.mask_roi_pool,
        mask_head=ours.roi_heads.mask_head,
        mask_predictor=ours.roi_heads.mask_predictor,
        min_size=96,
        max_size=96,
        image_mean=list(ours.config.mean),
        image_std=list(ours.config.std),
        size_divisible=1,
    )
    return ours, theirs


def test_it_finds_what_torchvisions_own_finds(published, example):
    ours, theirs = published
    images = as_images([example()])
    with torch.inference_mode():
        (mine,) = ours.eval()(images)
        (other,) = theirs.eval()(list(images))
    assert len(mine.scores) > 0
    torch.testing.assert_close(mine.boxes, other["boxes"])
    torch.testing.assert_close(mine.scores, other["scores"])
    assert mine.labels.equal(other["labels"] - 1)


def test_with_all_known_its_losses_are_torchvisions_own(published, example, square, losses_of):
    from torchvision.models.detection.image_list import ImageList

    from training.comparators.truth import two_stage_truth

    ours, theirs = published
    item = example(square())
    mine = losses_of(ours, item)
    truth = two_stage_truth(item, ours.config.classes)
    target = {"boxes": truth.boxes, "labels": truth.labels, "masks": truth.masks}
    images = ImageList((as_images([item]) - ours.mean) / ours.std, [(96, 96)])
    features = theirs.train().backbone(images.tensors)
    torch.manual_seed(5)
    proposals, first = theirs.rpn(images, features, [target])
    _, second = theirs.roi_heads(features, proposals, images.image_sizes, [target])
    torch.testing.assert_close(sum(mine.values()), sum((first | second).values()))


def test_an_unknown_class_takes_no_loss_as_background(make_network, example, square, losses_of):
    network = make_network()
    with torch.no_grad():
        network.roi_heads.box_predictor.cls_score.bias[2] = 30  # sure of a heart everywhere
    losses_of(network, example(unknown=["heart"]))["classes"].backward()
    gradient = network.roi_heads.box_predictor.cls_score.weight.grad
    assert gradient[2].abs().max() == 0
    assert losses_of(network, example(unknown=["heart"]))["classes"] < 1
    assert losses_of(network, example())["classes"] > 10


def test_an_unknown_class_of_one_image_is_background_in_another(make_network, example, losses_of):
    network = make_network()
    losses_of(network, example(unknown=["heart"]), example())["classes"].backward()
    assert network.roi_heads.box_predictor.cls_score.weight.grad[2].abs().max() > 0


def test_a_structure_known_as_a_box_trains_no_mask(make_network, example, square, losses_of):
    losses = losses_of(make_network(), example(square(has_mask=False)))
    assert losses["masks"] == 0
    assert losses["boxes"] > 0


def test_a_cut_off_structure_is_neither_found_nor_background(make_network, example, square):
    from training.comparators.truth import two_stage_truth, without_cut_off

    truth = two_stage_truth(example(square(is_ignored=True)), ("cranium", "heart"))
    boxes = torch.tensor([[24.0, 24, 72, 72], [0, 0, 20, 20]])
    assert len(truth.boxes) == 0
    assert without_cut_off(torch.zeros(2), boxes, truth).tolist() == [-1, 0]


def test_every_weight_is_reached_by_the_losses(make_network, example, square, losses_of):
    network = make_network("mask-scoring-rcnn")
    sum(losses_of(network, example(square()), example()).values()).backward()
    assert [name for name, value in network.named_parameters() if value.grad is None] == []


def test_the_anchors_of_the_levels_grow(make_network):
    areas = [[w * h for w, h in level] for level in make_network().config.anchors]
    assert all(max(fine) <= min(coarse) for fine, coarse in zip(areas, areas[1:], strict=False))
