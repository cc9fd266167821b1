"""Files that appear whole or not at all."""

import errno

import pytest

from phantom.errors import PhantomError
from phantom.write import told, whole_file


@pytest.mark.parametrize("flushed", [True, False])
def test_a_file_gets_its_name_when_it_is_whole(tmp_path, flushed):
    path = tmp_path / "new" / "folder" / "film.mp4"
    with whole_file(path, flushed) as part:
        part.write_text("half")
        assert not path.exists()

    assert path.read_text() == "half"
    assert list(path.parent.iterdir()) == [path]


def test_what_was_there_stays_where_the_new_one_fails(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_text("old")

    with pytest.raises(UnicodeEncodeError), whole_file(path) as part:
        part.write_text("new \ud800", "utf-8")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_the_place_of_a_folder_is_said_in_one_sentence(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")

    with (
        pytest.raises(PhantomError, match=r"film.mp4 cannot be written to \(.*\): choose another"),
        whole_file(taken / "film.mp4"),
    ):
        pass


def test_a_full_disk_is_said_in_one_sentence(tmp_path):
    with (
        pytest.raises(PhantomError, match="no space left: free some, and run the same command"),
        told(tmp_path),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
