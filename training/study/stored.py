"""What a run of the study keeps: for each test image the truth and what one model found in it."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from inference.anatomy import load_anatomy
from training.dataset import Size
from training.mask_runs import MaskRuns

NO_VIEW = "none"
Number = Annotated[float, Field(allow_inf_nan=False)]


def view_names() -> tuple[str, ...]:
    """The six views in the order of the study, and none."""
    return (*(view.id for view in load_anatomy().views), NO_VIEW)


def structure_names() -> tuple[str, ...]:
    """The eighteen structures in the order of the study."""
    return tuple(structure.id for structure in load_anatomy().structures)


def _known_view(name: str) -> str:
    if name not in view_names():
        raise ValueError(f'there is no view "{name}"')
    return name


def _known_structure(name: str) -> str:
    if name not in structure_names():
        raise ValueError(f'there is no structure "{name}"')
    return name


def _upright(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if box[2] < box[0] or box[3] < box[1]:
        raise ValueError("a box ends before it begins")
    return box


ViewName = Annotated[str, AfterValidator(_known_view)]
StructureName = Annotated[str, AfterValidator(_known_structure)]
Box = Annotated[tuple[Number, Number, Number, Number], AfterValidator(_upright)]


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrueInstance(_Stored):
    """An annotated structure.

    box   x1 y1 x2 y2 in pixels of the image, x2 and y2 exclusive
    mask  None where only the box is known
    """

    structure: StructureName
    box: Box
    mask: MaskRuns | None


class FoundInstance(_Stored):
    """A structure that the bare network found, before any rule believes it or not.

    box as in TrueInstance; score 0..1
    """

    structure: StructureName
    box: Box
    mask: MaskRuns
    score: Annotated[float, Field(ge=0.0, le=1.0)]


class StudyImage(_Stored):
    """One test image: what is known of it, what is true in it, and what was found.

    source         name of the set it belongs to; name is unique in it
    patient        whose image it is; None where the set does not say
    view, called   the true view and the one that the program's rules call, "none" included
    route          such as "transabdominal"; scanner: its model; None where unknown
    age_days       gestational age in completed days; None where unknown
    pixel_size_mm  side of a pixel; None where unknown
    unknown        structures that may be there without being annotated
    """

    name: str
    source: str
    height: Size
    width: Size
    patient: str | None
    view: ViewName
    route: str | None
    age_days: Annotated[int, Field(ge=0, le=310)] | None
    scanner: str | None
    pixel_size_mm: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None
    unknown: tuple[StructureName, ...]
    true: tuple[TrueInstance, ...]
    found: tuple[FoundInstance, ...]
    called: ViewName

    @model_validator(mode="after")
    def _masks_fit(self) -> Self:
        masks = [item.mask for item in self.true if item.mask is not None]
        masks += [item.mask for item in self.found]
        if any(mask.size != (self.height, self.width) for mask in masks):
            raise ValueError(f"a mask in {self.name} has another size than the image")
        return self

    @property
    def key(self) -> tuple[str, str]:
        """What no other image of the run has."""
        return self.source, self.name

    def truth(self) -> Self:
        """The image without what a model made of it."""
        return self.model_copy(update={"found": (), "called": NO_VIEW})


class Cost(_Stored):
    """What a network costs.

    parameters  how many trained numbers it has
    gflops      10^9 floating-point operations an image, a multiply-add being two
    """

    parameters: Annotated[int, Field(ge=0)]
    gflops: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class StudyRun(_Stored):
    """One trained model on all test images. Runs of one model name differ by their seed.

    model_hash  SHA-256 of the weights, hexadecimal
    cost        None of a network that was not counted
    """

    model: Annotated[str, Field(min_length=1)]
    model_hash: str
    seed: Annotated[int, Field(ge=0)]
    cost: Cost | None = None
    images: tuple[StudyImage, ...]

    @model_validator(mode="after")
    def _images_differ(self) -> Self:
        twice = repeated(image.key for image in self.images)
        if twice is not None:
            raise ValueError(f"{twice[1]} of {twice[0]} is there twice")
        return self


def repeated(keys: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The source and name of an image that is there twice, if one is."""
    return next((key for key, count in Counter(keys).items() if count > 1), None)
