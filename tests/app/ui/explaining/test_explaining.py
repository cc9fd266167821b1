"""The patient sees what the operator sends, in plain words, and nothing by itself."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

import app.ui.main_window as main_window
from app.settings import Paper, PatientSettings, Settings, load_settings, save_settings
from app.ui.handout_page import HandoutPage
from app.ui.patient_panel import PatientPanel
from app.ui.patient_scene import Pace
from app.ui.patient_window import PatientWindow
from inference.types import Screen
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import button, press
from tests.app.ui.pictures import Ellipse
from tests.fakes import FakeSource

FAN = ((60, 10), (420, 10), (420, 350), (60, 350))
NECK = (
    Ellipse("palate", (240, 190), (40, 20)),
    Ellipse("nuchal_translucency", (300, 250), (40, 12)),
    Ellipse("nasal_bone", (200, 120), (20, 8)),
)
ON_TWO_MONITORS = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
from app.ui.patient_window import PatientWindow
operator = QWidget()
operator.show()
window = PatientWindow(operator)
window.open()
app.processEvents()
print(window.screen().name(), window.isFullScreen(), window.width(), window.height())
"""
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
    return window.explaining.sending.scene.picture


def is_dark(window):
    """Whether the patient's window is black all over."""
    image = patient(window).grab().toImage()
    black = image.copy()
    black.fill(Qt.GlobalColor.black)
    return image == black


def page(window):
    return window.findChild(HandoutPage)


def save_button(window):
    return button(page(window), "Save the page")


def words_of(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def buttons_that_show(window):
    """One for each picture on the page."""
    buttons = page(window).findChildren(QPushButton)
    return [b for b in buttons if "to the patient" in b.accessibleName()]


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
    assert window.explaining.sending.scene is None


def test_this_picture_stands_while_the_operator_s_goes_on(window, qtbot):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    sent = window.explaining.sending.scene
    qtbot.waitUntil(lambda: window.station.shown.frame is not sent.picture.frame)
    assert window.explaining.sending.scene is sent
    assert sent.pace is Pace.PAUSED
    qtbot.waitUntil(lambda: not is_dark(window))


def test_live_follows_the_operator_with_each_frame_s_own_overlay(window, qtbot):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I, SHIFT)
    first = picture(window)
    qtbot.waitUntil(lambda: picture(window).frame is not first.frame)
    now = window.explaining.sending.scene
    assert now.picture.findings.frame is now.picture.frame
    assert now.pace is Pace.RECORDED


def test_black_and_back_to_what_was_shown(window, qtbot):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    sent = picture(window)
    press(window, Qt.Key.Key_B)
    assert window.explaining.sending.scene is None
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
    assert window.explaining.sending.scene is None
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


@pytest.fixture
def live(qtbot, open_window, monkeypatch):
    """A window on a live card that has shown one picture to the patient too."""
    card = FakeSource()
    monkeypatch.setattr(main_window, "open_source", lambda url: card)
    window = open_window(FanAnalyzer)
    window.station.open("card")
    card.show(100, time.monotonic())
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None)
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I, SHIFT)
    return window


def test_a_lost_signal_fades_to_black_without_words(live, qtbot):
    assert live.explaining.sending.scene.pace is Pace.LIVE
    qtbot.waitUntil(lambda: live.explaining.sending.scene is None)
    qtbot.waitUntil(lambda: is_dark(live))
    assert patient(live).isVisible()


def test_a_frozen_picture_is_called_paused(live, qtbot):
    press(live, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: live.explaining.sending.scene.pace is Pace.PAUSED)


def test_a_picture_that_was_sent_stays_when_the_signal_is_lost(live, qtbot):
    press(live, Qt.Key.Key_I)
    sent = live.explaining.sending.scene
    qtbot.waitUntil(lambda: live.station.status().picture.value == "no signal")
    live.show_frame()
    assert live.explaining.sending.scene is sent
    assert sent.picture.taken is not None


def test_a_dead_picture_is_not_sent(live, qtbot):
    press(live, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: live.station.status().picture.value == "no signal")
    press(live, Qt.Key.Key_I)
    button(live, "Picture").click()
    assert live.explaining.sending.scene is None
    assert live.explaining.choices == ()


def test_another_source_is_not_live_by_itself(window, qtbot, clip):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I, SHIFT)
    with qtbot.waitSignal(window.station.source_changed):
        window.station.open(str(clip))
    assert window.explaining.sending.scene is None


def begin_anew(window):
    press(window, Qt.Key.Key_N, CTRL | SHIFT)


def undo(window):
    press(window, Qt.Key.Key_Z, CTRL)


