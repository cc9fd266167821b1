"""What is said of a source that gives no pictures any more."""

import pytest

from app.live import Session
from app.settings import OverlayMode
from app.ui.viewing import Viewing
from tests.fakes import FakeSource


@pytest.fixture
def view(qapp):
    """Views a source that gives nothing."""
    viewings = []

    def start(**options):
        session = Session(FakeSource())
        viewings.append(Viewing(session, OverlayMode.SYNCHRONISED, is_assessed=False, **options))
        session.start()
        return viewings[-1]

    yield start
    for viewing in viewings:
        viewing.close()


def test_of_a_card_the_scanner_and_the_cable_are_to_be_looked_at(view, qtbot):
    viewing = view()
    qtbot.waitUntil(lambda: viewing.lost_words != ())
    assert viewing.lost_words[1:] == (
        "Look at the scanner, not here.",
        "Check the cable at the capture card. Trying again.",
    )


def test_of_the_practice_phantom_there_is_neither(view, qtbot):
    viewing = view(is_drawn=True)
    qtbot.waitUntil(lambda: viewing.lost_words != ())
    assert viewing.lost_words[1:] == (
        "The practice phantom is drawn too slowly.",
        "Close other programs. It goes on by itself.",
    )
