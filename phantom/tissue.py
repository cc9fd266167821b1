"""What bodies are made of, and the body-with-material that a scene is painted from."""

from collections.abc import Callable
from dataclasses import dataclass

from phantom.shapes import Array, Points, Shape, Vector


@dataclass(frozen=True, slots=True)
class Material:
    """Acoustic properties, relative to soft tissue.

    echo_db      diffuse backscatter power
    attenuation  dB/cm/MHz, one way
    texture_db   how far the backscatter varies from place to place
    mirror_db    amplitude of the echo from its surface at normal incidence; None: no surface echo
    """

    echo_db: float
    attenuation: float = 0.5
    texture_db: float = 2.0
    mirror_db: float | None = None


FLUID = Material(-60.0, 0.02, 0.0)
BRAIN = Material(-20.0, 0.35, 6.0)
DEEP_BRAIN = Material(-25.0, 0.3, 5.0)
VENTRICLE = Material(-34.0, 0.1, 6.0, 0.0)
CISTERN = Material(-36.0, 0.05, 6.0, 4.0)
CHOROID = Material(-5.0, 0.5, 5.0, 0.0)
SKULL = Material(-20.0, 0.9, 7.0)
SKULL_ECHO = Material(-18.0, 0.9, 7.0, 24.0)
BONE = Material(13.0, 2.5, 3.0, 18.0)
CARTILAGE = Material(-14.0, 0.6, 3.0)
FALX = Material(-6.0, 0.5, 8.0)
SOFT = Material(-9.0, 0.5, 6.0, 2.0)
SKIN = Material(-5.0, 0.5, 4.0, 8.0)
BACK_SKIN = Material(-2.0, 0.5, 3.0, 17.0)
FACE = Material(-8.0, 0.5, 8.0, 4.0)
PALATE = Material(13.0, 1.2, 5.0, 10.0)
LUNG = Material(-5.0, 0.5, 4.0)
LIVER = Material(-9.0, 0.5, 4.0)
BODY_WALL = Material(-9.0, 0.5, 6.0, 11.0)
SCALP = Material(-15.0, 0.5, 5.0)
SKULL_BASE = Material(-3.0, 0.8, 8.0)
CHAMBER = Material(-26.0, 0.3, 6.0)
HEART = Material(-12.0, 0.5, 6.0)
MYOMETRIUM = Material(-10.0, 0.6, 6.0)
PLACENTA = Material(-7.0, 0.5, 4.0)
DECIDUA = Material(-5.0, 0.5, 6.0)
MEMBRANE = Material(-24.0, 0.1, 6.0, 1.0)
CORD = Material(-4.0, 0.4, 4.0, 6.0)


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """A shape filled with a material. Later parts of a scene cover earlier ones.

    weight  how much of it is there at each point, 0..1 (gaps in a skull); None: all of it
    across  unit normal (world) of a thin sheet: seen face on, the beam's thickness dilutes it
    smooth  has no detail finer than 2 mm, so that its distance need not be measured as often
    """

    shape: Shape
    material: Material
    weight: Callable[[Points], Array] | None = None
    across: Vector | None = None
    smooth: bool = False
