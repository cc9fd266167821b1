"""Room profiles: what one room works with, as a file that another room can take over. No Qt.

A profile holds no file of a patient and no password: its source is a card, a screen, an address or
the practice phantom.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, TypeAdapter, ValidationError

from app.settings import FanCorners, LayoutText, OverlaySettings, SettingsPart, write_toml
from app.video.capture_url import NETWORK, SCHEMES
from app.video.practice import is_practice
from inference.errors import ToldError
from inference.told import told

VERSION = 1
SUFFIX = ".toml"
Name = Annotated[str, Field(pattern=r"^[\w()-][\w() .-]{0,39}$")]
IS_NAME: TypeAdapter[str] = TypeAdapter(Name)


class ProfileError(ToldError):
    """A profile cannot be used or kept; one sentence for the operator."""


class Profile(SettingsPart):
    """What a room works with.

    source   as `open_source` takes it, the capture mode in it; None leaves the source alone
    model    weights; None is the model that ships
    keys     as in the settings        fans  as in the settings
    overlay  how findings are drawn, its mode among it
    """

    version: Literal[1] = 1
    name: Name
    source: str | None = None
    model: Path | None = None
    keys: dict[str, tuple[str, ...]] = {}
    fans: dict[LayoutText, FanCorners] = {}
    overlay: OverlaySettings = OverlaySettings()


def profiles_folder() -> Path:
    return Path(platformdirs.user_config_dir("fetalens")) / "profiles"


def profile_names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob(f"*{SUFFIX}")))


def read_profile(path: Path) -> Profile:
    """What `write_profile` wrote. Raises ProfileError."""
    try:
        written = tomllib.loads(path.read_text("utf-8"))
        version = written.get("version")
        if version != VERSION:
            raise ProfileError(
                told(
                    "{name} is a profile of version {written}, and this Fetalens reads version "
                    "{version}. Save it again in the room that it comes from.",
                    name=path.name,
                    written=told("unknown") if version is None else version,
                    version=VERSION,
                )
            )
        return Profile.model_validate(written)
    except FileNotFoundError as error:
        raise ProfileError(
            told("{path} was not found. Check the name of the profile.", path=path)
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(
            told(
                "{name} cannot be read as a profile. Choose another file, or save it again.",
                name=path.name,
            )
        ) from error
    except ValidationError as error:
        raise ProfileError(
            told(
                "{name} holds {fault}, so nothing of it is used. Correct the file.",
                name=path.name,
                fault=_fault(error),
            )
        ) from error


def find_profile(name_or_file: str, folder: Path) -> Profile:
    """A profile that was saved under this name, or that is in this file. Raises ProfileError."""
    saved = folder / f"{name_or_file}{SUFFIX}"
    is_name = Path(name_or_file).name == name_or_file and saved.exists()
    return read_profile(saved if is_name else Path(name_or_file).expanduser())


def write_profile(profile: Profile, path: Path) -> None:
    """Whole or not at all. Raises ProfileError."""
    try:
        write_toml(profile, path)
    except OSError as error:
        raise _not_kept(path, error) from error


def import_profile(path: Path, folder: Path) -> Profile:
    """Copy one from elsewhere among the saved ones. One of that name stays: a number is added."""
    profile = read_profile(path)
    profile = profile.model_copy(update={"name": _free_name(profile.name, folder)})
    write_profile(profile, folder / f"{profile.name}{SUFFIX}")
    return profile


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a profile's file held: it may be one that this Fetalens cannot read."""

    name: str
    content: bytes


def delete_profile(name: str, folder: Path) -> Deleted:
    """Take a saved one off the disk. Raises ProfileError; then it is still there."""
    path = folder / f"{name}{SUFFIX}"
    try:
        deleted = Deleted(name, path.read_bytes())
        path.unlink()
    except OSError as error:
        raise ProfileError(
            told(
                "“{name}” could not be deleted: {fault}. Check that you may write in {parent}.",
                name=name,
                fault=error.strerror,
                parent=path.parent,
            )
        ) from error
    return deleted


def restore_profile(deleted: Deleted, folder: Path) -> str:
    """Put it back as it was, and tell its name: one saved since then stays, a number is added.
    Raises ProfileError."""
    name = _free_name(deleted.name, folder)
    path = folder / f"{name}{SUFFIX}"
    part = path.with_suffix(".part")
    try:
        part.write_bytes(deleted.content)
        os.replace(part, path)
    except OSError as error:
        raise _not_kept(path, error) from error
    return name


def _free_name(wanted: str, folder: Path) -> str:
    taken, name, number = profile_names(folder), wanted, 2
    while name in taken:
        name = f"{wanted[:36]} {number}"
        number += 1
    return name


def _not_kept(path: Path, error: OSError) -> ProfileError:
    return ProfileError(
        told(
            "The profile could not be kept in {parent}: {fault}. Choose another folder.",
            parent=path.parent,
            fault=error.strerror,
        )
    )


def checked_name(typed: str) -> str:
    """Raises ProfileError for what is no name of a profile, and of a file."""
    try:
        return IS_NAME.validate_python(typed.strip())
    except ValidationError as error:
        raise ProfileError(
            told("Give the profile a name of 1 to 40 letters, digits and spaces.")
        ) from error


def source_to_keep(url: str) -> str | None:
    """The source, if it is a room's: no file, and no address with a password."""
    scheme = url.split(":", 1)[0].lower()
    if is_practice(url):
        return url
    if scheme not in SCHEMES or (scheme in NETWORK and "@" in urlsplit(url).netloc):
        return None
    return url


def _fault(error: ValidationError) -> str:
    """The first fault in a few words."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return told("“{place}”, which Fetalens does not know", place=place)
    return told("a value for “{place}” that Fetalens cannot use", place=place)
