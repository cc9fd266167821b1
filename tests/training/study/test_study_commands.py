import csv
import json
import re

import pytest
from typer.testing import CliRunner

from training.dataset import DatasetError
from training.study.files import read_run
from training.study_commands import study_cli


def call(*words):
    result = CliRunner().invoke(study_cli, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def reported(two_runs, tmp_path_factory):
    """The report of two runs, as files."""
    folder = tmp_path_factory.mktemp("report")
    call("report", *two_runs, "--out", folder)
    return folder


def table(folder, name):
    with (folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_model_is_tested_into_a_run(guessing_model, coco_folder, tmp_path):
    out = tmp_path / "run.jsonl"
    result = call("evaluate", guessing_model, "--data", coco_folder, "--out", out, "--seed", 2)
    assert "run.jsonl (2 images)" in result.stdout
    assert read_run(out).seed == 2


def test_two_models_are_asked_together(guessing_model, coco_folder, tmp_path):
    alone, both = tmp_path / "alone.jsonl", tmp_path / "both.jsonl"
    call("evaluate", guessing_model, "--data", coco_folder, "--out", alone)
    call("evaluate", guessing_model, guessing_model, "--data", coco_folder, "--out", both)
    one, two = read_run(alone), read_run(both)
    assert two.model == "guessing + guessing"
    assert two.cost.parameters == 2 * one.cost.parameters
    assert 0 < len(two.images[0].found) <= len(one.images[0].found)


def test_a_missing_model_is_told_in_a_sentence(coco_folder, tmp_path):
    from inference.yolact.checkpoint import ModelError

    with pytest.raises(ModelError):
        call(
            "evaluate", tmp_path / "no.safetensors", "--data", coco_folder, "--out", tmp_path / "r"
        )


def test_a_report_without_runs_is_wrong_usage():
    assert call("report", "--out", "x").exit_code == 2


def test_a_run_that_is_none_is_refused(coco_folder, tmp_path):
    with pytest.raises(DatasetError, match="this is no run of the study"):
        call("report", coco_folder, "--out", tmp_path / "report")
    assert not (tmp_path / "report").exists()


def test_the_report_needs_nothing_else(reported):
    page = (reported / "report.html").read_text("utf-8")
    addresses = re.findall(r'(?:src|href)="([^"]{1,20})', page)
    assert addresses
    assert all(address.startswith(("data:image/", "#")) for address in addresses)
    assert not re.search(r"@import|url\(|<script|<link", page)


def test_table_3_counts_each_image_once_a_run(reported):
    rows = {row["structure"]: row for row in table(reported, "model1-table3-box")}
    cranium = rows["Cranium"]
    assert [cranium[key] for key in ("tp", "fp", "fn", "tn")] == ["3", "0", "1", "0"]
    assert cranium["recall"] == "0.75"
    assert rows["Heart"]["accuracy"] == "n/a"


def test_table_4_has_mean_and_deviation_over_the_seeds(reported):
    rows = {row["structure"]: row for row in table(reported, "model1-table4")}
    assert float(rows["Cranium"]["box"]) == pytest.approx((1 + 51 / 101) / 2)
    assert float(rows["Cranium"]["box_sd"]) == pytest.approx((50 / 101) / 2**0.5)
    assert float(rows["Cranium"]["box_low"]) <= float(rows["Cranium"]["box"])
    assert float(rows["Mean"]["area"]) == pytest.approx((1 + (1 + 51 / 101) / 2) / 2)


def test_the_views_are_counted_over_the_runs(reported):
    rows = {row["true"]: row for row in table(reported, "model1-views")}
    assert (rows["head"]["head"], rows["head"]["none"], rows["none"]["head"]) == ("3", "1", "2")
    (model,) = table(reported, "study-models")
    assert float(model["view_accuracy"]) == pytest.approx((3 / 3 + 2 / 3) / 2)


def test_every_table_is_there_as_json_too(reported):
    document = json.loads((reported / "report.json").read_text("utf-8"))
    names = {path.stem for path in reported.glob("*.csv")}
    assert set(document) == names == {path.stem for path in reported.glob("*.json")} - {"report"}


def test_a_name_with_angle_brackets_stays_text(two_runs, tmp_path):
    odd = tmp_path / "odd.jsonl"
    odd.write_text(two_runs[0].read_text().replace('"small"', '"<b>small</b>"', 1))
    call("report", odd, "--out", tmp_path / "report")
    assert "<b>small" not in (tmp_path / "report" / "report.html").read_text("utf-8")


def test_what_has_no_truth_is_not_said_to_be_missed_never(reported):
    rows = {row["structure"]: row for row in table(reported, "model1-errors")}
    assert [rows["Cranium"][key] for key in ("right", "missed")] == ["3", "1"]
    assert [rows["Heart"][key] for key in ("right", "missed")] == ["n/a", "n/a"]
    assert rows["Heart"]["background"] == "0"


def test_subgroups_are_told_with_their_numbers(reported):
    rows = {row["value"]: row for row in table(reported, "model1-subgroups")}
    assert rows["transvaginal"]["images"] == "1"
    assert rows["12"]["images"] == "2"
    assert float(rows["transabdominal"]["view_accuracy"]) == 0.5


def test_examples_are_shown_where_the_pictures_are_given(guessing_model, coco_folder, tmp_path):
    run = tmp_path / "run.jsonl"
    call("evaluate", guessing_model, "--data", coco_folder, "--out", run)
    call("report", run, "--data", coco_folder, "--out", tmp_path / "report")
    page = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert page.count("data:image/png") == 2
    assert "ML midline with falx" in page
    (row,) = table(tmp_path / "report", "study-comparison")
    assert int(row["parameters"]) > 0


def test_measured_paces_stand_in_the_comparison(two_runs, tmp_path):
    paces = tmp_path / "paces.json"
    paces.write_text('[{"model": "small", "device": "two cores", "network": 20.5}]')
    call("report", two_runs[0], "--measured", paces, "--out", tmp_path / "report")
    (row,) = table(tmp_path / "report", "study-comparison")
    assert (row["device"], row["network"], row["end_to_end"]) == ("two cores", "20.5", "n/a")


def test_runs_of_different_images_are_refused_in_one_sentence(two_runs, tmp_path):
    lines = two_runs[1].read_text().splitlines()
    other = tmp_path / "other.jsonl"
    other.write_text("\n".join([lines[0].replace('"images":4', '"images":3'), *lines[1:-1]]))
    with pytest.raises(DatasetError, match=r"seed0.jsonl and other.jsonl were made on different"):
        call("report", two_runs[0], other, "--out", tmp_path / "report")


def test_a_folder_that_is_a_file_is_told_in_a_sentence(two_runs):
    with pytest.raises(DatasetError, match="cannot be written to"):
        call("report", two_runs[0], "--out", two_runs[1])


def test_the_same_runs_give_the_same_report(two_runs, reported, tmp_path):
    call("report", *two_runs, "--out", tmp_path / "again")
    pages = [(folder / "report.html").read_bytes() for folder in (reported, tmp_path / "again")]
    assert pages[0] == pages[1]
