"""An ablation, as small as can be: four options, one seed, four steps, sixteen pictures."""

from hashlib import sha256

import pytest
from typer.testing import CliRunner

import resources
from fetalens import cli
from inference.rules import Rules
from inference.yolact.checkpoint import read_card, verify
from inference.yolact.config import light_config
from training.dataset import DatasetError
from training.loop import TrainingSettings
from training.sets import LabelledSet
from training.study.ablation import AblationConfig
from training.study.config import load_as
from training.study.files import read_run
from training.study.options import OPTIONS, Variant

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # Lightning's advice and its own internals
    pytest.mark.timeout(300),
]
ABLATION = """
seeds = [0]
split = "image"
options = ["p2", "soft-nms", "cardinality", "ensemble"]
phantom = { count = 16, seed = 3 }
network = { steps = 4, batch = 2, image_size = 96 }
"""


def test_options_stand_beside_the_network_without_any(tmp_path):
    config, out = tmp_path / "ablation.toml", tmp_path / "out"
    config.write_text(ABLATION)
    arguments = ["study", "ablate", "--config", str(config), "--out", str(out)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    rows = (out / "ablation.csv").read_text().splitlines()
    names = ["p2", "soft-nms", "cardinality", "ensemble"]
    assert [row.split(",")[0] for row in rows] == ["option", "baseline", *names]
    assert rows[1].split(",")[5] == "1.0"
    options = out / "options"
    p2 = read_card(options / "p2" / "seed0" / "p2.safetensors").config
    soft = read_card(options / "soft-nms" / "seed0" / "soft-nms.safetensors")
    plain = read_card(options / "baseline" / "seed0" / "baseline.safetensors")
    assert p2.finest_level == 2
    assert (soft.config, soft.rules.nms, plain.rules.nms) == (plain.config, "soft", "per_class")
    members = [
        verify(options / "baseline" / "seed0" / "baseline.safetensors"),
        verify(options / "ensemble" / "seed0" / "member1000" / "ensemble.safetensors"),
    ]
    together = read_run(options / "ensemble" / "seed0" / "ensemble-seed0.jsonl")
    assert together.model_hash == sha256(" ".join(members).encode()).hexdigest()


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_changes_something(name, disc, tmp_path):
    rings = [disc(radius=radius) for radius in range(20, 100)]
    plain = Variant(light_config(("cranium",), 96), Rules(), TrainingSettings(4))
    changed = OPTIONS[name](plain, [LabelledSet(tmp_path, 1.0, rings)])
    assert changed != plain


def test_the_ablation_that_ships_names_every_option():
    shipped = load_as(AblationConfig, resources.ROOT / "study" / "ablation.toml")
    assert set(shipped.options) == set(OPTIONS)


def test_an_option_that_is_none_is_told(tmp_path):
    path = tmp_path / "ablation.toml"
    path.write_text(ABLATION.replace("p2", "p1"))
    with pytest.raises(DatasetError, match=r"ablation.toml: options"):
        load_as(AblationConfig, path)
