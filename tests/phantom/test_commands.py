"""`fetalens phantom` as a person meets it: one sentence for what goes wrong, then a restart."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from fetalens import cli

SMALL_FILES_ONLY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))  # as if the disk were full
import fetalens
fetalens.main()
"""
KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from pathlib import Path
from phantom import generate_dataset

def kill_at_3(done, count):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)

generate_dataset(Path(sys.argv[1]), 10, 9, workers=2, on_progress=kill_at_3)
"""


def fetalens(*arguments):
    return CliRunner().invoke(cli, ["phantom", *map(str, arguments)])


def python(program, *arguments):
    """Runs until the program and every process that it started have ended."""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True
    )


def sentence_of(stderr):
    """The one line below the bar."""
    assert "Traceback" not in stderr
    return stderr.strip().splitlines()[-1]


def read(folder):
    return json.loads((folder / "annotations" / "annotations.json").read_text("utf-8"))


def test_pictures_are_written_and_the_place_is_said(tmp_path):
    result = fetalens("images", tmp_path / "set", "--count", 2, "--seed", 9)

    assert result.exit_code == 0, result.output
    assert "annotations.json" in result.stdout
    assert len(read(tmp_path / "set")["images"]) == 2


def test_pictures_of_chosen_views_alone_are_written(tmp_path):
    result = fetalens(
        "images", tmp_path / "set", "--count", 4, "--view", "extremity", "--view", "head"
    )

    assert result.exit_code == 0, result.output
    views = [image["view"] for image in read(tmp_path / "set")["images"]]
    assert sorted(views) == ["extremity", "extremity", "head", "head"]


def test_a_loop_is_written_with_its_truth(tmp_path):
    result = fetalens(
        "cine", tmp_path / "a.mp4", "--script", "hold", "--view", "spine", "--seconds", 0.2
    )
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()

    assert result.exit_code == 0, result.output
    assert {json.loads(line)["view"] for line in lines[1:]} == {"spine"}
    assert (tmp_path / "a.mp4").stat().st_size > 1000


@pytest.mark.parametrize(
    "wrong",
    [
        ("images", "set", "--count", "0"),
        ("images", "set", "--count", "2", "--workers", "0"),
        ("images", "set", "--count", "2", "--seed", "-1"),
        ("images", "set"),
        ("cine", "a.mp4", "--script", "dance"),
        ("cine", "a.mp4", "--seconds", "0"),
    ],
)
def test_wrong_usage_is_exit_code_two_and_leaves_nothing(tmp_path, monkeypatch, wrong):
    monkeypatch.chdir(tmp_path)

    assert fetalens(*wrong).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("cine", "a.avi", "--seconds", "0.2"), "end it in .mp4"),
        (("cine", "a.mp4", "--view", "tail"), "choose from head"),
        (("cine", "taken/a.mp4", "--seconds", "0.2"), "cannot be written to"),
        (("images", "taken", "--count", "2"), "cannot be written to"),
        (("images", "set", "--count", "2", "--view", "nose"), 'There is no view "nose"'),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(
    tmp_path, monkeypatch, wrong, words
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("a file")
    result = fetalens(*wrong)

    assert result.exit_code == 1
    assert words in sentence_of(result.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process's files")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk_stops_the_pictures_and_the_next_run_goes_on(tmp_path, workers):
    out, arguments = tmp_path / "set", ("--count", 6, "--seed", 9, "--workers", workers)
    full = python(SMALL_FILES_ONLY.format(30_000), "phantom", "images", out, *arguments)

    assert full.returncode == 1
    assert "no space left: free some, and run the same command again." in sentence_of(full.stderr)
    assert not list(out.rglob("*.part"))
    assert not (out / "annotations").exists()

    again = fetalens("images", out, *arguments)

    assert again.exit_code == 0, again.output
    assert len(read(out)["images"]) == 6


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process's files")
def test_a_full_disk_stops_the_film_and_leaves_nothing_of_it(tmp_path):
    arguments = ("phantom", "cine", tmp_path / "a.mp4", "--script", "hold", "--seconds", 2)
    full = python(SMALL_FILES_ONLY.format(30_000), *arguments)

    assert full.returncode == 1
    assert "no space left" in sentence_of(full.stderr)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_program_takes_its_workers_with_it_and_the_next_run_goes_on(tmp_path):
    assert python(KILLED_IN_THE_MIDDLE, tmp_path / "killed").returncode == -9
    kept = sorted((tmp_path / "killed" / "parts").glob("*.json"))
    times = [path.stat().st_mtime_ns for path in kept]

    assert fetalens("images", tmp_path / "killed", "--count", 10, "--seed", 9).exit_code == 0
    assert fetalens("images", tmp_path / "whole", "--count", 10, "--seed", 9).exit_code == 0

    assert len(kept) >= 3
    assert [path.stat().st_mtime_ns for path in kept] == times
    assert read(tmp_path / "killed") == read(tmp_path / "whole")
