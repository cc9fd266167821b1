"""The public sets of first-trimester images, from their homes, with licence and attribution."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from training.collection.download import RemoteFile, Told, fetch, read_listing
from training.collection.files import write_text
from training.collection.records import validation_reason
from training.dataset import DatasetError

ATTRIBUTION = "ATTRIBUTION.md"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set that others published.

    home     scheme and host
    listing  asks it for the files that it has, and for their checksums
    wanted   names of the files to take; empty for all
    """

    home: str
    listing: Callable[[str], list[RemoteFile]]
    attribution: str
    wanted: tuple[str, ...] = ()


def get(name: str, out: Path, on_progress: Told, home: str | None = None) -> list[Path]:
    """Download a public set into the folder `out`, and write ATTRIBUTION.md beside it.

    What is there already is kept, and a broken-off transfer goes on. Raises DatasetError.
    """
    chosen = PUBLIC_SETS[name]
    files = chosen.listing(home or chosen.home)
    missing = set(chosen.wanted) - {file.name for file in files}
    if missing or not files:
        what = ", ".join(sorted(missing)) or "any file"
        raise DatasetError(f"{chosen.home} no longer lists {what} for {name}. Update Fetalens.")
    wanted = [file for file in files if not chosen.wanted or file.name in chosen.wanted]
    write_text(out / ATTRIBUTION, chosen.attribution)
    return [fetch(file, out, on_progress) for file in wanted]


class _ZenodoLinks(BaseModel):
    content: str = Field(alias="self")


class _ZenodoFile(BaseModel):
    key: str
    size: int
    checksum: Annotated[str, Field(pattern=r"^(md5|sha256):[0-9a-fA-F]+$")]
    links: _ZenodoLinks


class _ZenodoRecord(BaseModel):
    files: list[_ZenodoFile]


class _MendeleyContent(BaseModel):
    sha256_hash: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")]
    size: int
    download_url: str


class _MendeleyFile(BaseModel):
    filename: str
    content_details: _MendeleyContent


class _MendeleyFolder(BaseModel):
    id: str
    name: str
    parent_id: str | None = None


def zenodo_files(home: str, record: str) -> list[RemoteFile]:
    """The files of a record, with the MD5 sums that Zenodo's API gives. Raises DatasetError."""
    listed = _read(f"{home}/api/records/{record}", TypeAdapter(_ZenodoRecord))
    return [
        RemoteFile(_safe(file.key), file.links.content, file.size, file.checksum)
        for file in listed.files
    ]


def mendeley_files(home: str, dataset: str, version: int) -> list[RemoteFile]:
    """The files in all folders of a data set, with the SHA-256 sums that Mendeley Data's API gives.

    Raises DatasetError.
    """
    api = f"{home}/public-api/datasets/{dataset}"
    folders = _read(f"{api}/folders/{version}", TypeAdapter(list[_MendeleyFolder]))
    by_id = {folder.id: folder for folder in folders}
    files = []
    for folder in ("root", *by_id):
        url = f"{api}/files?folder_id={quote(folder)}&version={version}"
        for file in _read(url, TypeAdapter(list[_MendeleyFile])):
            name = _safe("/".join([*_folder_path(folder, by_id), file.filename]))
            content = file.content_details
            checksum = f"sha256:{content.sha256_hash}"
            files.append(RemoteFile(name, content.download_url, content.size, checksum))
    return files


def _folder_path(folder_id: str, by_id: Mapping[str, _MendeleyFolder]) -> list[str]:
    """Names from the outermost folder to this one; each folder is passed once."""
    names: list[str] = []
    left = dict(by_id)
    folder = left.pop(folder_id, None)
    while folder is not None:
        names.insert(0, folder.name)
        folder = left.pop(folder.parent_id or "", None)
    return names


def _read(url: str, adapter: TypeAdapter[T]) -> T:
    try:
        return adapter.validate_python(read_listing(url))
    except ValidationError as error:
        raise DatasetError(
            f"{url} does not answer as it did ({validation_reason(error)}). Update Fetalens."
        ) from error


def _safe(name: str) -> str:
    """A name within the folder. Raises DatasetError for one that leads out of it."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.name or "\\" in name:
        raise DatasetError(f"{name!r} is no file name to write to. Update Fetalens.")
    return name


_CC_BY = (
    "Creative Commons Attribution 4.0 International, https://creativecommons.org/licenses/by/4.0/"
)

PUBLIC_SETS: Mapping[str, PublicSet] = {
    "hc18": PublicSet(
        "https://zenodo.org",
        lambda home: zenodo_files(home, "1327317"),
        f"""# Attribution

Automated measurement of fetal head circumference using 2D ultrasound images (HC18).
Thomas L. A. van den Heuvel, Dagmar de Bruijn, Chris L. de Korte, Bram van Ginneken. Zenodo, 2018.
https://doi.org/10.5281/zenodo.1327317
Article: PLoS ONE 13(8): e0200412 (2018).

Licence: {_CC_BY}
Files as published, unchanged. Not for diagnosis.
""",
        wanted=("training_set.zip", "training_set_pixel_size_and_HC.csv"),
    ),
    "nt": PublicSet(
        "https://data.mendeley.com",
        lambda home: mendeley_files(home, "n2rbrb9t4f", 1),
        f"""# Attribution

Dataset for Fetus Framework. Cheng Cui and Fajin Dong. Mendeley Data, version 1, 2022.
https://doi.org/10.17632/n2rbrb9t4f.1

Licence: {_CC_BY}
Files as published, unchanged. Not for diagnosis.
""",
    ),
}
