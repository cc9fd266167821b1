"""The YOLACT networks that can be trained by name: in `fetalens train` and in studies.

A name that ends in "-reference" is YOLACT as published: the network, and how it is trained
(reference.py). The others are ours.
"""

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:  # the command line knows the names; it starts without numpy
    from inference.yolact.config import YolactConfig

NetworkName = Literal["light", "resnet50", "resnet101", "resnet50-reference", "resnet101-reference"]
NETWORKS: tuple[NetworkName, ...] = get_args(NetworkName)
REFERENCE_BATCH = 6  # fewer images a device, and the reference freezes batch normalisation


def config_named(name: NetworkName, classes: tuple[str, ...], image_size: int) -> "YolactConfig":
    """The network of this name for images of this size (a side, in pixels)."""
    from inference.yolact.config import light_config, reference_config, ultrasound_config

    match name:
        case "light":
            return light_config(classes, image_size)
        case "resnet50" | "resnet101":
            return ultrasound_config(name, classes, image_size)
        case "resnet50-reference":
            return reference_config("resnet50", classes).resized(image_size)
        case "resnet101-reference":
            return reference_config("resnet101", classes).resized(image_size)


def usual_size(name: NetworkName) -> int:
    """The side of the input in pixels that a network was designed for."""
    return 384 if name == "light" else 550


def is_reference(name: str) -> bool:
    """Whether it is YOLACT as published."""
    return name.endswith("-reference")


def batch_fault(name: str, batch: int) -> str | None:
    """Why a network cannot be trained with so many images at a time; None where it can."""
    if not is_reference(name) or batch >= REFERENCE_BATCH:
        return None
    return (
        f"{name} needs a batch of at least {REFERENCE_BATCH}: with fewer images the reference "
        "freezes batch normalisation, which a network that begins from nothing cannot learn with"
    )
