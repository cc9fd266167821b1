import numpy as np
import pytest

from phantom.errors import PhantomError
from phantom.sample import VIEWS, sample_image
from phantom.sheet import TILE, contact_sheet, write_sheets


@pytest.fixture(scope="module")
def heads():
    return [sample_image(seed, "head") for seed in range(4)]


def test_a_sheet_shows_each_picture_bare_and_outlined_below(heads):
    sheet = contact_sheet(heads)
    assert sheet.shape == (2 * TILE[1], 4 * TILE[0], 3)
    bare, outlined = np.split(sheet, 2)
    assert (bare != outlined).any(axis=2).reshape(TILE[1], 4, -1).any(axis=(0, 2)).all()
    assert np.mean(bare == outlined) > 0.9


def test_each_view_has_a_sheet(tmp_path):
    written = write_sheets(tmp_path, seed=1)
    assert [path.stem for path in written] == list(VIEWS)
    assert all(path.read_bytes().startswith(b"\xff\xd8") for path in written)


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(PhantomError, match="choose another place"):
        write_sheets(tmp_path / "out", seed=1)
