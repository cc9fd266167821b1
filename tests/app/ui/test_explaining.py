"""The patient sees what the operator sends, in plain words, and nothing by itself."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from app.settings import PatientSettings, Settings
from app.ui.handout_page import HandoutPage
from app.ui.patient_panel import PatientPanel
from app.ui.patient_scene import Pace
from app.ui.patient_window import PatientWindow
from inference.types import Screen
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.pictures import Ellipse
from tests.app.ui.test_main_window import button, press

FAN = ((60, 10), (420, 10), (420, 350), (60, 350))
NECK = (
    Ellipse("palate", (240, 190), (40, 20)),
    Ellipse("nuchal_translucency", (300, 250), (40, 12)),
    Ellipse("nasal_bone", (200, 120), (20, 8)),
)
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class FanAnalyzer(HeadAnalyzer):
    """Knows where the fan is."""

    def analyze(self, frame):
        return replace(super().analyze(frame), screen=Screen(fan=FAN))


@pytest.fixture
def show(qtbot, open_window, clip, tmp_path):
    """A window that plays the clip, and what is found in it."""

    def start(analyzer=FanAnalyzer, **patient):
        settings = Settings(pictures_folder=tmp_path / "stills", patient=PatientSettings(**patient))
        window = open_window(analyzer, settings)
        window.station.open(str(clip))
        qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
        return window

    return start


@pytest.fixture
def window(show):
    return show()


def patient(window):
    return window.findChild(PatientWindow)


def picture(window):
    return window.explaining.scene.picture


def is_dark(window):
    """Whether the patient's window is black all over."""
    image = patient(window).grab().toImage()
    black = image.copy()
    black.fill(Qt.GlobalColor.black)
    return image == black


def page(window):
    return window.findChild(HandoutPage)


def words_of(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def tick(window, text):
    return next(box for box in page(window).findChildren(QCheckBox) if box.text() == text)


def test_the_patient_window_opens_at_a_key_black_and_closes_at_it(window):
    assert not patient(window).isVisible()
    press(window, Qt.Key.Key_P)
    assert patient(window).isVisible()
    assert is_dark(window)
    press(window, Qt.Key.Key_P)
    assert not patient(window).isVisible()


def test_a_picture_alone_does_not_come_by_itself(window, qtbot):
    press(window, Qt.Key.Key_P)
    before = window.station.shown.frame
    qtbot.waitUntil(lambda: window.station.shown.frame is not before)
    assert window.explaining.scene is None


def test_this_picture_stands_while_the_operator_s_goes_on(window, qtbot):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    sent = window.explaining.scene
    qtbot.waitUntil(lambda: window.station.shown.frame is not sent.picture.frame)
    assert window.explaining.scene is sent
    assert sent.pace is Pace.PAUSED
    qtbot.waitUntil(lambda: not is_dark(window))


def test_live_follows_the_operator_with_each_frame_s_own_overlay(window, qtbot):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I, SHIFT)
    first = picture(window)
    qtbot.waitUntil(lambda: picture(window).frame is not first.frame)
    now = window.explaining.scene
    assert now.picture.findings.frame is now.picture.frame
    assert now.pace is Pace.RECORDED


def test_black_and_back_to_what_was_shown(window, qtbot):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    sent = picture(window)
    press(window, Qt.Key.Key_B)
    assert window.explaining.scene is None
    qtbot.waitUntil(lambda: is_dark(window))
    press(window, Qt.Key.Key_B)
    assert picture(window) is sent


def test_what_stands_outside_of_the_fan_is_not_shown(window):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    sent = picture(window)
    assert sent.area == (60, 10, 421, 351)
    assert sent.crop.pixels.shape == (341, 361, 3)


def test_without_a_fan_nothing_is_shown_and_the_operator_reads_why(show):
    window = show(HeadAnalyzer)
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    assert window.explaining.scene is None
    assert window.message.startswith("The patient sees nothing")


