"""What structures look like, as the operator chose: their colours, line styles and casing.

One choice for the whole program, like its language: for the window, the patient's and the pages.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from PySide6.QtWidgets import QApplication

import resources
from app.settings import LineStyles, StructureColours
from app.ui import theme
from inference.anatomy import Structure

PALETTES_FILE = resources.ROOT / "palettes.toml"
CASING_OPACITY, STRONG_CASING_OPACITY = 0.6, 1.0
SOLID = "solid"


@dataclass(frozen=True, slots=True)
class Look:
    colours: StructureColours = StructureColours.STANDARD
    lines: LineStyles = LineStyles.OWN


class _Wardrobe:
    worn = Look()


def worn() -> Look:
    """What is painted by it is painted anew when it is another."""
    return _Wardrobe.worn


def wear(look: Look) -> None:
    """Of everything that is painted from now on, and of all that is in sight, at once."""
    _Wardrobe.worn = look
    theme.set_contrast(look.colours is StructureColours.HIGH_CONTRAST)
    for widget in QApplication.allWidgets():
        widget.update()


def colour_of(structure: Structure) -> str:
    """Of its outline, as #rrggbb."""
    return palette(worn().colours).get(structure.id, structure.colour)


def line_of(structure: Structure) -> str:
    """The name of its line style."""
    return SOLID if worn().lines is LineStyles.SOLID else structure.line


def casing_opacity() -> float:
    """Of the black below lines."""
    is_strong = worn().colours is StructureColours.HIGH_CONTRAST
    return STRONG_CASING_OPACITY if is_strong else CASING_OPACITY


@cache
def palette(colours: StructureColours) -> dict[str, str]:
    """By the id of a structure; what is missing has the colour of the anatomy."""
    palettes: dict[str, dict[str, str]] = tomllib.loads(PALETTES_FILE.read_text("utf-8"))
    return palettes.get(colours.value, {})
