"""F12 dims the window around the picture, and what is written there stays readable."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.settings import LabelMode
from app.ui import theme
from app.ui.key_sheet import KeySheet
from app.ui.overlay_style import OverlayStyle
from app.ui.status import AiState
from tests.app.ui.hand import well
from tests.app.ui.test_theme import SURFACES, luminance_of


@pytest.fixture
def still(replay, qtbot):
    """A window on which nothing changes by itself: the clip is paused, with its overlay."""
    replay.station.drawing.set_style(OverlayStyle(labels=LabelMode.NONE))
    QTest.keyClick(replay.windowHandle(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: is_settled(replay))
    replay.reporting.show_status(replay.station.status())
    QCoreApplication.sendPostedEvents()  # words have changed: lay them out
    return replay


def is_settled(window):
    shown, status = window.station.shown, window.station.status()
    is_here = shown.frame.index == window.station.viewing.playback.frame_index
    is_listed = window.examining.listing.group == "head"  # opens by itself
    return is_here and is_listed and shown.is_exact and status.ai is AiState.ON


def dim(window):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F12)


def around(window):
    """Mean luminance beside the picture."""
    luminance, well = luminance_of(window.grab().toImage()), window.covering.picture_area()
    luminance[well.top() : well.bottom() + 1, well.left() : well.right() + 1] = 0.0
    return luminance.mean()


def ink(widget):
    return widget.palette().color(widget.foregroundRole()).name()


def label(window, text):
    return next(label for label in window.findChildren(QLabel) if label.text() == text)


def dimmed(colour, share):
    """The colour as it comes out below the shade."""
    channels = (round(int(colour[i : i + 2], 16) * share) for i in (1, 3, 5))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def test_each_press_dims_all_but_the_picture(still):
    before = well(still), around(still)
    dim(still)
    first = well(still), around(still)
    dim(still)
    second = well(still), around(still)
    assert before[0] == first[0] == second[0]
    assert before[1] > first[1] > second[1]


def test_the_third_press_makes_it_as_it_was(still):
    before = still.grab().toImage()
    dim(still)
    dim(still)
    dim(still)
    assert still.grab().toImage() == before


def test_quiet_texts_become_brighter_as_the_window_is_dimmed(still):
    note, word = label(still, "Research use, not for diagnosis"), label(still, "Structures")
    before = ink(note), ink(word)
    dim(still)
    first = ink(note), ink(word)
    dim(still)
    assert before == (theme.TEXT3, theme.TEXT2)
    assert first == (theme.TEXT2, theme.TEXT2)
    assert (ink(note), ink(word)) == (theme.TEXT, theme.TEXT)


def test_words_of_quiet_buttons_become_brighter_too(still):
    health = next(b for b in still.findChildren(QPushButton) if b.text() == "Health")
    before = health.palette().buttonText().color().name()
    dim(still)
    dim(still)
    assert (before, health.palette().buttonText().color().name()) == (theme.TEXT2, theme.TEXT)


def test_the_sheet_of_keys_is_dimmed_also_where_it_lies_over_the_picture(still):
    QTest.keyClick(still.windowHandle(), Qt.Key.Key_F1)
    sheet = still.findChild(KeySheet)
    middle = sheet.mapTo(still, QPoint(8, sheet.height() // 2))
    before = still.grab().toImage().pixelColor(middle)
    dim(still)
    assert still.grab().toImage().pixelColor(middle).lightness() < before.lightness()


def test_the_shade_is_out_of_the_hand_s_way(still):
    dim(still)
    health = next(b for b in still.findChildren(QPushButton) if b.text() == "Health")
    place = health.mapTo(still, health.rect().center())
    QTest.mouseClick(still.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert health.isChecked()


@pytest.mark.parametrize("surface", [*SURFACES, theme.HOVER])
@pytest.mark.parametrize("share", theme.DIMMINGS[1:])
def test_dimmed_text_is_readable_on_every_surface(share, surface):
    quiet, note = theme.INKS[share]
    ground = dimmed(surface, share)
    assert theme.contrast(dimmed(quiet, share), ground) >= 5.0
    assert theme.contrast(dimmed(note, share), ground) >= 5.0
