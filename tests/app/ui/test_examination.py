"""A whole examination of the practice phantom, by keys and mouse, with the weights that ship."""

import av
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.exam import ItemStatus
from app.ui.patient_window import PatientWindow
from app.ui.settings_page import SettingsPage
from app.ui.thumbnails import Thumbnail
from inference.analyzer import load_analyzer
from tests.app.ui.hand import press

PATIENCE_MS = 90_000  # the phantom goes from view to view at its own pace
VIEWS_SEEN = 3
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def practice(qtbot, open_window):
    """The window on the practice phantom, whose examination goes by itself."""
    window = open_window(load_analyzer)
    window.resize(1280, 800)
    window.station.open("phantom?age=12+3&position=supine&head=right&seed=2")
    qtbot.waitUntil(lambda: window.station.ai.model is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=PATIENCE_MS)
    return window


def exam(window):
    return window.examining.listing.exam


def kept(window, pattern):
    """Files on the disk, whole."""
    return sorted(window.station.settings.pictures_folder.glob(pattern))


def test_an_examination_from_the_first_view_to_the_hand_out(qtbot, practice):
    def wait(is_so):
        qtbot.waitUntil(lambda: bool(is_so()), timeout=PATIENCE_MS)

    views = set()

    def has_seen_enough():
        view = practice.station.view
        if view is not None and view[0].view is not None:
            views.add(view[0].view.id)
        return len(views) >= VIEWS_SEEN and exam(practice).count(ItemStatus.MODEL_SEEN) > 0

    # The model sees views and items. It confirms nothing: a person does, by one key.
    wait(has_seen_enough)
    assert exam(practice).count(ItemStatus.CONFIRMED) == 0
    press(practice, Key.Key_Down)

    def has_confirmed():  # right after a change of view a press does not count
        press(practice, Key.Key_Return)
        return exam(practice).count(ItemStatus.CONFIRMED) > 0

    wait(has_confirmed)

    # The operator knows better which view it is, and takes it back.
    press(practice, Key.Key_F4)
    assert exam(practice).operator == "thorax"
    press(practice, Key.Key_F9)
    assert exam(practice).operator is None

    # What has passed already is kept as a clip, with its findings.
    press(practice, Key.Key_1)
    wait(lambda: kept(practice, "clip*.jsonl"))
    with av.open(str(kept(practice, "clip*.mp4")[0])) as clip:
        assert clip.streams.video[0].frames > 10
    assert kept(practice, "clip*.jsonl")[0].read_text("utf-8").count("\n") > 3

    # A picture that met all criteria has kept itself; accepted, it comes to the disk as a pair.
    wait(lambda: any(t.isVisible() for t in practice.findChildren(Thumbnail)))
    assert not kept(practice, "still*.png")
    press(practice, Key.Key_A)
    press(practice, Key.Key_Return)
    wait(lambda: len(kept(practice, "still*.png")) == 2)
    with Image.open(kept(practice, "still*overlay.png")[0]) as picture:
        assert "Practice phantom" in picture.text["Comment"]
    press(practice, Key.Key_A)

    # The patient sees what the operator sends, and nothing before.
    press(practice, Key.Key_P)
    wait(lambda: practice.findChild(PatientWindow).isVisible())
    assert practice.explaining.sending.scene is None
    press(practice, Key.Key_Space)
    press(practice, Key.Key_I)
    assert practice.explaining.sending.scene is not None
    press(practice, Key.Key_P)
    assert not practice.findChild(PatientWindow).isVisible()

    # The window speaks another language at a press of the mouse.
    press(practice, Key.Key_Comma, CTRL)
    page = practice.findChild(SettingsPage)
    korean = next(b for b in page.findChildren(QAbstractButton) if b.text() == "한국어")
    QTest.mouseClick(korean, Qt.MouseButton.LeftButton)
    assert practice.station.drawing.style.language == "ko"
    assert practice.settings_now().language == "ko"
