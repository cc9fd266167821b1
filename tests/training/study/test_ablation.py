"""An ablation, as small as can be: two options, one seed, four steps, sixteen pictures."""

import pytest
from typer.testing import CliRunner

import resources
from fetalens import cli
from inference.rules import Rules
from inference.yolact.checkpoint import read_card
from inference.yolact.config import light_config
from training.dataset import DatasetError
from training.loop import TrainingSettings
from training.sets import LabelledSet
from training.study.ablation import OPTIONS, AblationConfig, Variant
from training.study.config import load_as

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # Lightning's advice and its own internals
    pytest.mark.timeout(300),
]
ABLATION = """
seeds = [0]
split = "image"
options = ["p2", "soft-nms"]
phantom = { count = 16, seed = 3 }
network = { steps = 4, batch = 2, image_size = 96 }
"""


def test_two_options_stand_beside_the_network_without_any(tmp_path):
    config, out = tmp_path / "ablation.toml", tmp_path / "out"
    config.write_text(ABLATION)
    arguments = ["study", "ablate", "--config", str(config), "--out", str(out)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    rows = (out / "ablation.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["option", "baseline", "p2", "soft-nms"]
    assert rows[1].split(",")[5] == "1.0"
    options = out / "options"
    p2 = read_card(options / "p2" / "seed0" / "p2.safetensors").config
    soft = read_card(options / "soft-nms" / "seed0" / "soft-nms.safetensors")
    plain = read_card(options / "baseline" / "seed0" / "baseline.safetensors")
    assert p2.finest_level == 2
    assert (soft.config, soft.rules.nms, plain.rules.nms) == (plain.config, "soft", "per_class")


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_changes_something(name, disc, tmp_path):
    rings = [disc(radius=radius) for radius in range(20, 100)]
    plain = Variant(light_config(("cranium",), 96), Rules(), TrainingSettings(4))
    changed = OPTIONS[name](plain, [LabelledSet(tmp_path, 1.0, rings)])
    before = (plain.config, plain.rules, plain.settings)
    assert (changed.config, changed.rules, changed.settings) != before


def test_the_ablation_that_ships_names_every_option():
    shipped = load_as(AblationConfig, resources.ROOT / "study" / "ablation.toml")
    assert set(shipped.options) == set(OPTIONS)


def test_an_option_that_is_none_is_told(tmp_path):
    path = tmp_path / "ablation.toml"
    path.write_text(ABLATION.replace("p2", "p1"))
    with pytest.raises(DatasetError, match=r"ablation.toml: options"):
        load_as(AblationConfig, path)
