import json
from dataclasses import replace

import pytest
from rich.console import Console

from inference.machine import Machine
from inference.yolact.config import light_config
from training.bench import (
    BATCH,
    TrainingReport,
    TrainingSpeed,
    measure_training,
    print_training_report,
)


@pytest.fixture
def report():
    return TrainingReport(
        machine=Machine("Linux", "Some CPU", 2, None, {"PyTorch": 2}, {"numpy": "2"}, 0.1),
        network=TrainingSpeed("light", 384, BATCH, 40, 16.0, 2.5),
        baseline=TrainingSpeed("ResNet-50, eager", 550, BATCH, 4, 0.8, 9.1),
        times_baseline=20.0,
    )


def printed(report):
    console = Console(width=100)
    with console.capture() as shown:
        print_training_report(report, console)
    return shown.get()


def test_the_table_has_both_networks_and_the_ratio(report):
    lines = printed(report).splitlines()
    assert any("light, 384 px" in line and "16.00" in line and "20" in line for line in lines)
    assert any("ResNet-50, eager, 550 px" in line and "9.10" in line for line in lines)


def test_memory_above_its_goal_is_said(report):
    assert "2.50 GiB at most, within 8 GiB" in printed(report)
    heavy = replace(report, network=replace(report.network, peak_gib=8.2))
    assert "8.20 GiB at most, above 8 GiB" in printed(heavy)


def test_the_json_holds_every_figure(report):
    written = json.loads(json.dumps(report.to_json()))
    assert written["network"]["images_per_s"] == 16.0
    assert written["machine"]["cpu"] == "Some CPU"


@pytest.mark.filterwarnings("ignore")  # Lightning's advice about workers and its own internals
def test_a_network_is_trained_and_timed(coco_folder):
    config = light_config(("cranium",), 96)  # of two that the folder shows
    speed = measure_training("light", config, coco_folder, steps=2)
    assert (speed.image_size, speed.batch, speed.steps) == (96, BATCH, 2)
    assert speed.images_per_s > 0
