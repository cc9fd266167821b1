"""Where `annotate` writes: names that do not clash, and files that appear whole or not at all."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LINES, COCO, VIDEO = ".jsonl", ".coco.json", ".overlay.mp4"


@dataclass(frozen=True, slots=True)
class Job:
    """One input, and the stem of the files that its findings go to.

    url   as the user gave it
    path  the same, absolute: means something only for files and folders
    """

    url: str
    path: Path
    stem: str

    @property
    def name(self) -> str:
        """The input's own name, as the user gave it."""
        return self.path.name

    def files(self, out: Path) -> tuple[Path, Path, Path]:
        """Lines, COCO file and video in this folder."""
        lines, coco, video = (out / f"{self.stem}{suffix}" for suffix in (LINES, COCO, VIDEO))
        return lines, coco, video


def plan_jobs(inputs: Sequence[str], out: Path) -> list[Job]:
    """A job for each input, named after it, and numbered where two would write the same files.

    An input is never written over: one that lies in `out` under such a name counts as taken.
    """
    taken = {_key(_absolute(url)) for url in inputs}
    jobs = []
    for url in inputs:
        path = _absolute(url)
        stem = path.name if path.is_dir() else path.stem
        job, number = Job(url, path, stem), 2
        while not taken.isdisjoint(map(_key, job.files(out))):
            job = Job(url, path, f"{stem}-{number}")
            number += 1
        taken.update(map(_key, job.files(out)))
        jobs.append(job)
    return jobs


@contextmanager
def all_or_none(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Files to write beside `paths`. They take those names when all are done, else they vanish.

    Raises OSError.
    """
    parts = [path.with_name(path.name + ".part") for path in paths]
    try:
        yield parts
        for part in parts:
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        for part, path in zip(parts, paths, strict=True):
            os.replace(part, path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _absolute(url: str) -> Path:
    return Path(os.path.abspath(os.path.expanduser(url)))


def _key(path: Path) -> str:
    """The same for two names of one file, also where upper and lower case are the same."""
    return os.path.abspath(path).casefold()
