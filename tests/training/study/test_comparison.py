import pytest

from tests.training.study.images import found, image, run, true
from training.dataset import DatasetError
from training.study.comparable import Model
from training.study.comparison import Measured, comparison_table, read_measured
from training.study.precision import precision_table
from training.study.stored import Cost


@pytest.fixture
def models():
    cost = Cost(parameters=1000, gflops=1.5)
    one = run(image("a.png", [true()], [found()])).model_copy(update={"cost": cost})
    return [Model("small", (one,)), Model("large", (one.model_copy(update={"cost": None}),))]


@pytest.fixture
def precisions(models):
    return {model.name: precision_table(model.runs) for model in models}


def test_a_model_has_a_row_for_each_device(models, precisions):
    measured = [
        Measured(model="small", device="two cores", network=20.0, end_to_end=14.0),
        Measured(model="small", device="a GPU", network=200.0),
    ]
    first, second, third = comparison_table(models, precisions, measured).printed()
    assert first[0] == second[0] == "small"
    assert first[5:] == ["1000", "1.50", "two cores", "20.0", "14.0"]
    assert second[7:] == ["a GPU", "200.0", "n/a"]
    assert third[5:] == ["n/a"] * 5


def test_a_pace_of_an_unknown_model_is_refused(models, precisions):
    with pytest.raises(DatasetError, match="measured pace of middle, but no run"):
        comparison_table(models, precisions, [Measured(model="middle", device="x")])


@pytest.mark.parametrize(
    "text", ["", "{}", '[{"model": "small", "device": "x", "network": -1}]', '[{"model": "small"}]']
)
def test_paces_that_cannot_be_are_refused(tmp_path, text):
    path = tmp_path / "paces.json"
    path.write_text(text)
    with pytest.raises(DatasetError, match=r"paces.json is not a list of model"):
        read_measured(path)


def test_missing_paces_are_refused(tmp_path):
    with pytest.raises(DatasetError, match="cannot be read"):
        read_measured(tmp_path / "none.json")