def test_screening_markers_are_shown_only_when_switched_on_for_this_picture(show):
    window = show(lambda: FanAnalyzer(NECK, view="neck"))
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    assert [s.id for s in picture(window).structures] == ["palate"]
    press(window, Qt.Key.Key_E)
    tick(window, "Nuchal translucency").click()
    assert {s.id for s in picture(window).structures} == {"palate", "nuchal_translucency"}
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_I)
    assert [s.id for s in picture(window).structures] == ["palate"]


def test_the_view_that_the_operator_set_is_the_patient_s(window):
    press(window, Qt.Key.Key_F4)
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    assert picture(window).view.id == "thorax"
    assert picture(window).structures == ()  # a head's belong to no chest


def test_an_overlay_that_is_off_is_off_for_the_patient(window):
    press(window, Qt.Key.Key_O)
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    assert picture(window).findings is None


def test_another_source_is_not_live_by_itself(window, qtbot, clip):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I, SHIFT)
    with qtbot.waitSignal(window.station.source_changed):
        window.station.open(str(clip))
    assert window.explaining.scene is None


def test_a_new_examination_forgets_the_pictures_and_undo_brings_them_back(window):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_Return)  # a word, so that there is something to undo
    chosen = window.explaining.choices
    press(window, Qt.Key.Key_N, CTRL | SHIFT)
    assert window.explaining.choices == ()
    assert window.explaining.scene is None
    assert is_dark(window)
    assert len(chosen) == 1


def test_an_unplugged_monitor_closes_the_window_and_the_operator_reads_one_line(window, qapp):
    press(window, Qt.Key.Key_P)
    monitor = QGuiApplication.primaryScreen()
    patient(window).stand_on(monitor)
    qapp.screenRemoved.emit(monitor)
    assert not patient(window).isVisible()
    assert window.message.startswith("The patient's monitor was unplugged")


def test_another_monitor_s_unplugging_is_of_no_concern(window, qapp):
    press(window, Qt.Key.Key_P)
    qapp.screenRemoved.emit(QGuiApplication.primaryScreen())
    assert patient(window).isVisible()


def test_the_operator_sees_a_small_copy_while_the_window_is_open(window):
    panel = window.findChild(PatientPanel)
    assert not panel.isVisible()
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    assert panel.isVisible()
    assert not panel.copy.is_black
    button(window, "Black").click()
    assert window.explaining.scene is None
    button(window, "Live").click()
    assert window.explaining.scene is not None


def test_the_patient_window_takes_no_keys_and_goes_with_the_operator_s(window):
    press(window, Qt.Key.Key_P)
    assert patient(window).windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    window.close()
    assert not patient(window).isVisible()


def test_the_patient_s_language_is_her_own(show):
    window = show(language="ko")
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    speech = window.explaining.scene.speech
    assert speech.term(picture(window).view.patient_titles) == "아기의 머리"
    press(window, Qt.Key.Key_E)
    button(page(window), "English").click()
    assert window.explaining.scene.speech.code == "en"
    assert window.settings_now().patient.language == "en"


def test_a_language_without_a_file_is_said(show):
    window = show(language="tlh")
    assert "tlh.qm" in window.message
    assert window.explaining.settings.language == "tlh"


def test_the_page_is_written_from_what_was_shown(window, qtbot, tmp_path):
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_E)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(list((tmp_path / "stills").glob("hand-out *.pdf"))) == 1)


def test_without_a_picture_there_is_no_page_to_save(window):
    press(window, Qt.Key.Key_E)
    save = next(b for b in page(window).findChildren(QPushButton) if b.text() == "Save the page")
    assert not save.isEnabled()


def test_one_frame_is_chosen_once(window, qtbot):
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.station.shown.is_exact)
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_I)
    assert len(window.explaining.choices) == 1


def test_a_folder_that_cannot_be_written_is_said_on_the_page(window, qtbot, tmp_path):
    (tmp_path / "stills").write_text("a file where a folder should be")
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_E)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "The page could not be kept" in words_of(page(window)))
