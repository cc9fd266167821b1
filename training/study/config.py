"""What a study is made of, as a TOML file says it: data, split, seeds and contenders."""

import tomllib
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inference.yolact.checkpoint import verify
from training.collection.records import validation_reason
from training.collection.splits import SEEDS, SplitBy
from training.dataset import DatasetError
from training.networks import NETWORKS, batch_fault
from training.study.contenders import ContenderName

Seed = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PhantomData(_Part):
    """Labelled pictures of the digital fetus, made for the study, and a clip.

    count   of pictures
    clip_s  so long is an examination filmed, of another woman, for the video figures; 0: none is
    """

    count: Annotated[int, Field(ge=1, le=1_000_000)]
    seed: Seed = 0
    clip_s: Annotated[float, Field(ge=0, le=600)] = 45.0


class ContenderSettings(_Part):
    """How a contender is trained.

    steps       of the optimiser, with `batch` images each
    image_size  side of the network's input in pixels
    start       weights of ours to begin with; else the network begins from nothing
    """

    steps: Annotated[int, Field(ge=1)]
    batch: Annotated[int, Field(ge=1)] = 8
    image_size: Annotated[int, Field(ge=96, le=2048)]
    start: Path | None = None

    def placed(self, folder: Path) -> Self:
        """The same with its start in this folder, which it was named relative to."""
        start = None if self.start is None else folder / self.start
        return self.model_copy(update={"start": start})

    def noted(self) -> dict[str, object]:
        """What tells these settings from others: of weights the hash, not where they lie."""
        known = self.model_dump(exclude={"start"})
        return known if self.start is None else known | {"start": verify(self.start)}


class StudyData(_Part):
    """What is learnt from and tested on.

    data        COCO JSON files; all their images are pooled, then split
    phantom     pictures of the digital fetus beside them, or alone
    seeds       of the random splits and trainings: each network is trained once with each
    split       "image" replicates the reference study, which let one woman be in train and test
    """

    data: tuple[Path, ...] = ()
    phantom: PhantomData | None = None
    seeds: Annotated[tuple[Seed, ...], Field(min_length=1)] = SEEDS
    split: SplitBy = "patient"

    @model_validator(mode="after")
    def _has_images_and_seeds(self) -> Self:
        if not self.data and self.phantom is None:
            raise ValueError("name data, or a phantom with its count")
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError("a seed is there twice")
        return self

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is named."""
        return self.data

    def placed(self, folder: Path) -> Self:
        """The same with its files in this folder, which they were named relative to."""
        return self.model_copy(update={"data": tuple(folder / file for file in self.data)})


class StudyConfig(StudyData):
    """A whole study.

    main  the contender whose figures stand first in the report; else the first one
    """

    main: ContenderName | None = None
    contenders: Annotated[dict[ContenderName, ContenderSettings], Field(min_length=1)]

    @model_validator(mode="after")
    def _main_is_there(self) -> Self:
        if self.main is not None and self.main not in self.contenders:
            raise ValueError(f'main is "{self.main}", which is none of the contenders')
        return self

    @model_validator(mode="after")
    def _ours_alone_begin_from_ours(self) -> Self:
        for name, contender in self.contenders.items():
            if contender.start is not None and name not in NETWORKS:
                raise ValueError(f"{name} cannot begin from weights of ours")
        return self

    @model_validator(mode="after")
    def _batches_are_large_enough(self) -> Self:
        for name, contender in self.contenders.items():
            fault = batch_fault(name, contender.batch)
            if fault is not None:
                raise ValueError(fault)
        return self

    @property
    def files(self) -> tuple[Path, ...]:
        starts = (contender.start for contender in self.contenders.values())
        return self.data + tuple(start for start in starts if start is not None)

    def placed(self, folder: Path) -> Self:
        contenders = {name: contender.placed(folder) for name, contender in self.contenders.items()}
        return super().placed(folder).model_copy(update={"contenders": contenders})

    @property
    def in_order(self) -> dict[ContenderName, ContenderSettings]:
        """The contenders, the main one first."""
        first = next(iter(self.contenders)) if self.main is None else self.main
        return {first: self.contenders[first]} | self.contenders


Config = TypeVar("Config", bound=StudyData)


def load_config(path: Path) -> StudyConfig:
    """Read a study's TOML file; its data lie relative to it. Raises DatasetError."""
    return load_as(StudyConfig, path)


def load_as(kind: type[Config], path: Path) -> Config:
    """Read a TOML file of this kind; its data lie relative to it. Raises DatasetError."""
    try:
        config = kind.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}). Check the path.") from error
    except ValidationError as error:
        raise DatasetError(f"{path.name}: {validation_reason(error)}. Correct it.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path.name} is not TOML ({error}). Correct it.") from error
    config = config.placed(path.parent)
    missing = next((file for file in config.files if not file.is_file()), None)
    if missing is not None:
        raise DatasetError(
            f"{path.name} names {missing}, and there is no such file. Correct the path: it is "
            f"relative to {path.name}."
        )
    return config
