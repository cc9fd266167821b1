"""Every number of a network, in one frozen value that is saved inside its checkpoint."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Positive = Annotated[float, Field(gt=0, le=1e4)]
AnchorShape = tuple[Positive, Positive]  # width, height in pixels of the network's input
AnchorLevel = Annotated[tuple[AnchorShape, ...], Field(min_length=1, max_length=32)]
Backbone = Literal["resnet50", "resnet101", "light"]


class YolactConfig(BaseModel):
    """The shape of a YOLACT network.

    classes             what it was built to find, in the order of its outputs, without background
    image_size          the input is stretched to this height and width
    finest_level        the pyramid, and what the head looks at, begins with P3 as published, or
                        with P2, of four times its cells: for structures a few pixels high
    anchors             for each pyramid level, from the finest on, the shapes tried in every cell
    square_anchors      the reference implementation's quirk: each anchor's height is its width
    channels            width of the pyramid and the head
    separable           depthwise-separable convolutions where most of the cost would be: in the
                        prototype net and for the mask coefficients
    normalised          batch normalisation behind the convolutions of pyramid, prototype net and
                        head, without which a network that starts from nothing learns slowly
    prototype_stride    prototypes have the input's size divided by this: 4 as published, 2 and 1
                        for thin structures, which fill only a part of a coarser pixel
    detailed            the prototype net also sees the backbone's features at a quarter of the
                        input, which still know where a thin line lies
    point_features      so many numbers of each point serve to refine masks where they are unsure,
                        on a grid twice as fine as the prototypes' (point_head.py); 0: they are not
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
    finest_level: Literal[2, 3] = 3
    anchors: Annotated[tuple[AnchorLevel, ...], Field(min_length=3, max_length=6)]
    square_anchors: bool = False
    channels: Annotated[int, Field(ge=8, le=512)] = 256
    separable: bool = False
    normalised: bool = False
    prototypes: Annotated[int, Field(ge=1, le=256)] = 32
    prototype_stride: Literal[1, 2, 4] = 4
    detailed: bool = False
    # Left out of files where it is nothing: those are what they were before there was any.
    point_features: Annotated[int, Field(ge=0, le=64, exclude_if=lambda count: count == 0)] = 0
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

    @model_validator(mode="after")
    def _reaches_the_coarsest_features(self) -> Self:
        if len(self.anchors) < 6 - self.finest_level:
            raise ValueError(f"anchors are needed for each level from P{self.finest_level} to P5")
        return self

    @property
    def class_outputs(self) -> int:
        """Class scores an anchor gets: background comes first where there is a softmax."""
        return len(self.classes) + (self.classification == "softmax")

    @property
    def anchors_per_cell(self) -> int:
        return len(self.anchors[0])

    @property
    def point_stride(self) -> int:
        """The grid that masks are refined on has the input's size divided by this."""
        return max(self.prototype_stride // 2, 1)

    def resized(self, image_size: int) -> "YolactConfig":
        """The same network for another size of its input; the anchors grow with it."""
        scale = image_size / self.image_size
        anchors = tuple(tuple((w * scale, h * scale) for w, h in level) for level in self.anchors)
        return self.model_copy(update={"image_size": image_size, "anchors": anchors})


def levels_by_area(
    shapes: Iterable[AnchorShape], levels: int
) -> tuple[tuple[AnchorShape, ...], ...]:
    """Shapes spread over so many levels, as many on each: the smallest on the finest."""
    ordered = sorted(shapes, key=lambda shape: shape[0] * shape[1])
    each = len(ordered) // levels
    return tuple(tuple(ordered[i * each : (i + 1) * each]) for i in range(levels))


def with_p2(config: YolactConfig) -> YolactConfig:
    """The network with a pyramid from P2 on, its anchor shapes spread over one level more."""
    shapes = [shape for level in config.anchors for shape in level]
    anchors = levels_by_area(shapes, len(config.anchors) + 1)
    return config.model_copy(update={"finest_level": 2, "anchors": anchors})


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


# Fitted to the boxes of first-trimester heads and necks stretched to 384 x 384, P3 to P6. Flat
# shapes dominate: nasal bone, nuchal translucency, palate.
FITTED_SIZE = 384
FITTED_ANCHORS = (
    ((12.0, 6.0), (17.0, 7.5), (24.0, 11.0), (35.0, 23.0), (50.0, 19.0)),
    ((38.0, 68.0), (55.0, 54.0), (75.0, 27.0), (105.0, 20.0), (155.0, 28.0)),
    ((210.0, 38.0), (270.0, 62.0), (115.0, 95.0), (150.0, 215.0), (110.0, 150.0)),
    ((200.0, 270.0), (235.0, 320.0), (280.0, 330.0), (160.0, 210.0), (300.0, 75.0)),
)


def ultrasound_config(
    backbone: Literal["resnet50", "resnet101"], classes: tuple[str, ...], image_size: int = 550
) -> YolactConfig:
    """YOLACT as published but for its anchors, which are fitted, and its grey input.

    The published square anchors miss nearly every nuchal translucency.
    """
    config = YolactConfig(
        backbone=backbone,
        classes=classes,
        image_size=FITTED_SIZE,
        anchors=FITTED_ANCHORS,
        grey=True,
    )
    return config.resized(image_size)


def light_config(classes: tuple[str, ...], image_size: int = FITTED_SIZE) -> YolactConfig:
    """The network for live use on a CPU: small backbone, 128 channels throughout, P3 to P6.

    Classes and boxes keep their dense convolutions, which small structures need; prototypes and
    coefficients are separable, which halves the time of the whole. Prototypes are twice as fine as
    published, for the midline and the nasal bone.
    """
    config = YolactConfig(
        backbone="light",
        classes=classes,
        image_size=FITTED_SIZE,
        anchors=FITTED_ANCHORS,
        channels=128,
        separable=True,
        normalised=True,
        prototype_stride=2,
        detailed=True,
        classification="sigmoid",
        grey=True,
    )
    return config.resized(image_size)
