import pytest

from tests.training.study.images import found, image, run, true
from training.dataset import DatasetError
from training.study.comparable import read_models
from training.study.files import write_run


@pytest.fixture
def on_disk(tmp_path):
    """Writes runs and gives their paths."""

    def write(**runs):
        for name, one in runs.items():
            write_run(one, tmp_path / f"{name}.jsonl")
        return [tmp_path / f"{name}.jsonl" for name in runs]

    return write


def test_runs_of_one_model_stand_together_by_seed(on_disk):
    images = [image("a.png", [true()], [found()])]
    paths = on_disk(
        late=run(*images, seed=1), other=run(*images, model="large"), early=run(*images, seed=0)
    )
    models = read_models(paths)
    assert [model.name for model in models] == ["small", "large"]
    assert [one.seed for one in models[0].runs] == [0, 1]


def test_the_order_of_the_images_does_not_matter(on_disk):
    first, second = image("a.png", [true()], [found()]), image("b.png")
    paths = on_disk(one=run(first, second), two=run(second, first, seed=1))
    (model,) = read_models(paths)
    assert model.runs[0].images == model.runs[1].images


def test_runs_of_different_images_are_refused(on_disk):
    paths = on_disk(one=run(image("a.png")), two=run(image("b.png"), seed=1))
    with pytest.raises(DatasetError, match=r"one.jsonl and two.jsonl were made on different"):
        read_models(paths)


def test_runs_of_different_truth_are_refused(on_disk):
    paths = on_disk(one=run(image("a.png", [true()])), two=run(image("a.png"), seed=1))
    with pytest.raises(DatasetError, match="different test images"):
        read_models(paths)


def test_a_run_given_twice_is_refused(on_disk):
    (path,) = on_disk(one=run(image("a.png")))
    copy = path.with_name("copy.jsonl")
    copy.write_bytes(path.read_bytes())
    with pytest.raises(DatasetError, match=r"one.jsonl and copy.jsonl are both small with seed 0"):
        read_models([path, copy])


def test_the_same_path_twice_is_refused(on_disk):
    (path,) = on_disk(one=run(image("a.png")))
    with pytest.raises(DatasetError, match="are both small with seed 0"):
        read_models([path, path])


def test_a_run_without_images_is_refused(on_disk):
    with pytest.raises(DatasetError, match="no image to report on"):
        read_models(on_disk(none=run()))
