"""The panel that steers the practice probe, alone and in the window."""

from math import radians

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSlider

from app.ui.practice_panel import PracticePanel
from app.video.practice import Held, open_practice
from phantom.steering import ProbePose
from tests.app.ui.hand import button, named, press

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
BY_ITSELF = Held(ProbePose(), "head", None)
BY_HAND = Held(ProbePose(5, tilt=radians(12), press=0.1), "", 7.4)


@pytest.fixture(scope="module")
def source():
    source = open_practice("phantom?age=12+3&position=supine&head=right&seed=2")
    yield source
    source.close()


@pytest.fixture
def panel(dressed, source):
    panel = PracticePanel()
    panel.set_compact(True)
    panel.resize(320, 700)
    panel.show_source(source)
    panel.show_held(BY_ITSELF)
    panel.show()
    yield panel
    shiboken6.delete(panel)


@pytest.fixture
def asked(panel):
    """The probe poses that the panel asks for."""
    poses = []
    panel.steered.connect(poses.append)
    return poses


@pytest.fixture
def urls(panel):
    """The sources that the panel asks for."""
    urls = []
    panel.source_requested.connect(urls.append)
    return urls


@pytest.fixture
def practice(open_window, qtbot):
    """A window on the practice phantom, with its first picture."""
    window = open_window()
    window.station.open("phantom")
    qtbot.waitUntil(lambda: window.station.shown.frame is not None, timeout=50_000)
    return window


def drag(widget, way, modifiers=NONE):
    start = widget.rect().center()
    end = QPointF(start + way)
    move, no_button = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    QTest.mousePress(widget, LEFT, modifiers, start)
    QApplication.sendEvent(
        widget, QMouseEvent(move, end, widget.mapToGlobal(end), no_button, LEFT, modifiers)
    )
    QTest.mouseRelease(widget, LEFT, modifiers, start + way)


def turn_wheel(widget, notches, modifiers=NONE):
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def texts(panel):
    return {label.text() for label in panel.findChildren(QLabel)}


def slider(panel, name):
    return next(s for s in panel.findChildren(QSlider) if s.accessibleName().startswith(name))


def test_the_panel_says_that_nobody_is_a_patient_and_who_steers(panel):
    assert {"Practice phantom", "not a patient", "Examination by itself"} <= texts(panel)
    panel.show_held(BY_HAND)
    assert {"You steer", "Runs by itself in 7 s", "12°", "lifted"} <= texts(panel)


def test_dragging_the_small_picture_slides_the_probe(panel, asked):
    drag(panel.map, QPoint(40, 0))
    assert asked[0] == BY_ITSELF.probe  # the hand is on it at once
    assert asked[-1].along_mm > 5
    assert asked[-1].tilt == asked[-1].rock == 0


def test_dragging_with_shift_tilts_and_rocks(panel, asked):
    drag(panel.map, QPoint(20, 30), SHIFT)
    assert asked[-1].tilt == pytest.approx(0.3)
    assert asked[-1].rock == pytest.approx(0.2)
    assert asked[-1].along_mm == 0


def test_the_wheel_rotates_and_with_shift_presses(panel, asked):
    turn_wheel(panel.map, 2)
    turn_wheel(panel.map, -1, SHIFT)
    assert asked[0].turn > 0
    assert asked[1].press < 0.5


@pytest.mark.parametrize(
    ("name", "value", "part", "expected"),
    [
        ("Rotate", 45, "turn", radians(45)),
        ("Tilt", -20, "tilt", radians(-20)),
        ("Rock", 10, "rock", radians(10)),
        ("Press", 80, "press", 0.8),
        ("Zoom", 200, "zoom", 2.0),
    ],
)
def test_a_slider_asks_for_its_part_and_leaves_the_others(
    panel, asked, name, value, part, expected
):
    slider(panel, name).setValue(value)
    assert getattr(asked[-1], part) == pytest.approx(expected)
    assert asked[-1].along_mm == BY_ITSELF.probe.along_mm


def test_showing_the_probe_does_not_sound_like_the_hand(panel, asked):
    panel.show_held(BY_HAND)
    assert asked == []


def test_letting_it_run_is_offered_while_one_steers(panel, qtbot):
    run = named(panel, "Run, key J")
    assert not run.isEnabled()
    panel.show_held(BY_HAND)
    with qtbot.waitSignal(panel.let_go):
        run.click()


def test_another_position_asks_for_the_same_fetus_lying_so(panel, urls):
    button(panel, "Front").click()
    assert urls == ["phantom?age=12+3&position=prone&head=right&seed=2"]


def test_another_fetus_has_the_next_seed(panel, urls):
    button(panel, "New fetus").click()
    assert urls == ["phantom?age=12+3&position=supine&head=right&seed=3"]


def test_the_age_is_asked_for_once_the_slider_has_settled(panel, urls, qtbot):
    ages = slider(panel, "Gestational age")
    ages.setValue(90)
    ages.setValue(95)
    assert "13+4" in texts(panel)
    assert urls == []
    qtbot.waitUntil(lambda: urls != [])
    assert urls == ["phantom?age=13+4&position=supine&head=right&seed=2"]


def test_every_control_has_a_name_and_is_large_enough_to_hit(panel):
    controls = [*panel.findChildren(QAbstractButton), *panel.findChildren(QSlider)]
    assert all(c.accessibleName() or c.text() for c in controls)
    assert min(c.height() for c in controls) >= 32
    assert panel.map.accessibleName()
    assert min(panel.map.size().toTuple()) >= 200


def test_the_small_picture_shows_where_the_probe_is(panel):
    before = panel.map.grab().toImage()
    panel.show_held(BY_HAND)
    assert panel.map.grab().toImage() != before


def test_the_practice_phantom_brings_its_panel_and_is_said_to_be_one(practice):
    assert practice.station.status().is_practice
    assert practice.station.status().source == "Practice phantom"
    assert practice.findChild(PracticePanel).isVisible()
    assert practice.station.settings.recent == ()


def test_keys_steer_the_probe_and_let_it_run(practice):
    control = practice.station.steerable.probe
    press(practice, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    first = control.now()
    press(practice, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier | SHIFT)
    second = control.now()
    assert first.resumes_in_s is not None
    assert second.probe.tilt < first.probe.tilt
    assert second.probe.along_mm == first.probe.along_mm
    press(practice, Qt.Key.Key_J)
    assert control.now().resumes_in_s is None


def test_the_panel_goes_with_the_practice_phantom(practice, clip, qtbot):
    practice.station.open(str(clip))
    qtbot.waitUntil(lambda: practice.station.steerable is None)
    assert not practice.findChild(PracticePanel).isVisible()
    assert practice.shows_panel
    press(practice, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)  # moves nothing


def test_the_welcome_offers_the_practice_phantom(open_window, qtbot):
    window = open_window()
    named(window, "Practice").click()
    qtbot.waitUntil(lambda: window.station.steerable is not None, timeout=50_000)
