"""The surface that a sonographer's outline of one structure follows."""

from dataclasses import dataclass

from phantom.shapes import Shape


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """structure  id in anatomy.toml, of a structure or a landmark
    side       "left" or "right" of the fetus where the structure is paired, else ""
    length     of a limb segment, mm; 0 for everything that is not one
    trunk      what a limb or the cord comes out of, and cannot be told from inside
    bone       of a limb segment, which tells it from the trunk after all
    """

    structure: str
    shape: Shape
    side: str = ""
    length: float = 0.0
    trunk: Shape | None = None
    bone: Shape | None = None


def side_name(side: int) -> str:
    """side is +1 for the fetus' left, -1 for its right."""
    return "left" if side > 0 else "right"
