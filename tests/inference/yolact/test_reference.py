"""Weights of the reference implementation give the reference's answers.

`ReferenceNetwork` restates, as plain functions of a state dict, the facts of the published code
(github.com/dbolya/yolact: yolact.py, backbone.py, data/config.py). It shares nothing with ours.
"""

import math
from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from inference.anatomy import load_anatomy
from inference.yolact.checkpoint import ModelError, load_checkpoint
from inference.yolact.model import Yolact
from inference.yolact.reference import from_reference, import_reference, published_scales

BLOCKS = {"resnet50": (3, 4, 6, 3), "resnet101": (3, 4, 23, 3)}


def random_state(backbone: str = "resnet50", num_classes: int = 6) -> dict[str, Tensor]:
    """Random weights under the reference's names, batch-norm statistics far from 0 and 1."""
    random = torch.Generator().manual_seed(0)
    state: dict[str, Tensor] = {}

    def conv(name: str, out: int, into: int, kernel: int, bias: bool = True) -> None:
        spread = math.sqrt(1.5 / (into * kernel * kernel))
        shape = (out, into, kernel, kernel)
        state[f"{name}.weight"] = torch.randn(shape, generator=random) * spread
        if bias:
            state[f"{name}.bias"] = torch.randn(out, generator=random) * 0.1

    def norm(name: str, size: int) -> None:
        scale = 0.3 if name.endswith("bn3") else 1  # else sums over 16 or 33 blocks run away
        state[f"{name}.weight"] = scale * (0.5 + torch.rand(size, generator=random))
        state[f"{name}.bias"] = torch.randn(size, generator=random) * 0.2
        state[f"{name}.running_mean"] = torch.randn(size, generator=random) * 0.2
        state[f"{name}.running_var"] = 0.5 + torch.rand(size, generator=random)

    conv("backbone.conv1", 64, 3, 7, bias=False)
    norm("backbone.bn1", 64)
    into = 64
    for stage, count in enumerate(BLOCKS[backbone]):
        narrow = 64 * 2**stage
        for block in range(count):
            name = f"backbone.layers.{stage}.{block}"
            for part, (channels_in, channels, kernel) in enumerate(
                ((into, narrow, 1), (narrow, narrow, 3), (narrow, 4 * narrow, 1)), start=1
            ):
                conv(f"{name}.conv{part}", channels, channels_in, kernel, bias=False)
                norm(f"{name}.bn{part}", channels)
            if block == 0:
                conv(f"{name}.downsample.0", 4 * narrow, into, 1, bias=False)
                norm(f"{name}.downsample.1", 4 * narrow)
            into = 4 * narrow
    for place, channels in enumerate((2048, 1024, 512)):
        conv(f"fpn.lat_layers.{place}", 256, channels, 1)
        conv(f"fpn.pred_layers.{place}", 256, 256, 3)
    for place in range(2):
        conv(f"fpn.downsample_layers.{place}", 256, 256, 3)
    for place in (0, 2, 4, 8):
        conv(f"proto_net.{place}", 256, 256, 3)
    conv("proto_net.10", 32, 256, 1)
    conv("prediction_layers.0.upfeature.0", 256, 256, 3)
    conv("prediction_layers.0.bbox_layer", 3 * 4, 256, 3)
    conv("prediction_layers.0.conf_layer", 3 * num_classes, 256, 3)
    conv("prediction_layers.0.mask_layer", 3 * 32, 256, 3)
    conv("semantic_seg_conv", num_classes - 1, 256, 1)
    return state


