"""Every number of a two-stage network, in one frozen value that is saved with its weights."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from inference.yolact.config import (
    FITTED_ANCHORS,
    FITTED_SIZE,
    AnchorLevel,
    AnchorShape,
    Backbone,
    levels_by_area,
)

TwoStageName = Literal[
    "mask-rcnn", "mask-scoring-rcnn", "mask-rcnn-resnet50", "mask-scoring-rcnn-resnet50"
]
LEVELS = 5  # P2 to P6, as published


class TwoStageConfig(BaseModel):
    """The shape of a Mask R-CNN (He 2017) or a Mask Scoring R-CNN (Huang 2019).

    classes      what it was built to find, in the order of its outputs, without background
    image_size   the input is stretched to this height and width, as for YOLACT
    anchors      for each pyramid level, from P2 on, the shapes tried in every cell
    channels     width of the pyramid, the proposals' head and the mask head
    box_width    of the two layers that classify a region
    proposals    regions looked at in an image
    drawn        of those, so many are classified in training, a quarter of them structures
    normalised   batch normalisation in pyramid and mask head, as YOLACT's light network has it
    is_scoring   it also predicts how well each mask fits (Mask Scoring R-CNN)
    mean, std    per RGB channel, on the scale 0..255
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    backbone: Backbone
    classes: Annotated[tuple[str, ...], Field(min_length=1, max_length=1000)]
    image_size: Annotated[int, Field(ge=64, le=2048)]
    anchors: Annotated[tuple[AnchorLevel, ...], Field(min_length=LEVELS, max_length=LEVELS)]
    channels: Annotated[int, Field(ge=8, le=512)] = 256
    box_width: Annotated[int, Field(ge=8, le=4096)] = 1024
    proposals: Annotated[int, Field(ge=1, le=2000)] = 1000
    drawn: Annotated[int, Field(ge=4, le=2000)] = 512
    normalised: bool = False
    is_scoring: bool = False
    mean: tuple[float, float, float] = (123.68, 116.78, 103.94)
    std: tuple[float, float, float] = (58.40, 57.12, 57.38)
    grey: Literal[True] = True


def two_stage_config(
    name: TwoStageName, classes: tuple[str, ...], image_size: int
) -> TwoStageConfig:
    """The network of this name.

    The plain ones have YOLACT's light backbone and width, and look at 300 regions as Faster R-CNN
    did (Ren 2015), which a CPU can bear; those with ResNet-50 are as torchvision builds them.
    """
    is_light = not name.endswith("-resnet50")
    return TwoStageConfig(
        backbone="light" if is_light else "resnet50",
        classes=classes,
        image_size=image_size,
        anchors=spread_over_levels(image_size),
        channels=128 if is_light else 256,
        box_width=512 if is_light else 1024,
        proposals=300 if is_light else 1000,
        drawn=128 if is_light else 512,
        normalised=is_light,
        is_scoring=name.startswith("mask-scoring"),
    )


def spread_over_levels(image_size: int) -> tuple[tuple[AnchorShape, ...], ...]:
    """YOLACT's fitted anchor shapes by their area over the five levels, for this size of input."""
    scale = image_size / FITTED_SIZE
    shapes = [(w * scale, h * scale) for level in FITTED_ANCHORS for w, h in level]
    return levels_by_area(shapes, LEVELS)
