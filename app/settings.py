"""Settings of the program: typed, frozen, kept as TOML. The one place where defaults stand."""

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from inference.layout import Layout
from inference.told import told

MOST_RECENT = 5
LANGUAGE = r"^[a-z]{2,3}(_[A-Za-z]{2,4})?$"
Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Pixel = Annotated[int, Field(ge=0, le=32767)]
FanCorners = Annotated[tuple[tuple[Pixel, Pixel], ...], Field(min_length=3, max_length=64)]
LayoutText = Annotated[str, AfterValidator(lambda text: str(Layout.read(text)))]


class SettingsError(Exception):
    """One sentence for the user."""


class LabelMode(StrEnum):
    NAMES = "names"
    SHORT = "short"
    NONE = "none"


class Preset(StrEnum):
    SCAN = "scan"
    TEACH = "teach"
    PATIENT = "patient"


class Paper(StrEnum):
    A4 = "A4"
    LETTER = "Letter"


class OverlayMode(StrEnum):
    """SYNCHRONISED: a mask only on its own frame. LOW_LATENCY: on the newest frame, ageing."""

    SYNCHRONISED = "synchronised"
    LOW_LATENCY = "low latency"


class StructureColours(StrEnum):
    """STANDARD: those of the anatomy. RED_GREEN: for those who confuse these.
    HIGH_CONTRAST: the anatomy's, on a full casing, with white text and strong edges."""

    STANDARD = "standard"
    RED_GREEN = "red-green"
    HIGH_CONTRAST = "high contrast"


class LineStyles(StrEnum):
    """OWN: each structure has that of the anatomy. SOLID: all lines are unbroken."""

    OWN = "own"
    SOLID = "solid"


class SettingsPart(BaseModel):
    """What is kept as TOML: frozen, and without fields that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OverlaySettings(SettingsPart):
    """How findings are drawn; `uncertain_below` is a score."""

    mode: OverlayMode = OverlayMode.SYNCHRONISED
    preset: Preset = Preset.SCAN
    fill: Annotated[float, Field(ge=0.0, le=0.6)] = 0.16
    outline_only: bool = False
    hatch: bool = False
    labels: LabelMode = LabelMode.NAMES
    colours: StructureColours = StructureColours.STANDARD
    lines: LineStyles = LineStyles.OWN
    uncertain_below: Fraction = 0.3


class WindowSettings(SettingsPart):
    """Size of the window in logical pixels."""

    width: Annotated[int, Field(ge=960, le=16384)] = 1280
    height: Annotated[int, Field(ge=520, le=16384)] = 800


class PatientSettings(SettingsPart):
    """What a patient reads. None is the operator's language; `clinic` stands on the hand-out."""

    language: Annotated[str, Field(pattern=LANGUAGE)] | None = None
    second_language: Annotated[str, Field(pattern=LANGUAGE)] | None = None  # on paper, below it
    paper: Paper = Paper.A4
    clinic: Annotated[str, Field(max_length=120)] = ""


class Settings(SettingsPart):
    """All settings. `recent` holds paths the user opened, newest first; nothing of a patient.

    language   code of a language that there is a file of
    checklist  a list of the site's own; None is the one that ships
    keys       by the id of an action, what the operator bound to it, the first on its key cap
    fans       by the layout of a scanner's screen, the corners of the fan that were set by hand
    """

    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"
    pictures_folder: Path = Path(platformdirs.user_pictures_dir()) / "Fetalens"
    recent: tuple[str, ...] = ()
    checklist: Path | None = None
    keys: dict[str, tuple[str, ...]] = {}
    fans: dict[LayoutText, FanCorners] = {}
    overlay: OverlaySettings = OverlaySettings()
    window: WindowSettings = WindowSettings()
    patient: PatientSettings = PatientSettings()

    def with_recent(self, source: str) -> "Settings":
        """The same settings with this source first among the recent ones."""
        others = tuple(name for name in self.recent if name != source)
        return self.model_copy(update={"recent": (source, *others)[:MOST_RECENT]})


def settings_path() -> Path:
    return Path(platformdirs.user_config_dir("fetalens")) / "settings.toml"


def load_settings(path: Path) -> Settings:
    """Read the settings; without a file, the defaults. SettingsError if it cannot be read."""
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise SettingsError(
            told(
                "{path} cannot be read, so the defaults are used and it is left as it is. "
                "Correct or delete it to keep settings again.",
                path=path,
            )
        ) from error


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all. SettingsError if the disk refuses."""
    try:
        write_toml(settings, path)
    except OSError as error:
        raise SettingsError(
            told(
                "The settings could not be kept in {parent}: {fault}. Check that the folder "
                "can be written to.",
                parent=path.parent,
                fault=error.strerror,
            )
        ) from error


def write_toml(values: SettingsPart, path: Path) -> None:
    """Whole or not at all. Raises OSError."""
    lines = _toml(values.model_dump(mode="json", exclude_none=True))
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    part.write_text("\n".join(lines) + "\n", "utf-8")
    os.replace(part, path)


def _toml(values: Mapping[str, Any]) -> Iterator[str]:
    """Lines of TOML; scalars and lists are written as JSON writes them, which TOML reads."""
    tables = {key: value for key, value in values.items() if isinstance(value, dict)}
    for key, value in values.items():
        if key not in tables:
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
    for key, value in tables.items():
        yield f"\n[{key}]"
        yield from _toml(value)