class ReferenceNetwork:
    """YOLACT as published, in inference: a normalised image in, raw outputs and priors out."""

    def __init__(self, state: dict[str, Tensor], blocks: tuple[int, ...], image_size: int) -> None:
        self._w, self._blocks, self._size = state, blocks, image_size

    def __call__(self, image: Tensor) -> dict[str, Tensor]:
        c3, c4, c5 = self._backbone(image)
        lateral = [self._conv(f"fpn.lat_layers.{i}", c) for i, c in enumerate((c5, c4, c3))]
        top = lateral[0]
        merged = [top]
        for finer in lateral[1:]:
            top = finer + F.interpolate(top, finer.shape[2:], mode="bilinear", align_corners=False)
            merged.append(top)
        p5, p4, p3 = (
            F.relu(self._conv(f"fpn.pred_layers.{i}", x, padding=1)) for i, x in enumerate(merged)
        )
        p6 = self._conv("fpn.downsample_layers.0", p5, stride=2, padding=1)
        p7 = self._conv("fpn.downsample_layers.1", p6, stride=2, padding=1)
        levels = (p3, p4, p5, p6, p7)
        heads = [self._head(level) for level in levels]
        answer = {key: torch.cat([head[key] for head in heads], dim=1) for key in heads[0]}
        answer["proto"] = self._prototypes(p3)
        answer["priors"] = self._priors([level.shape[-1] for level in levels])
        return answer

    def _backbone(self, x: Tensor) -> list[Tensor]:
        x = F.relu(self._norm("backbone.bn1", self._conv("backbone.conv1", x, 2, 3)))
        x = F.max_pool2d(x, 3, 2, 1)
        stages = []
        for stage, count in enumerate(self._blocks):
            for block in range(count):
                stride = 2 if stage and not block else 1
                x = self._bottleneck(f"backbone.layers.{stage}.{block}", x, stride)
            stages.append(x)
        return stages[1:]

    def _bottleneck(self, name: str, x: Tensor, stride: int) -> Tensor:
        y = F.relu(self._norm(f"{name}.bn1", self._conv(f"{name}.conv1", x)))
        y = F.relu(self._norm(f"{name}.bn2", self._conv(f"{name}.conv2", y, stride, 1)))
        y = self._norm(f"{name}.bn3", self._conv(f"{name}.conv3", y))
        if f"{name}.downsample.0.weight" in self._w:
            x = self._norm(f"{name}.downsample.1", self._conv(f"{name}.downsample.0", x, stride))
        return F.relu(x + y)

    def _prototypes(self, x: Tensor) -> Tensor:
        for place in (0, 2, 4):
            x = F.relu(self._conv(f"proto_net.{place}", x, padding=1))
        x = F.relu(F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False))
        x = F.relu(self._conv("proto_net.8", x, padding=1))
        return F.relu(self._conv("proto_net.10", x)).permute(0, 2, 3, 1)

    def _head(self, x: Tensor) -> dict[str, Tensor]:
        x = F.relu(self._conv("prediction_layers.0.upfeature.0", x, padding=1))
        size = {"loc": 4, "conf": -1, "mask": 32}
        layer = {"loc": "bbox_layer", "conf": "conf_layer", "mask": "mask_layer"}
        cells = x.shape[2] * x.shape[3]
        out = {
            key: self._conv(f"prediction_layers.0.{layer[key]}", x, padding=1)
            .permute(0, 2, 3, 1)
            .reshape(len(x), cells * 3, width)
            for key, width in size.items()
        }
        return out | {"mask": torch.tanh(out["mask"])}

    def _priors(self, cells: list[int]) -> Tensor:
        rows = []
        for count, scale in zip(cells, (24, 48, 96, 192, 384), strict=True):
            for j, i in product(range(count), repeat=2):
                for ratio in (1, 1 / 2, 2):
                    width = scale * math.sqrt(ratio) / self._size
                    rows.append(((i + 0.5) / count, (j + 0.5) / count, width, width))
        return torch.tensor(rows)

    def _conv(self, name: str, x: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
        bias = self._w.get(f"{name}.bias")
        return F.conv2d(x, self._w[f"{name}.weight"], bias, stride, padding)

    def _norm(self, name: str, x: Tensor) -> Tensor:
        mean, var = self._w[f"{name}.running_mean"], self._w[f"{name}.running_var"]
        scale = self._w[f"{name}.weight"] / torch.sqrt(var + 1e-5)
        shift = self._w[f"{name}.bias"] - mean * scale
        return x * scale[:, None, None] + shift[:, None, None]


@pytest.fixture(scope="module")
def state() -> dict[str, Tensor]:
    return random_state()


@pytest.fixture(scope="module")
def network(state) -> Yolact:
    return from_reference(state, backbone="resnet50", num_classes=6, image_size=138)


def assert_equal_answers(network: Yolact, reference: ReferenceNetwork, size: int) -> None:
    image = torch.randn(1, 3, size, size, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        ours, theirs = network.predict(image), reference(image)
    for mine, key in ((ours.class_logits, "conf"), (ours.box_offsets, "loc")):
        torch.testing.assert_close(mine, theirs[key], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(ours.mask_coefficients, theirs["mask"], atol=1e-4, rtol=0)
    prototypes = ours.prototypes.permute(0, 2, 3, 1)
    torch.testing.assert_close(prototypes, theirs["proto"], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(network.anchors, theirs["priors"], atol=1e-6, rtol=0)


def test_outputs_and_anchors_are_those_of_the_reference(state, network):
    assert_equal_answers(network, ReferenceNetwork(state, BLOCKS["resnet50"], 138), 138)


def test_at_full_size_levels_of_odd_size_agree_too(state):
    network = from_reference(state, backbone="resnet50", num_classes=6, image_size=550)
    assert len(network.anchors) == 3 * sum(n * n for n in (69, 35, 18, 9, 5))
    assert_equal_answers(network, ReferenceNetwork(state, BLOCKS["resnet50"], 550), 550)


def test_a_resnet_101_is_understood_as_well():
    state = random_state("resnet101", num_classes=3)
    network = from_reference(state, backbone="resnet101", num_classes=3, image_size=96)
    assert_equal_answers(network, ReferenceNetwork(state, BLOCKS["resnet101"], 96), 96)


def test_the_reference_normalises_as_forward_does(network):
    rgb = torch.randint(0, 256, (1, 3, 138, 138), generator=torch.Generator().manual_seed(2))
    bgr = rgb.flip(1).float().permute(0, 2, 3, 1)
    means, stds = torch.tensor([103.94, 116.78, 123.68]), torch.tensor([57.38, 57.12, 58.40])
    theirs = ((bgr - means) / stds).permute(0, 3, 1, 2).flip(1)
    torch.testing.assert_close(network.normalise(rgb.float()), theirs)


def test_classes_may_be_counted_without_background(state):
    network = from_reference(state, backbone="resnet50", num_classes=5, image_size=138)
    assert len(network.config.classes) == 5


@pytest.mark.parametrize("num_classes", [4, 7, 81])
def test_another_number_of_classes_is_refused(state, num_classes):
    with pytest.raises(ModelError, match="5 classes and background apart"):
        from_reference(state, backbone="resnet50", num_classes=num_classes)


def test_eighteen_classes_are_the_structures_of_the_anatomy():
    network = from_reference(random_state(num_classes=19), backbone="resnet50", num_classes=19)
    assert network.config.classes == tuple(s.id for s in load_anatomy().structures)


def test_anchors_that_are_not_square_can_be_asked_for(state):
    network = from_reference(state, backbone="resnet50", num_classes=6, square_anchors=False)
    tall = network.anchors[1, 2:] * 550
    np.testing.assert_allclose(tall, [24 * 0.5**0.5, 24 / 0.5**0.5], rtol=1e-5)


def test_the_published_sizes_scale_their_anchors_and_cut_them_to_whole_pixels():
    assert published_scales(550) == (24, 48, 96, 192, 384)
    assert published_scales(700) == (30, 61, 122, 244, 488)
    assert published_scales(400) == (17, 34, 69, 139, 279)


def test_marks_of_old_checkpoints_are_understood(state, network):
    old = {f"module.{name}": value for name, value in state.items() if "semantic" not in name}
    old["module.backbone.layer1.0.conv1.weight"] = torch.zeros(1)
    old["module.fpn.downsample_layers.2.weight"] = torch.zeros(1)
    old["module.prediction_layers.1.bbox_layer.weight"] = torch.zeros(1)
    old["module.backbone.bn1.num_batches_tracked"] = torch.tensor(3)
    again = from_reference(old, backbone="resnet50", num_classes=6, image_size=138)
    torch.testing.assert_close(again.head.boxes.weight, network.head.boxes.weight)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fpn.lat_layers.0.weight": None}, "pyramid.lateral.2.weight is missing"),
        ({"proto_net.10.weight": torch.zeros(8, 256, 1, 1)}, "in place of"),
        ({"classifier.weight": torch.zeros(1)}, "classifier.weight is not YOLACT's"),
        ({"prediction_layers.0.conf_layer.bias": torch.zeros(7)}, "no layer for its classes"),
        ({"backbone.layers.2.22.conv1.weight": torch.zeros(1)}, "is not in it"),
    ],
)
def test_weights_of_another_network_are_refused(state, change, message):
    weights = {name: value for name, value in (state | change).items() if value is not None}
    with pytest.raises(ModelError, match=message):
        from_reference(weights, backbone="resnet50", num_classes=6)


def test_a_file_of_the_reference_becomes_a_checkpoint(tmp_path, state, network):
    torch.save(state, tmp_path / "yolact_resnet50_54.pth")
    out = tmp_path / "imported.safetensors"
    card = import_reference(
        tmp_path / "yolact_resnet50_54.pth",
        out,
        backbone="resnet50",
        num_classes=6,
        image_size=138,
    )
    loaded = load_checkpoint(out)
    assert loaded.card == card
    assert card.name == "yolact_resnet50_54"
    for mine, theirs in zip(loaded.network.parameters(), network.parameters(), strict=True):
        assert torch.equal(mine, theirs)


class Malicious:
    def __reduce__(self):
        return (print, ("code from a file was run",))


def test_a_file_that_holds_code_is_refused_and_the_code_not_run(tmp_path, capsys):
    torch.save({"weight": Malicious()}, tmp_path / "bad.pth")
    with pytest.raises(ModelError, match="holds code, which is not run"):
        import_reference(tmp_path / "bad.pth", tmp_path / "out", backbone="resnet50", num_classes=6)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04 no zip", bytes(1000), b"\x80\x02}."]
)
def test_a_file_that_is_no_state_dict_is_refused(tmp_path, content):
    (tmp_path / "bad.pth").write_bytes(content)
    with pytest.raises(ModelError, match="bad.pth"):
        import_reference(tmp_path / "bad.pth", tmp_path / "out", backbone="resnet50", num_classes=6)


def test_a_truncated_file_is_refused(tmp_path):
    torch.save({"weight": torch.zeros(1000)}, tmp_path / "whole.pth")
    (tmp_path / "part.pth").write_bytes((tmp_path / "whole.pth").read_bytes()[:2000])
    with pytest.raises(ModelError, match="part.pth"):
        import_reference(
            tmp_path / "part.pth", tmp_path / "out", backbone="resnet50", num_classes=6
        )


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelError, match="There is no file"):
        import_reference(
            tmp_path / "none.pth", tmp_path / "out", backbone="resnet50", num_classes=6
        )
