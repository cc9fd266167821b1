"""A clip on the disk: what it shows, and what it leaves out."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from app.export.clip import keep_clip
from app.export.picture import Origin, PictureError
from app.live.cine_frame import compressed
from app.live.packed import packed
from app.video.file import open_video
from inference.types import Frame
from tests.app.ui.pictures import analysis_of
from tests.app.video.numbered import number_in, numbered_picture
from tests.inference.screens import grey

TAKEN = datetime(2026, 11, 28, 13, 35, 39, 123000)
ORIGIN = Origin(TAKEN)


def kept(index, pixels, at_s=None):
    frame = Frame(index, index / 10, pixels.copy())
    return compressed(frame, index / 10 if at_s is None else at_s)


def numbered(count, **size):
    return [kept(index, numbered_picture(index, **size)) for index in range(count)]


def written_on(picture):
    """With a bright patch where scanners write names."""
    made = picture.copy()
    made[:24, :120] = 200
    return made


def frames_of(path):
    film = open_video(path)
    frames = [film.read() for _ in range(film.frame_count)]
    film.close()
    return frames


def test_names_hold_date_and_time_alone(qapp, tmp_path):
    names = [path.name for path in keep_clip(numbered(3), ORIGIN, tmp_path, whole_screen=True)]
    assert names == ["clip 2026-11-28 13.35.39.123.mp4", "clip 2026-11-28 13.35.39.123.jsonl"]


def test_two_clips_of_one_moment_have_two_names(qapp, tmp_path):
    first = keep_clip(numbered(3), ORIGIN, tmp_path, whole_screen=True)
    second = keep_clip(numbered(3), ORIGIN, tmp_path, whole_screen=True)
    assert set(first).isdisjoint(second)
    assert len(list(tmp_path.iterdir())) == 4


def test_outside_of_the_fan_all_is_black(qapp, tmp_path):
    clip = [kept(index, written_on(grey(1, "head"))) for index in range(3)]
    film, _ = keep_clip(clip, ORIGIN, tmp_path)
    picture = frames_of(film)[1].pixels
    assert picture[:20, :100].max() < 24
    assert picture.max() > 100


def test_a_clip_of_one_frame_is_a_clip(qapp, tmp_path):
    film, lines = keep_clip(numbered(1), ORIGIN, tmp_path, whole_screen=True)
    assert [number_in(frame.pixels) for frame in frames_of(film)] == [0]
    assert lines.read_text() == ""


def test_an_odd_size_gains_one_black_line(qapp, tmp_path):
    film, _ = keep_clip(numbered(2, height=49, width=65), ORIGIN, tmp_path, whole_screen=True)
    assert frames_of(film)[0].pixels.shape == (50, 66, 3)


def test_frames_keep_their_times_when_the_rate_changes(qapp, tmp_path):
    times = [0.0, 0.1, 0.2, 0.24, 0.28]
    clip = [kept(i, numbered_picture(i), 7.0 + at_s) for i, at_s in enumerate(times)]
    film, _ = keep_clip(clip, ORIGIN, tmp_path, whole_screen=True)
    assert [frame.time_s for frame in frames_of(film)] == pytest.approx(times, abs=1e-3)


def test_what_the_phantom_drew_says_so_in_the_picture(qapp, tmp_path):
    clip = numbered(2, height=360, width=480)
    plain, _ = keep_clip(clip, ORIGIN, tmp_path, whole_screen=True)
    stamped, _ = keep_clip(clip, Origin(TAKEN, is_practice=True), tmp_path, whole_screen=True)
    corners = [frames_of(path)[1].pixels[-16:, :80].astype(int) for path in (plain, stamped)]
    assert np.abs(corners[0] - corners[1]).mean() > 20


def test_findings_are_of_the_frame_of_the_clip(qapp, tmp_path):
    clip = numbered(3, height=360, width=480)
    clip[2] = replace(clip[2], found=packed(analysis_of(on=clip[2].frame())))
    _, lines = keep_clip(clip[1:], ORIGIN, tmp_path, whole_screen=True)
    (line,) = lines.read_text().splitlines()
    assert '"index":1,' in line
    assert '"view":"head"' in line


def test_nothing_left_of_these_seconds_is_said(qapp, tmp_path):
    with pytest.raises(PictureError, match="no clip was kept"):
        keep_clip([], ORIGIN, tmp_path)


def test_a_folder_that_cannot_be_is_said(qapp, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(PictureError, match="The clip could not be kept in"):
        keep_clip(numbered(2), ORIGIN, tmp_path / "taken", whole_screen=True)
