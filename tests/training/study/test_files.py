import json

import numpy as np
import pytest
from pydantic import ValidationError

from tests.training.study.images import found, image, run, true
from training.dataset import DatasetError
from training.mask_runs import MaskRuns, run_lengths
from training.study.files import read_run, write_run


@pytest.fixture
def written(tmp_path):
    """A run of two images on disk."""
    path = tmp_path / "runs" / "small.jsonl"
    facts = {"patient": "p1", "route": "transvaginal", "age_days": 85, "pixel_size_mm": 0.1}
    images = [
        image("a.png", [true()], [found()], **facts),
        image("b.png", [true(has_mask=False)], unknown=("hand",), called="none"),
    ]
    write_run(run(*images, seed=3), path)
    return path


def lines_of(path):
    return path.read_text("utf-8").splitlines()


def test_a_run_is_read_as_it_was_written(written):
    again = written.with_name("again.jsonl")
    write_run(read_run(written), again)
    assert again.read_bytes() == written.read_bytes()
    assert read_run(written).seed == 3
    assert read_run(written).images[0].patient == "p1"
    assert read_run(written).images[1].true[0].mask is None


def test_a_run_cut_short_is_refused(written):
    written.write_text("\n".join(lines_of(written)[:-1]))
    with pytest.raises(DatasetError, match="has 1 of its 2 images"):
        read_run(written)


def test_a_line_that_breaks_off_is_refused_with_its_number(written):
    written.write_text(written.read_text("utf-8")[:-40])
    with pytest.raises(DatasetError, match="small.jsonl, line 3: this is no run"):
        read_run(written)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(DatasetError, match="is empty"):
        read_run(tmp_path / "empty.jsonl")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="cannot be read"):
        read_run(tmp_path / "missing.jsonl")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"view": "knee"}, 'no view "knee"'),
        ({"called": "knee"}, 'no view "knee"'),
        ({"unknown": ["beak"]}, 'no structure "beak"'),
        ({"height": 10}, "another size"),
        ({"pixel_size_mm": 0}, "greater than 0"),
        ({"name": "b.png"}, "there twice"),
        ({"found": "nothing"}, "valid array"),
    ],
)
def test_an_image_that_cannot_be_is_refused(written, change, reason):
    header, first, second = lines_of(written)
    changed = json.dumps(json.loads(first) | change)
    written.write_text("\n".join([header, changed, second]))
    with pytest.raises(DatasetError, match=reason):
        read_run(written)


@pytest.mark.parametrize("score", ["NaN", "1.5", "-0.1", '"high"'])
def test_a_score_that_is_none_is_refused(written, score):
    written.write_text(written.read_text("utf-8").replace('"score":0.9', f'"score":{score}'))
    with pytest.raises(DatasetError, match="line 2, found, 0, score"):
        read_run(written)


def test_a_mask_is_the_same_after_its_runs():
    mask = np.random.default_rng(1).random((37, 53)) < 0.4
    np.testing.assert_array_equal(MaskRuns.of(mask).full(), mask)


def test_run_lengths_alternate_from_background_column_by_column():
    mask = np.zeros((4, 5), bool)
    mask[1:3, 2] = True
    assert run_lengths(MaskRuns.of(mask).counts).tolist() == [9, 2, 9]


def test_long_and_falling_run_lengths_are_understood():
    mask = np.zeros((600, 400), bool)
    mask[10:500, 7] = mask[20:40, 300] = mask[3, 399] = True
    lengths = run_lengths(MaskRuns.of(mask).counts)
    edges = np.flatnonzero(np.diff(mask.T.ravel().astype(int))) + 1
    np.testing.assert_array_equal(lengths, np.diff([0, *edges, mask.size]))


@pytest.mark.parametrize("counts", ["", "junk", "0000000000", "zzzz", "ooooooo0", "ééé", "U3"])
def test_runs_that_do_not_cover_the_image_are_refused(counts):
    with pytest.raises(ValidationError):
        MaskRuns(size=(10, 10), counts=counts)


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(written):
    with pytest.raises(DatasetError, match="cannot be written to"):
        write_run(read_run(written), written / "below_a_file.jsonl")
