import numpy as np
import onnx
import pytest
import torch

from inference.yolact.anchors import level_sizes
from inference.yolact.boxes import box_iou, corners, decode_boxes, encode_boxes
from inference.yolact.config import YolactConfig, light_config, reference_config, with_p2
from inference.yolact.model import build_yolact


@pytest.mark.parametrize("size", [64, 97, 130])
def test_a_light_network_answers_for_every_anchor_at_sizes_that_do_not_divide(size):
    network = build_yolact(light_config(("a", "b"), image_size=size)).eval()
    with torch.inference_mode():
        output = network(torch.zeros(2, 3, size, size))
    anchors = len(network.anchors)
    assert output.class_logits.shape == (2, anchors, 2)
    assert output.box_offsets.shape == (2, anchors, 4)
    assert output.mask_coefficients.shape == (2, anchors, 32)
    assert output.prototypes.shape[:2] == (2, 32 * 2 * 2)
    assert output.prototypes.min() >= 0


def test_normalisation_and_separable_filters_cost_nothing_but_themselves(small_model):
    graph = onnx.load(str(small_model.with_suffix(".onnx"))).graph
    kinds = {node.op_type for node in graph.node}
    assert "Conv" in kinds
    assert "BatchNormalization" not in kinds  # each became part of the convolution before it


def test_the_reference_network_has_the_published_levels():
    assert level_sizes(reference_config("resnet50", ("a",))) == [69, 35, 18, 9, 5]


def test_a_pyramid_from_p2_on_has_anchors_at_stride_4_and_the_same_masks():
    config = with_p2(light_config(("a", "b"), 96))
    network = build_yolact(config).eval()
    with torch.inference_mode():
        output, semantic = network.forward_training(torch.zeros(1, 3, 96, 96))
    assert level_sizes(config) == [24, 12, 6, 3, 2]
    assert output.class_logits.shape == (1, 4 * (24**2 + 12**2 + 6**2 + 3**2 + 2**2), 2)
    assert output.prototypes.shape == (1, 32 * 2 * 2, 24, 24)
    assert semantic.shape == (1, 2, 12, 12)


def test_weights_without_p2_keep_their_names_with_it():
    plain = build_yolact(light_config(("a",), 96)).state_dict()
    finer = build_yolact(with_p2(light_config(("a",), 96))).state_dict()
    assert plain.keys() < finer.keys()
    new = {name.rsplit(".", 1)[0] for name in finer.keys() - plain.keys()}
    assert new == {
        "pyramid.lateral2",
        "pyramid.smooth2.0",
        "pyramid.smooth2.1",
        "head.norms.4",
    }


def test_training_gives_the_same_answer_and_a_semantic_map_beside_it(small_network):
    images = torch.full((1, 3, 64, 64), 90.0)
    with torch.inference_mode():
        output, semantic = small_network.forward_training(images)
        again = small_network(images)
    torch.testing.assert_close(output, again)
    assert semantic.shape == (1, 18, 8, 8)


def test_decoding_an_encoded_box_gives_it_back(small_network):
    anchors = small_network.anchors
    random = torch.Generator().manual_seed(0)
    low = torch.rand(len(anchors), 2, generator=random) * 0.5
    boxes = torch.cat([low, low + 0.05 + torch.rand(len(anchors), 2, generator=random) / 2], dim=1)
    torch.testing.assert_close(decode_boxes(encode_boxes(boxes, anchors), anchors), boxes)


def test_an_anchor_without_offset_decodes_to_itself(small_network):
    anchors = small_network.anchors
    decoded = decode_boxes(torch.zeros_like(anchors), anchors)
    torch.testing.assert_close(decoded, corners(anchors))


def test_the_overlap_of_boxes_can_be_checked_by_hand():
    a = torch.tensor([[0.0, 0.0, 2.0, 2.0]])
    b = torch.tensor([[1.0, 1.0, 3.0, 3.0], [0.0, 0.0, 2.0, 2.0], [5.0, 5.0, 6.0, 6.0]])
    np.testing.assert_allclose(box_iou(a, b), [[1 / 7, 1, 0]])


@pytest.mark.parametrize(
    "anchors",
    [
        (((8, 8),), ((16, 16),)),  # two levels; the backbone gives three
        (((8, 8),), ((16, 16), (8, 8)), ((32, 32),)),  # one head cannot serve one and two
        (((8, 0),), ((16, 16),), ((32, 32),)),
    ],
)
def test_anchors_that_make_no_network_are_refused(anchors):
    with pytest.raises(ValueError, match="anchors"):
        YolactConfig(backbone="light", classes=("a",), image_size=64, anchors=anchors)
