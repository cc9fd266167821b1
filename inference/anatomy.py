"""resources/anatomy.toml as typed values: structures, views, landmarks and their names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import resources

T = TypeVar("T", "Structure", "View")
ANATOMY_FILE = resources.ROOT / "anatomy.toml"


@dataclass(frozen=True, slots=True)
class Structure:
    """One anatomical structure and how it is drawn and named.

    index             its place in Anatomy.structures, and its label in Detections
    colour            outline colour as #rrggbb
    line, hatch       names of the line style and of the fill pattern
    names             per language code, for the operator; plain_names for the patient
    shown_to_patient  whether the patient window shows it unless told otherwise
    most              how many of it one fetus has: 2 of each limb's parts
    is_straight       a straight band in any picture: the cut of a plane
    family            of structures that look alike: one place holds one of them; None for no such
    """

    index: int
    id: str
    abbreviation: str
    colour: str
    line: str
    hatch: str
    names: Mapping[str, str]
    plain_names: Mapping[str, str]
    shown_to_patient: bool
    most: int
    is_straight: bool = False
    family: str | None = None

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class View:
    """A standard view: what defines it, what is annotated in it and what the study tests.

    patient_titles, patient_sentences  what a patient reads above a picture of it, per language code
    """

    id: str
    plane: str
    essential: tuple[Structure, ...]
    annotated: tuple[Structure, ...]
    tested: tuple[Structure, ...]
    names: Mapping[str, str]
    plain_names: Mapping[str, str]
    patient_titles: Mapping[str, str]
    patient_sentences: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Landmark:
    """A brain or face landmark that supports a view and is never shown."""

    id: str
    view: str


@dataclass(frozen=True, slots=True)
class Anatomy:
    """All structures and views, in the order of the study, with dash patterns by line style.

    line_patterns   dash and gap lengths in multiples of the line width; empty is unbroken
    no_view_names   what "no standard view" is called, per language code
    """

    structures: tuple[Structure, ...]
    views: tuple[View, ...]
    landmarks: tuple[Landmark, ...]
    line_patterns: Mapping[str, tuple[float, ...]]
    no_view_names: Mapping[str, str]
    no_view_plain_names: Mapping[str, str]
    no_view_titles: Mapping[str, str]
    no_view_sentences: Mapping[str, str]

    def structure(self, structure_id: str) -> Structure:
        """The structure of this id. Raises KeyError for an unknown one."""
        return _by_id(self.structures, structure_id)

    def view(self, view_id: str) -> View:
        """The view of this id. Raises KeyError for an unknown one, "none" included."""
        return _by_id(self.views, view_id)


@cache
def load_anatomy(path: Path = ANATOMY_FILE) -> Anatomy:
    """Read anatomy.toml. It ships with the program, so a fault in it is a programming error."""
    document = tomllib.loads(path.read_text("utf-8"))
    structures = tuple(
        Structure(index=index, **entry) for index, entry in enumerate(document["structures"])
    )
    by_id = {structure.id: structure for structure in structures}
    return Anatomy(
        structures=structures,
        views=tuple(_view(entry, by_id) for entry in document["views"]),
        landmarks=tuple(Landmark(**entry) for entry in document["landmarks"]),
        line_patterns={name: tuple(dashes) for name, dashes in document["lines"].items()},
        no_view_names=document["no_view"]["names"],
        no_view_plain_names=document["no_view"]["plain_names"],
        no_view_titles=document["no_view"]["patient_titles"],
        no_view_sentences=document["no_view"]["patient_sentences"],
    )


def _view(entry: dict[str, Any], structures: Mapping[str, Structure]) -> View:
    lists = {
        key: tuple(structures[name] for name in entry[key])
        for key in ("essential", "annotated", "tested")
    }
    return View(**(entry | lists))


def _by_id(items: tuple[T, ...], wanted: str) -> T:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)
