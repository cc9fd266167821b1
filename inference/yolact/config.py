"""Every number of a network, in one frozen value that is saved inside its checkpoint."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Positive = Annotated[float, Field(gt=0, le=1e4)]
AnchorShape = tuple[Positive, Positive]  # width, height in pixels of the network's input
AnchorLevel = Annotated[tuple[AnchorShape, ...], Field(min_length=1, max_length=32)]
Backbone = Literal["resnet50", "resnet101", "light"]


class YolactConfig(BaseModel):
    """The shape of a YOLACT network.

    classes             what it was built to find, in the order of its outputs, without background
    image_size          the input is stretched to this height and width
    anchors             for each pyramid level, from P3 on, the shapes tried in every cell
    square_anchors      the reference implementation's quirk: each anchor's height is its width
    channels            width of the pyramid and the head
    prototype_channels  width of the prototype net where it is finest, and costs most
    classification      softmax: one of background and classes; sigmoid: each class by itself,
                        which partly labelled images need
    mean, std           per RGB channel, on the scale 0..255
    grey                frames are turned grey first: ultrasound is, and coloured calipers, text and
                        Doppler must not become a cue
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    backbone: Backbone
    classes: Annotated[tuple[str, ...], Field(min_length=1, max_length=1000)]
    image_size: Annotated[int, Field(ge=64, le=2048)]
    anchors: Annotated[tuple[AnchorLevel, ...], Field(min_length=3, max_length=6)]
    square_anchors: bool = False
    channels: Annotated[int, Field(ge=8, le=512)] = 256
    prototype_channels: Annotated[int, Field(ge=8, le=512)] = 256
    prototypes: Annotated[int, Field(ge=1, le=256)] = 32
    classification: Literal["softmax", "sigmoid"] = "softmax"
    mean: tuple[float, float, float] = (123.68, 116.78, 103.94)
    std: tuple[Positive, Positive, Positive] = (58.40, 57.12, 57.38)
    grey: bool = False

    @field_validator("anchors")
    @classmethod
    def _one_head_serves_all_levels(
        cls, anchors: tuple[tuple[AnchorShape, ...], ...]
    ) -> tuple[tuple[AnchorShape, ...], ...]:
        if len({len(level) for level in anchors}) > 1:
            raise ValueError("every level needs the same number of anchors")
        return anchors

    @property
    def class_outputs(self) -> int:
        """Class scores an anchor gets: background comes first where there is a softmax."""
        return len(self.classes) + (self.classification == "softmax")

    @property
    def anchors_per_cell(self) -> int:
        return len(self.anchors[0])

    def resized(self, image_size: int) -> "YolactConfig":
        """The same network for another size of its input; the anchors grow with it."""
        scale = image_size / self.image_size
        anchors = tuple(tuple((w * scale, h * scale) for w, h in level) for level in self.anchors)
        return self.model_copy(update={"image_size": image_size, "anchors": anchors})


def reference_anchors(
    scales: tuple[float, ...] = (24, 48, 96, 192, 384),
    aspect_ratios: tuple[float, ...] = (1, 0.5, 2),
) -> tuple[tuple[AnchorShape, ...], ...]:
    """The anchors of YOLACT sec. 5: one scale a level, three aspect ratios (width to height)."""
    return tuple(
        tuple((scale * ratio**0.5, scale / ratio**0.5) for ratio in aspect_ratios)
        for scale in scales
    )


def reference_config(
    backbone: Literal["resnet50", "resnet101"], classes: tuple[str, ...], image_size: int = 550
) -> YolactConfig:
    """YOLACT as published: 256 channels, P3 to P7, 32 prototypes, softmax, square anchors."""
    return YolactConfig(
        backbone=backbone,
        classes=classes,
        image_size=image_size,
        anchors=reference_anchors(),
        square_anchors=True,
    )


def light_config(classes: tuple[str, ...], image_size: int = 384) -> YolactConfig:
    """The network for live use on a CPU: small backbone, 128 channels, P3 to P6.

    The anchors were fitted to the boxes of first-trimester heads and necks stretched to 384 x 384;
    another image size scales them. Flat shapes dominate: nasal bone, nuchal translucency, palate.
    """
    fitted = (
        ((12, 6), (17, 7.5), (24, 11), (35, 23), (50, 19)),
        ((38, 68), (55, 54), (75, 27), (105, 20), (155, 28)),
        ((210, 38), (270, 62), (115, 95), (150, 215), (110, 150)),
        ((200, 270), (235, 320), (280, 330), (160, 210), (300, 75)),
    )
    config = YolactConfig(
        backbone="light",
        classes=classes,
        image_size=384,
        anchors=fitted,
        channels=128,
        prototype_channels=64,
        classification="sigmoid",
        grey=True,
    )
    return config.resized(image_size)
