import json

import pytest
from typer.testing import CliRunner

from tests.training.study.images import CRANIUM, rectangle
from training.dataset import DatasetError
from training.study.clip_files import read_clip_frames
from training.study.video import VideoFrame, video_figures
from training.study_commands import study_cli

HALF = (20, 10, 60, 30)  # half of CRANIUM
ELSEWHERE = (70, 60, 95, 75)


def frame(index, view="head", called="head", true=CRANIUM, shown=CRANIUM):
    """A frame of a clip of ten frames a second."""
    return VideoFrame(index / 10, view, called, skull(true), skull(shown))


def skull(box):
    return {} if box is None else {"cranium": [rectangle(box)]}


def between(index, shown=None):
    return frame(index, view="none", called="none", true=None, shown=shown)


def test_a_structure_is_first_shown_when_it_is_in_its_place():
    frames = [
        between(0),
        frame(1, shown=None),
        frame(2, shown=ELSEWHERE),
        frame(3),
        frame(4),
    ]
    assert video_figures(frames).structures["cranium"].first_s == pytest.approx(0.2)


def test_a_structure_that_never_comes_has_no_time():
    figures = video_figures([frame(0, shown=None), frame(1, shown=None)])
    assert figures.structures["cranium"].first_s is None
    assert figures.structures["cranium"].iou is None


def test_steadiness_is_the_overlap_from_frame_to_frame():
    figures = video_figures([frame(0), frame(1, shown=HALF), frame(2, shown=HALF)])
    assert figures.structures["cranium"].iou == pytest.approx((0.5 + 1) / 2)


def test_view_changes_are_counted_a_minute_beside_the_true_ones():
    called = ["head", "none", "head", "head", "neck", "neck"]
    figures = video_figures([frame(i, called=view) for i, view in enumerate(called)])
    assert figures.duration_s == pytest.approx(0.6)
    assert figures.changes_per_minute == pytest.approx(3 / 0.6 * 60)
    assert figures.true_changes_per_minute == 0


def test_a_false_overlay_that_stays_counts_once():
    shown = [None, CRANIUM, CRANIUM, None, CRANIUM, None]
    figures = video_figures([between(i, shown=box) for i, box in enumerate(shown)])
    assert figures.false_share == pytest.approx(3 / 6)
    assert figures.false_per_minute == pytest.approx(2 / 0.6 * 60)


def test_without_a_frame_between_the_views_nothing_is_said_of_them():
    figures = video_figures([frame(0), frame(1)])
    assert figures.false_share is None
    assert figures.false_per_minute is None


def instance(structure, box):
    return {"structure": structure, "mask": rectangle(box).model_dump(), "box": box, "score": 0.9}


@pytest.fixture
def clip(tmp_path):
    """Findings and truth of two frames; the truth has a header and names a landmark."""
    found = [
        {"index": i, "time_s": i / 25, "view": view, "detections": [instance("cranium", CRANIUM)]}
        for i, view in enumerate(["head", None])
    ]
    true = [
        {"index": i, "view": "head", "instances": [instance(name, CRANIUM) for name in names]}
        for i, names in enumerate([["cranium"], ["cranium", "thalami"]])
    ]
    paths = tmp_path / "found.jsonl", tmp_path / "true.jsonl"
    paths[0].write_text("\n".join(map(json.dumps, found)))
    paths[1].write_text("\n".join(map(json.dumps, [{"header": {}}, *true])))
    return paths


def test_a_clip_is_read_from_findings_and_truth(clip):
    first, second = read_clip_frames(*clip)
    assert (first.called, second.called, second.view) == ("head", "none", "head")
    assert set(second.true) == {"cranium"}


def test_files_of_different_clips_are_refused(clip):
    findings, truth = clip
    truth.write_text("\n".join(truth.read_text().splitlines()[:-1]))
    with pytest.raises(DatasetError, match="not the findings and the truth of one clip"):
        read_clip_frames(findings, truth)


def test_a_line_that_is_no_frame_is_refused(clip):
    findings, truth = clip
    with pytest.raises(DatasetError, match=r"true.jsonl, line 2: this is no frame"):
        read_clip_frames(truth, findings)


def test_the_command_prints_and_writes_the_figures(clip, tmp_path):
    result = CliRunner().invoke(study_cli, ["video", *map(str, clip), "--out", str(tmp_path / "v")])
    assert "Cranium" in result.stdout
    figures = json.loads((tmp_path / "v" / "clip-structures.json").read_text())
    row = {"clip": "found", "structure": "Cranium", "first_s": 0.0, "iou": 1.0}
    assert figures["rows"] == [row]


def test_a_report_shows_clips(clip, two_runs, tmp_path):
    files = ["--clip", str(clip[0]), "--truth", str(clip[1]), "--out", str(tmp_path / "r")]
    result = CliRunner().invoke(study_cli, ["report", str(two_runs[0]), *files])
    assert result.exit_code == 0, result.output
    (row,) = json.loads((tmp_path / "r" / "study-clips.json").read_text())["rows"]
    assert (row["clip"], row["frames"], row["false_per_minute"]) == ("found", 2, None)
    assert "Structures over the clips" in (tmp_path / "r" / "report.html").read_text()


def test_a_report_without_clips_says_so(two_runs, tmp_path):
    CliRunner().invoke(study_cli, ["report", str(two_runs[0]), "--out", str(tmp_path / "r")])
    assert "No clip was given" in (tmp_path / "r" / "report.html").read_text()


def test_a_clip_without_its_truth_is_wrong_usage(clip, two_runs, tmp_path):
    words = ["report", str(two_runs[0]), "--clip", str(clip[0]), "--out", str(tmp_path / "r")]
    assert CliRunner().invoke(study_cli, words).exit_code == 2
