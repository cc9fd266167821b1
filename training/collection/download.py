"""Fetches files over HTTP: whole and checked, or not at all; a broken-off transfer goes on."""

import hashlib
import http.client
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from training.collection.files import told
from training.dataset import DatasetError

_AGENT = "fetalens"  # some sites turn away a client that says no name
_TIMEOUT_S = 60
_CHUNK = 1 << 20
_BROKEN = (URLError, http.client.HTTPException, TimeoutError, ConnectionError)

Told = Callable[[int, int], None]  # called with how many bytes are there, and of how many


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as its home lists it.

    name      relative to the folder it goes to
    size      bytes
    checksum  such as "md5:0123...", as the home gives it
    """

    name: str
    url: str
    size: int
    checksum: str


def read_listing(url: str) -> object:
    """What a site's API answers. Raises DatasetError."""
    try:
        with urlopen(_request(url), timeout=_TIMEOUT_S) as answer:
            return json.loads(answer.read())
    except _BROKEN as error:
        raise _unreachable(url, error) from error
    except ValueError as error:
        raise DatasetError(f"{url} does not answer as it did: {error}. Update Fetalens.") from error


def fetch(file: RemoteFile, folder: Path, on_progress: Told = lambda done, count: None) -> Path:
    """Download a file into a folder; returns where it lies. One that is there already is kept.

    A transfer that broke off is continued by the same call. Raises DatasetError where the site
    cannot be reached, and where what came is not what the site lists.
    """
    path = folder / file.name
    part = path.with_name(path.name + ".part")
    with told(path):
        if path.is_file() and _is_whole(path, file):
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _receive(file, part, on_progress)
        except _BROKEN as error:
            raise _unreachable(file.url, error) from error
        if not _is_whole(part, file):
            part.unlink()
            raise DatasetError(
                f"{file.name} is not what its home lists ({file.checksum}), and was removed. "
                "Run the same command again."
            )
        os.replace(part, path)
    return path


def _receive(file: RemoteFile, part: Path, on_progress: Told) -> None:
    """Append what is missing; a site that sends all of it anyway is taken from the beginning."""
    start = part.stat().st_size if part.exists() else 0
    if start >= file.size:
        return
    headers = {"Range": f"bytes={start}-"} if start else {}
    with urlopen(_request(file.url, headers), timeout=_TIMEOUT_S) as answer:
        is_continued = answer.status == HTTPStatus.PARTIAL_CONTENT
        with part.open("ab" if is_continued else "wb") as out:
            done = start if is_continued else 0
            while done < file.size and (chunk := answer.read(_CHUNK)):
                out.write(chunk)
                done += len(chunk)
                on_progress(done, file.size)
    if part.stat().st_size < file.size:
        raise ConnectionError("The site ended the transfer early.")


def _is_whole(path: Path, file: RemoteFile) -> bool:
    kind, _, expected = file.checksum.partition(":")
    if path.stat().st_size != file.size:
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, kind).hexdigest() == expected.lower()


def _request(url: str, headers: dict[str, str] | None = None) -> Request:
    if not url.startswith(("https://", "http://")):
        raise DatasetError(f"{url} is no address on the web. Update Fetalens.")
    return Request(url, headers={"User-Agent": _AGENT} | (headers or {}))


def _unreachable(url: str, error: Exception) -> DatasetError:
    reason = "the transfer broke off"
    if isinstance(error, HTTPError):
        reason = f"it answers {error.code}"
    elif isinstance(error, URLError):
        reason = str(error.reason)
    return DatasetError(
        f"{url} cannot be read ({reason}). Check the connection and run the same command again: "
        "it goes on where it stopped."
    )
