"""What the window says when the scanner shows something else than one grey picture that moves.

The analyzer is a real one, with a small network.
"""

import pytest
from PySide6.QtCore import Qt

from inference import load_analyzer
from tests.app.small_models import save_eager_model
from tests.inference.screens import coloured, grey, page, two, with_clock


def picture(window):
    """What is on the well, pixel by pixel, when labels have come to rest."""
    window.use_clock(lambda: 0.0)
    return window.grab(window.covering.picture_area()).toImage()


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return save_eager_model(tmp_path_factory.mktemp("models"))


@pytest.fixture
def scanner(scan_with, model):
    return scan_with(lambda: load_analyzer(model, "onnx"))


def moving(count):
    """Pictures of one view that are not the same."""
    return [grey(seed, "abdomen") for seed in range(1, count + 1)]


def test_colour_doppler_pauses_the_overlay_and_says_so(scanner, qtbot):
    scanner.show(grey(), coloured(grey()))
    assert scanner.says("Overlay paused colour Doppler")
    assert len(scanner.window.station.shown.overlay.detections) == 0
    qtbot.waitUntil(lambda: scanner.window.view_words == "View not assessed")


def test_the_overlay_comes_back_by_itself(scanner):
    scanner.show(coloured(grey()))
    assert scanner.says("Overlay paused")
    scanner.show(*moving(3))
    assert scanner.says("")
    assert scanner.window.station.status().ai.value == "on"


def test_two_pictures_pause_the_overlay(scanner):
    both = [two(grey(2, "head"), grey(seed, "abdomen")) for seed in (3, 1, 3, 1)]
    scanner.show(*both)
    assert scanner.says("Overlay paused two pictures")


def test_a_page_pauses_the_overlay(scanner):
    scanner.show(*(page(seed) for seed in range(4)))
    assert scanner.says("Overlay paused no ultrasound picture")


def test_no_box_stands_in_the_way(scanner, qapp):
    scanner.show(coloured(grey()))
    assert scanner.says("Overlay paused")
    assert qapp.activeModalWidget() is None


def test_a_scanner_that_its_user_froze_is_no_lost_signal(scanner):
    scanner.show(*(with_clock(grey(), second) for second in range(6)))
    assert scanner.says("SCANNER FROZEN")
    assert scanner.window.station.status().picture.value == "scanner frozen"


def test_a_scanner_that_goes_on_is_live_again(scanner):
    scanner.show(*[grey()] * 6)
    assert scanner.says("SCANNER FROZEN")
    scanner.show(*moving(2)[1:])
    assert scanner.says("")
    assert scanner.window.station.status().picture.value == "live"


def test_our_own_freeze_goes_before_the_scanners(scanner, qtbot):
    scanner.show(*[grey()] * 6)
    scanner.window.station.viewing.toggle_freeze()
    qtbot.waitUntil(lambda: scanner.window.station.status().picture.value == "frozen")


def test_u_shows_the_fan_as_a_thin_line_and_hides_it_again(scanner, qtbot):
    scanner.show(grey())
    window = scanner.window
    bare = picture(window)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_U)
    lined = picture(window)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_U)
    assert window.station.viewing.screen.fan
    assert lined != bare
    assert picture(window) == bare


def test_a_fan_that_nobody_has_found_yet_is_said(scanner, qtbot):
    qtbot.keyClick(scanner.window.windowHandle(), Qt.Key.Key_U)
    assert scanner.window.message.startswith("The fan is not known yet.")


def test_ai_paused_by_hand_says_by_you(scanner):
    scanner.show(coloured(grey()))
    scanner.window.station.ai.toggle()
    assert scanner.says("Overlay paused by you")
