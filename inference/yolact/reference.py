"""Import of weights of the reference implementation, github.com/dbolya/yolact.

Its networks YOLACT-550 with ResNet-50 or -101, and their 400 and 700 px kin, are met exactly. Those
with deformable convolutions or another backbone (YOLACT++, DarkNet) are not.
"""

import pickle
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from inference.anatomy import load_anatomy
from inference.yolact.checkpoint import ModelCard, ModelError, save_checkpoint
from inference.yolact.config import YolactConfig, reference_anchors
from inference.yolact.model import Yolact

ReferenceBackbone = Literal["resnet50", "resnet101"]
SCALES = (24, 48, 96, 192, 384)  # of yolact_base, in pixels of its 550 px input

# What torch.load was seen to raise for damaged files: 3,000, cut off or with a few bytes changed.
DAMAGE = (
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    struct.error,
)

# Their names -> ours. The pyramid's lateral and prediction layers stand from C5 to C3 there.
RENAMED = (
    (r"backbone\.", "backbone."),
    (r"fpn\.lat_layers\.([012])\.", lambda m: f"pyramid.lateral.{2 - int(m[1])}."),
    (r"fpn\.pred_layers\.([012])\.", lambda m: f"pyramid.smooth.{2 - int(m[1])}."),
    (r"fpn\.downsample_layers\.([01])\.", r"pyramid.downsample.\1."),
    (r"proto_net\.([024])\.", lambda m: f"prototype_net.before.{int(m[1]) // 2}."),
    (r"proto_net\.8\.", "prototype_net.after."),
    (r"proto_net\.10\.", "prototype_net.prototypes."),
    (r"prediction_layers\.0\.upfeature\.0\.", "head.shared."),
    (r"prediction_layers\.0\.conf_layer\.", "head.classes."),
    (r"prediction_layers\.0\.bbox_layer\.", "head.boxes."),
    (r"prediction_layers\.0\.mask_layer\.", "head.coefficients."),
    (r"semantic_seg_conv\.", "semantic."),
)
# What a state dict may hold beside the network: names of the first version's backbone, a pyramid
# level too many of version 1.0, levels that share the first one's head, the loss of an experiment.
LEFT_OUT = re.compile(
    r"backbone\.layer\d|fpn\.downsample_layers\.[2-9]|prediction_layers\.[1-9]|class_existence_fc\."
)


def from_reference(
    state_dict: Mapping[str, Tensor],
    *,
    backbone: ReferenceBackbone,
    num_classes: int,
    image_size: int = 550,
    classes: tuple[str, ...] | None = None,
    scales: tuple[float, ...] | None = None,
    square_anchors: bool = True,
) -> Yolact:
    """The network of a state dict of the reference implementation, ready for inference.

    Its `forward` takes RGB on the scale 0..255; `predict` takes the normalised image that the
    reference's network takes. Prototypes come channels first, (B, K, h, w).

    num_classes     with background, as there (81 for COCO); without it is understood as well
    classes         ids of the classes; by default those of the anatomy if there are as many
    scales          anchor sizes in pixels of the input; by default the published ones of this size
    square_anchors  the reference's configurations for COCO make every anchor as high as wide,
                    by a mistake kept for compatibility. False for weights trained without it
                    (use_square_anchors False, as in its PASCAL configuration)

    Raises ModelError if the weights are not those of such a network.
    """
    state = _renamed(state_dict)
    found = _class_count(state)
    if num_classes not in (found, found + 1):
        raise ModelError(
            f"These weights tell {found} classes and background apart, not {num_classes}: give "
            f"{found + 1}, which counts background."
        )
    network = Yolact(
        YolactConfig(
            backbone=backbone,
            classes=classes or class_ids(found),
            image_size=image_size,
            anchors=reference_anchors(scales or published_scales(image_size)),
            square_anchors=square_anchors,
        )
    )
    _load(network, state)
    return network.eval()