class TestANewExamination:
    @pytest.fixture
    def shown(self, window):
        """The patient has seen one picture, and the page is not to have it."""
        press(window, Qt.Key.Key_P)
        press(window, Qt.Key.Key_I)
        press(window, Qt.Key.Key_E)
        tick(window, "Head").click()
        press(window, Qt.Key.Key_Escape)
        return window

    def test_forgets_the_pictures(self, shown):
        begin_anew(shown)
        assert shown.explaining.choices == ()
        assert shown.explaining.sending.scene is None
        assert is_dark(shown)

    def test_taken_back_brings_them_and_what_was_said_of_them(self, shown):
        chosen = shown.explaining.choices
        begin_anew(shown)
        undo(shown)
        assert shown.explaining.choices == chosen
        assert [choice.on_page for choice in chosen] == [False]

    def test_taken_back_shows_the_patient_nothing_by_itself(self, shown):
        begin_anew(shown)
        undo(shown)
        assert shown.explaining.sending.scene is None
        assert is_dark(shown)

    def test_taken_back_lets_them_be_shown_and_printed_again(self, shown):
        picture_before = shown.explaining.choices[0].picture
        begin_anew(shown)
        undo(shown)
        press(shown, Qt.Key.Key_E)
        tick(shown, "Head").click()
        assert save_button(shown).isEnabled()
        buttons_that_show(shown)[0].click()
        assert picture(shown) is picture_before

    def test_begun_twice_is_taken_back_too(self, shown):
        chosen = shown.explaining.choices
        begin_anew(shown)
        begin_anew(shown)
        undo(shown)
        assert shown.explaining.choices == chosen

    def test_with_words_said_they_come_back_together(self, shown):
        shown.examining.confirm("skull")
        chosen = shown.explaining.choices
        begin_anew(shown)
        undo(shown)
        assert shown.explaining.choices == chosen
        assert len(shown.examining.listing.exam.said) == 1

    def test_in_which_pictures_were_shown_is_not_thrown_away(self, shown):
        begin_anew(shown)
        press(shown, Qt.Key.Key_I)
        chosen = shown.explaining.choices
        undo(shown)
        assert shown.explaining.choices == chosen
        assert len(chosen) == 1


def test_an_unplugged_monitor_closes_the_window_and_the_operator_reads_one_line(window, qapp):
    press(window, Qt.Key.Key_P)
    monitor = QGuiApplication.primaryScreen()
    patient(window).stand_on(monitor)
    qapp.screenRemoved.emit(monitor)
    assert not patient(window).isVisible()
    assert window.message.startswith("The patient's monitor was unplugged")


def test_it_fills_the_monitor_that_the_operator_s_window_is_not_on(tmp_path):
    """In a process of its own: Qt is told of its monitors once."""
    place = dict(y=0, logicalDpi=96, logicalBaseDpi=96, dpr=1)
    near = dict(place, name="near", x=0, width=1280, height=800)
    far = dict(place, name="far", x=1280, width=1920, height=1080)
    (tmp_path / "monitors.json").write_text(json.dumps({"screens": [near, far]}))
    run = subprocess.run(
        [sys.executable, "-c", ON_TWO_MONITORS],
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path}/monitors.json"},
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert run.stdout.split() == ["far", "True", "1920", "1080"], run.stderr
    assert run.stderr == ""


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
    assert window.explaining.sending.scene is None
    button(window, "Live").click()
    assert window.explaining.sending.scene is not None


def test_the_patient_window_takes_no_keys_and_goes_with_the_operator_s(window):
    press(window, Qt.Key.Key_P)
    assert patient(window).windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    window.close()
    assert not patient(window).isVisible()


def test_the_patient_s_language_is_her_own(show):
    window = show(language="ko")
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    speech = window.explaining.sending.scene.speech
    assert speech.term(picture(window).view.patient_titles) == "아기의 머리"
    press(window, Qt.Key.Key_E)
    button(page(window), "English").click()
    assert window.explaining.sending.scene.speech.code == "en"
    assert window.settings_now().patient.language == "en"


def test_a_language_without_a_file_is_said(show):
    window = show(language="tlh")
    assert "tlh.qm" in window.message
    assert window.explaining.handing_out.settings.language == "tlh"


def test_the_page_is_written_from_what_was_shown(window, qtbot, tmp_path):
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_E)
    press(window, Qt.Key.Key_Return)
    kept = tmp_path / "stills"
    qtbot.waitUntil(lambda: len(list(kept.glob("hand-out *.pdf"))) == 1, timeout=20_000)


def test_how_the_page_is_made_is_in_the_settings_and_comes_back(window, tmp_path):
    press(window, Qt.Key.Key_E)
    button(page(window), "Letter").click()
    tick(window, "한국어 below it on the page").click()
    field = page(window).findChild(QLineEdit)
    field.setText("A clinic, 1 Street")
    field.editingFinished.emit()
    path = tmp_path / "settings.toml"
    save_settings(window.settings_now(), path)
    kept = load_settings(path).patient
    assert (kept.paper, kept.second_language, kept.clinic) == (
        Paper.LETTER,
        "ko",
        "A clinic, 1 Street",
    )


def test_a_picture_is_taken_off_the_page(window):
    press(window, Qt.Key.Key_I)
    press(window, Qt.Key.Key_E)
    tick(window, "Head").click()
    assert [choice.on_page for choice in window.explaining.choices] == [False]
    assert not save_button(window).isEnabled()


def test_a_press_on_a_chosen_picture_shows_it_again(window, qtbot):
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_I)
    first = picture(window)
    qtbot.waitUntil(lambda: window.station.shown.frame is not first.frame)
    press(window, Qt.Key.Key_I)
    assert picture(window) is not first
    press(window, Qt.Key.Key_E)
    buttons_that_show(window)[0].click()
    assert picture(window) is first


def test_without_a_picture_there_is_no_page_to_save(window):
    press(window, Qt.Key.Key_E)
    assert not save_button(window).isEnabled()


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
    said = "The page could not be kept"
    qtbot.waitUntil(lambda: said in words_of(page(window)), timeout=20_000)
