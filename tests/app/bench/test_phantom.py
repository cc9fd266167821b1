import json

import pytest
from rich.console import Console
from typer.testing import CliRunner

from app.bench import PhantomReport, print_phantom_report
from app.bench.report import Timing
from fetalens import cli
from inference.machine import Machine


@pytest.fixture
def report() -> PhantomReport:
    return PhantomReport(
        machine=Machine("Linux", "Some CPU", 2, None, {"PyTorch": 2}, {"numpy": "2"}, 0.1),
        live=Timing(20.0, 25.0, 50.0, 300),
        with_truth=Timing(40.0, 45.0, 25.0, 300),
        reading=Timing(2.0, 3.0, 500.0, 300),
        live_times_reading=0.1,
        images_per_s={1: 20.0, 2: 38.0},
        two_workers_times_one=1.9,
    )


def test_the_table_says_what_is_reached(report):
    console = Console(width=80)
    with console.capture() as shown:
        print_phantom_report(report, console)
    lines = shown.get().splitlines()

    assert any("live, 640 x 480" in line and "25, reached" in line for line in lines)
    assert any("2 workers" in line and "40, not reached" in line for line in lines)


def test_the_json_holds_every_figure(report):
    written = json.loads(json.dumps(report.to_json()))

    assert written["live"]["per_s"] == 50.0
    assert written["images_per_s"]["2"] == 38.0
    assert written["machine"]["cpu"] == "Some CPU"


@pytest.mark.timeout(300)  # ten seconds where nothing else runs
def test_the_command_measures_and_writes_all_of_it(tmp_path):
    out = tmp_path / "figures.json"
    result = CliRunner().invoke(cli, ["bench", "phantom", "--quick", "--json", str(out)])
    figures = json.loads(out.read_text("utf-8"))

    assert result.exit_code == 0, result.output
    assert figures["live"]["per_s"] > 1
    assert figures["images_per_s"]["2"] > 1
    assert "training, 2 workers" in result.stdout