def import_reference(
    path: Path,
    out: Path,
    *,
    backbone: ReferenceBackbone,
    num_classes: int,
    image_size: int = 550,
    square_anchors: bool = True,
    scales: tuple[float, ...] | None = None,
) -> ModelCard:
    """Turn a .pth file of the reference implementation into a checkpoint, and return its card.

    Raises ModelError. The file is read without running code from it.
    """
    network = from_reference(
        read_state_dict(path),
        backbone=backbone,
        num_classes=num_classes,
        image_size=image_size,
        square_anchors=square_anchors,
        scales=scales,
    )
    card = ModelCard(
        name=path.stem,
        config=network.config,
        card=f"Imported from {path.name}, weights of the reference implementation of YOLACT.",
    )
    save_checkpoint(out, network, card)
    return card


def read_state_dict(path: Path) -> dict[str, Tensor]:
    """The tensors of a .pth file. Raises ModelError for anything but a plain state dict."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise ModelError(f"There is no file {path}.") from error
    except pickle.UnpicklingError as error:
        raise ModelError(
            f"{path.name} is not a plain file of weights: it is damaged, or holds code, which is "
            "not run."
        ) from error
    except DAMAGE as error:
        raise ModelError(f"{path.name} is not a file of weights, or is incomplete.") from error
    is_plain = isinstance(content, dict) and all(
        isinstance(name, str) and isinstance(value, Tensor) for name, value in content.items()
    )
    if not is_plain:
        raise ModelError(f"{path.name} holds no plain state dict of a network.")
    return dict(content)


def published_scales(image_size: int) -> tuple[float, ...]:
    """The reference's anchor sizes: yolact_im400 and yolact_im700 scale them, and cut to whole."""
    if image_size in (400, 700):
        return tuple(int(scale / 550 * image_size) for scale in SCALES)
    return SCALES


def class_ids(count: int) -> tuple[str, ...]:
    """Ids for this many classes: the anatomy's structures if it has as many, else numbers."""
    structures = load_anatomy().structures
    if count == len(structures):
        return tuple(structure.id for structure in structures)
    return tuple(f"class_{number}" for number in range(1, count + 1))


def _renamed(state_dict: Mapping[str, Tensor]) -> dict[str, Tensor]:
    state = {}
    for given_name, value in state_dict.items():
        name = given_name.removeprefix("module.")  # as saved from DataParallel
        if LEFT_OUT.match(name):
            continue
        for pattern, ours in RENAMED:
            renamed, count = re.subn(f"^{pattern}", ours, name)
            if count:
                state[renamed] = value
                break
        else:
            raise ModelError(f"These weights are of another network: {given_name} is not YOLACT's.")
    return state


def _class_count(state: Mapping[str, Tensor]) -> int:
    """Classes without background, by the width of the class layer: three anchors a cell."""
    bias = state.get("head.classes.bias")
    if bias is None or bias.ndim != 1 or len(bias) % 3 or len(bias) < 6:
        raise ModelError("These weights are not YOLACT's: they have no layer for its classes.")
    return len(bias) // 3 - 1


def _load(network: Yolact, state: dict[str, Tensor]) -> None:
    """Load all weights; what only training needs may be missing."""
    own = network.state_dict()
    for name in own:
        if name.startswith("semantic.") or name.endswith(".num_batches_tracked"):
            state.setdefault(name, own[name])
    missing, foreign = sorted(own.keys() - state.keys()), sorted(state.keys() - own.keys())
    if missing or foreign:
        raise ModelError(
            f"These weights are not YOLACT's with {network.config.backbone}: "
            + (f"{missing[0]} is missing." if missing else f"{foreign[0]} is not in it.")
        )
    for name, value in state.items():
        if value.shape != own[name].shape:
            raise ModelError(
                f"These weights are not YOLACT's with {network.config.backbone}: {name} has the "
                f"shape {tuple(value.shape)} in place of {tuple(own[name].shape)}."
            )
    network.load_state_dict(state)
