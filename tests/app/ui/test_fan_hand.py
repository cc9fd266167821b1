"""The fan is corrected on the picture by hand, and stays so for this scanner's screen."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.settings import load_settings, save_settings
from app.ui.fan_hand import held_corners
from app.ui.viewport import Viewport
from inference.fan import region_of
from tests.app.export.screens import screen
from tests.app.ui.conftest import ScreenAnalyzer
from tests.app.ui.hand import press

SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def scanner(scan_with):
    return scan_with(ScreenAnalyzer)


@pytest.fixture
def outlined(scanner):
    """A scanner's screen with its fan shown."""
    scanner.show(screen(1).pixels)
    press(scanner.window, Qt.Key.Key_U)
    return scanner


def corners(scanner):
    """The fan that holds, in pixels of the frame."""
    station = scanner.window.station
    return station.fans.corners(station.viewing.screen)


def on_viewport(scanner, corner):
    picture = scanner.window.findChild(Viewport).picture_rect()
    scale = picture.height() / scanner.window.station.shown.frame.height
    return (picture.topLeft() + QPointF(*corner) * scale).toPoint()


def drag(scanner, corner, by):
    """From this corner of the fan by so many pixels of the frame."""
    viewport = scanner.window.findChild(Viewport)
    start = on_viewport(scanner, corner)
    end = on_viewport(scanner, (corner[0] + by[0], corner[1] + by[1]))
    QTest.mousePress(viewport, LEFT, pos=start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, LEFT, pos=end)


def lowest(scanner):
    return max(corners(scanner), key=lambda corner: corner[1])


def test_a_corner_that_is_dragged_corrects_the_fan(outlined):
    before, corner = corners(outlined), lowest(outlined)
    drag(outlined, corner, (0, -60))
    moved = [now for now, was in zip(corners(outlined), before, strict=True) if now != was]
    assert len(moved) == 1
    assert moved[0] == pytest.approx((corner[0], corner[1] - 60), abs=3)
    assert "corrected" in outlined.window.message


def test_the_correction_holds_for_the_next_picture_of_the_same_screen(outlined):
    drag(outlined, lowest(outlined), (0, -60))
    corrected = corners(outlined)
    outlined.show(screen(1).pixels // 2 * 2)
    assert corners(outlined) == corrected


def test_the_found_fan_comes_back_by_a_key(outlined):
    found = corners(outlined)
    drag(outlined, lowest(outlined), (0, -60))
    press(outlined.window, Qt.Key.Key_U, SHIFT)
    assert corners(outlined) == found
    assert outlined.window.message == "The fan is the found one again."


def test_a_found_fan_has_nothing_to_go_back_to(outlined):
    press(outlined.window, Qt.Key.Key_U, SHIFT)
    assert outlined.window.message.startswith("The fan was not corrected")


def test_a_fan_dragged_to_nothing_stays_as_it_was(outlined):
    middle = np.mean(corners(outlined), axis=0)
    for number in range(len(corners(outlined))):
        corner = corners(outlined)[number]
        drag(outlined, corner, tuple(middle - corner))
    shape = outlined.window.station.shown.frame.pixels.shape[:2]
    assert region_of(corners(outlined), shape).mean() > 0.02
    assert outlined.window.message.startswith("That fan would be too small")


def test_while_the_fan_is_hidden_nothing_is_dragged(scanner):
    scanner.show(screen(1).pixels)
    drag(scanner, lowest(scanner), (0, -60))
    assert not scanner.window.station.fans.corrected


def test_a_corrected_fan_is_in_the_settings_and_comes_back(outlined, tmp_path, open_window):
    drag(outlined, lowest(outlined), (0, -60))
    path = tmp_path / "settings.toml"
    save_settings(outlined.window.settings_now(), path)
    again = open_window(settings=load_settings(path))
    assert again.station.fans.corrected == outlined.window.station.fans.corrected
    assert "KIM" not in path.read_text("utf-8")


def test_a_still_keeps_the_corrected_fan_alone(outlined, qtbot, tmp_path):
    corner = lowest(outlined)
    drag(outlined, corner, (0, -60))
    press(outlined.window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(list((tmp_path / "stills").glob("*.png"))) == 2, timeout=30_000)
    clean = min((tmp_path / "stills").glob("*.png"), key=lambda path: len(path.name))
    still = QImage(str(clean)).convertToFormat(QImage.Format.Format_RGB888)
    fan = region_of(corners(outlined), (still.height(), still.width()))
    kept = np.frombuffer(still.constBits(), np.uint8).reshape(still.height(), -1)
    kept = kept[:, : 3 * still.width()].reshape(*fan.shape, 3)
    assert not kept[~fan].any()
    assert np.array_equal(kept[fan], screen(1).pixels[fan])


def test_the_quality_is_judged_within_the_corrected_fan(outlined):
    station = outlined.window.station
    before = station.fans.box(station.viewing.screen)
    drag(outlined, lowest(outlined), (0, -60))
    drag(outlined, lowest(outlined), (0, -60))  # its other corner
    assert station.fans.box(station.viewing.screen)[3] < before[3]


SQUARE = [QPointF(*at) for at in ((100, 100), (200, 100), (200, 200), (100, 200))]


@pytest.mark.parametrize(
    ("at", "held"),
    [
        ((104, 96), (0,)),
        ((150, 104), (0, 1)),
        ((96, 150), (3, 0)),
        ((150, 150), ()),
        ((150, 300), ()),
    ],
)
def test_a_hand_takes_the_nearest_corner_or_edge(at, held):
    assert held_corners(SQUARE, QPointF(*at)) == held


def test_no_fan_no_hand():
    assert held_corners([], QPointF(QPoint(3, 3))) == ()
