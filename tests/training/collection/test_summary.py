import json

import pytest
from typer.testing import CliRunner

from tests.training.collection.samples import image_entry, skull
from training.collection import summarise
from training.collection.summary import NOT_GIVEN, Count, StructureCount
from training.data_commands import data_cli
from training.dataset import DatasetError


@pytest.fixture
def study(write_set):
    told = {"route": "transvaginal", "gestational_age": "12+3", "scanner_model": "WS80A"}
    images = [
        image_entry(1, patient_group="Anna", **told),
        image_entry(2, patient_group="Anna", view="neck", **told),
        image_entry(3, patient_group="Berta"),
    ]
    palate = skull(3, image=2, category_id=6, mask_source="box")
    return write_set(images, [skull(1, image=1), skull(2, image=3), palate])


def test_images_and_patients_are_counted_by_view(study):
    summary = summarise([study])
    assert summary.total == Count(3, 2)
    assert summary.views == {"head": Count(2, 2), "neck": Count(1, 1)}


def test_structures_are_counted_drawn_or_not(study):
    structures = summarise([study]).structures
    assert structures["cranium"] == StructureCount(instances=2, images=2, boxes=0)
    assert structures["palate"] == StructureCount(instances=1, images=1, boxes=1)
    assert structures["heart"] == StructureCount(0, 0, 0)


def test_route_week_and_scanner_are_counted_and_what_is_missing_is_said(study):
    summary = summarise([study])
    assert summary.routes == {"transvaginal": Count(2, 1), NOT_GIVEN: Count(1, 1)}
    assert list(summary.weeks) == ["12", NOT_GIVEN]
    assert list(summary.scanners) == ["WS80A", NOT_GIVEN]


def test_patients_that_are_not_named_are_not_counted(write_set):
    path = write_set([image_entry(1), image_entry(2, patient_group=None)], [])
    assert summarise([path]).total == Count(2, None)


def test_a_broken_record_is_refused(write_set):
    with pytest.raises(DatasetError, match="annotation 1: image_id"):
        summarise([write_set([image_entry(1)], [{"id": 1}])])


def test_the_command_prints_tables_and_writes_the_same_figures(study, tmp_path):
    out = tmp_path / "summary.json"
    result = CliRunner().invoke(data_cli, ["summary", str(study), "--json", str(out)])
    assert result.exit_code == 0
    assert "transvaginal" in result.stdout
    assert json.loads(out.read_text())["views"]["head"] == {"images": 2, "patients": 2}
