"""What is to be looked at in a scan: a versioned data file as typed values. Read at start."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

import resources
from inference.anatomy import Structure, load_anatomy
from inference.errors import ToldError
from inference.told import told

BUILT_IN = resources.ROOT / "checklists" / "first_trimester_11_14.toml"
VERSION = 1

Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Names = dict[str, str]  # by language code; "en" is always there


class ChecklistError(ToldError):
    """One sentence for the operator."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(_Part):
    """One row of the list; the file that ships says what each field means."""

    id: Id
    by: Literal["model", "manual"]
    level: Literal["core", "extended"]
    names: Names = {}
    structures: tuple[str, ...] = ()
    count: Annotated[int, Field(ge=1, le=4)] = 1
    yours: Names = {}

    @model_validator(mode="after")
    def _is_whole(self) -> "Item":
        known = {structure.id for structure in load_anatomy().structures}
        for name in self.structures:
            if name not in known:
                raise ValueError(
                    told(
                        '"{id}" names the structure "{name}", which is unknown',
                        id=self.id,
                        name=name,
                    )
                )
        if (self.by == "model") != bool(self.structures):
            raise ValueError(
                told('"{id}" must name structures if by the model, and only then', id=self.id)
            )
        if len(self.structures) != 1 and "en" not in self.names:
            raise _nameless(self.id)
        return self

    @property
    def sought(self) -> tuple[Structure, ...]:
        """What the model must find; nothing for a manual item."""
        return tuple(load_anatomy().structure(name) for name in self.structures)

    @property
    def titles(self) -> Mapping[str, str]:
        """By language: its own names, or those of its only structure."""
        return self.names or self.sought[0].names


class Group(_Part):
    """Items that are looked at together, those of a view or manual ones."""

    id: Id
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    view: str | None = None
    names: Names = {}

    @model_validator(mode="after")
    def _is_whole(self) -> "Group":
        if self.view not in (None, *(view.id for view in load_anatomy().views)):
            raise ValueError(
                told('"{id}" names the view "{name}", which is unknown', id=self.id, name=self.view)
            )
        if self.view is None and any(item.by == "model" for item in self.items):
            raise ValueError(told('"{id}" has items of the model but names no view', id=self.id))
        if self.view is None and "en" not in self.names:
            raise _nameless(self.id)
        return self

    @property
    def titles(self) -> Mapping[str, str]:
        """By language: its own names, or those of its view."""
        return self.names or load_anatomy().view(self.view or "").names


class Checklist(_Part):
    """All groups in the order of the scan."""

    version: Literal[1]
    id: Id
    names: Names
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_each_once(self) -> "Checklist":
        seen: set[str] = set()
        for item in self.items:
            if item.id in seen:
                raise ValueError(told('"{id}" stands in it twice', id=item.id))
            seen.add(item.id)
        return self

    @property
    def items(self) -> tuple[Item, ...]:
        """Of all groups, in order."""
        return tuple(item for group in self.groups for item in group.items)

    def group_of(self, item_id: str) -> Group:
        """Raises KeyError for an unknown item."""
        for group in self.groups:
            if any(item.id == item_id for item in group.items):
                return group
        raise KeyError(item_id)

    def group_for(self, view_id: str | None) -> Group | None:
        """Where the items of this view stand."""
        return next((g for g in self.groups if g.view == view_id is not None), None)


@cache
def built_in() -> Checklist:
    """The list that ships with the program."""
    return load_checklist(BUILT_IN)


def load_checklist(path: Path) -> Checklist:
    """Raises ChecklistError, whose sentence says what is wrong with the file."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise _refused(path, told("it is not there")) from error
    except OSError as error:
        raise _refused(path, told("it cannot be read")) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refused(path, told("it is not TOML")) from error
    found = document.get("version", VERSION)
    if found != VERSION:
        raise _refused(
            path,
            told(
                "its version is {found}, and this program reads {known}", found=found, known=VERSION
            ),
        )
    try:
        return Checklist.model_validate(document)
    except ValidationError as error:
        raise _refused(path, _reason(error)) from error


def chosen_checklist(path: Path | None) -> tuple[Checklist, str]:
    """That of the settings; if it cannot be used, the one that ships, and a sentence why."""
    if path is None:
        return built_in(), ""
    try:
        return load_checklist(path), ""
    except ChecklistError as error:
        return built_in(), str(error)


def _nameless(id: str) -> ValueError:
    return ValueError(told('"{id}" has no English name', id=id))


def _refused(path: Path, why: str) -> ChecklistError:
    return ChecklistError(
        told(
            "The checklist {file} cannot be used: {why}. "
            "The built-in list is shown instead; correct the file and start again.",
            file=path.name,
            why=why,
        )
    )


def _reason(error: ValidationError) -> str:
    """The first fault, with its place in the file."""
    first = error.errors()[0]
    kind, context = first["type"], first.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])  # told
    place = ".".join(str(part) for part in first["loc"])
    if kind == "extra_forbidden":
        return told("{place} is not known", place=place)
    if kind == "missing":
        return told("{place} is missing", place=place)
    if kind == "too_short":
        return told("{place} is empty", place=place)
    if kind == "literal_error":
        allowed = context["expected"].replace(" or ", ", ")
        return told("{place} is none of {allowed}", place=place, allowed=allowed)
    if kind == "string_pattern_mismatch":
        return told("{place} may hold small letters, digits and _ only", place=place)
    return told("{place} has a value that cannot be used", place=place)
