"""Heads of known circumference: how files name them, and what the shipped network measures."""

import json

import pytest
from rich.console import Console

from app.bench.heads import (
    HeadError,
    HeadReport,
    HeadRow,
    print_heads_report,
    read_heads,
    run_heads_bench,
    summary,
)


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")
    return path


def errors_of(report):
    (rows,) = report.sets.values()
    return [row.error_percent for row in rows if row.error_percent is not None]


def test_notes_name_pictures_beside_them(tmp_path):
    notes = {"a.dcm": {"head_circumference_mm": 70}, "b.dcm": {"source": "b.jpg"}}
    folder, heads = read_heads(write(tmp_path / "notes.json", notes))
    assert folder == tmp_path
    assert [(head.file_name, head.head_circumference_mm) for head in heads] == [("a.dcm", 70)]


def test_coco_names_pictures_of_the_folder_beside_its_own(tmp_path):
    images = [{"file_name": "a.png", "head_circumference_mm": 70, "pixel_size_mm": 0.1}]
    folder, heads = read_heads(write(tmp_path / "annotations" / "val.json", {"images": images}))
    assert folder == tmp_path / "images"
    assert heads[0].pixel_size_mm == 0.1


@pytest.mark.parametrize(
    "content", [[1], {"a.png": {"head_circumference_mm": 0}}, {"images": [{"file_name": 3}, 4]}, 7]
)
def test_a_file_that_names_no_heads_is_told_as_such(tmp_path, content):
    with pytest.raises(HeadError, match="does not say of pictures how large their heads are"):
        read_heads(write(tmp_path / "notes.json", content))


def test_a_file_that_is_not_there_is_told_as_such(tmp_path):
    with pytest.raises(HeadError, match="does not say"):
        read_heads(tmp_path / "none.json")


def test_without_heads_the_command_says_what_it_wants():
    with pytest.raises(HeadError, match="--heads"):
        run_heads_bench([])


def test_the_summary_counts_what_was_not_measured():
    rows = (HeadRow("a", 100, 102), HeadRow("b", 100, 97), HeadRow("c", 100, None, "cut off"))
    assert summary(rows) == (
        "2 of 3 heads measured: error of HC median 2.50 %, mean 2.50 %, largest 3.00 % "
        "(goal reached: median 3 %)."
    )
    assert summary(rows[2:]) == "None of 1 heads was measured."


def test_the_report_names_each_head(capsys):
    report = HeadReport("ab", {"x": (HeadRow("a", 100, 102), HeadRow("c", 100, None, "cut off"))})
    print_heads_report(report, Console(width=120))
    printed = capsys.readouterr().out
    assert "+2.0" in printed
    assert "cut off" in printed
    assert report.to_json()["sets"]["x"][0]["error_percent"] == pytest.approx(2)


def test_calibrated_real_heads_are_measured_within_three_percent(real_data):
    errors = errors_of(run_heads_bench([real_data / "dicom" / "notes.json"]))
    assert len(errors) == 3
    assert sorted(abs(error) for error in errors)[1] < 3


def test_real_heads_of_the_first_trimester_are_measured_within_three_percent(real_data):
    file = real_data / "hc18_first_trimester" / "annotations" / "val.json"
    errors = sorted(abs(error) for error in errors_of(run_heads_bench([file])))
    assert len(errors) > 20
    assert errors[len(errors) // 2] < 3
