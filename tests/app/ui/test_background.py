"""Work done aside: what it says, and what it keeps out of the log."""

import pytest
from PySide6.QtCore import QObject

from app.ui.background import Errand
from app.video import SourceError

ADDRESS = "rtsp://doctor:secret@10.0.0.7/live"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(SourceError(ADDRESS), ADDRESS), (ValueError(ADDRESS), "It could not be opened.")],
    ids=["expected", "unforeseen"],
)
def test_an_errand_that_fails_says_so_and_keeps_the_words_out_of_the_log(
    qtbot, caplog, error, sentence
):
    def fail():
        raise error

    owner = QObject()
    errand = Errand(fail, (SourceError,), "It could not be opened.", owner)
    with qtbot.waitSignal(errand.failed) as failed:
        errand.start()
    errand.join()
    assert failed.args == [sentence]
    assert type(error).__name__ in caplog.text
    assert "secret" not in caplog.text
