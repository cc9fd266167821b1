"""The patient sees what the operator sends, in plain words, and nothing by itself."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

import app.ui.main_window as main_window
from app.ui.patient_panel import PatientPanel
from app.ui.patient_scene import Pace
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.explained import (
    FanAnalyzer,
    is_dark,
    page,
    patient,
    picture,
    tick,
)
from tests.app.ui.hand import button, press
from tests.app.ui.pictures import Ellipse
from tests.fakes import FakeSource

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
        cwd=Path(__file__).parents[4],
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
