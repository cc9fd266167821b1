"""What a source or a file should not do and does: it is handled, said, and nothing is lost.

Profiles of another version: test_rooms; keys bound twice: test_hands; the monitor that is
unplugged: test_explaining; a signal that is lost: test_lost_signal.
"""

import pytest
from PySide6.QtCore import Qt

from app.checklist import BUILT_IN, built_in
from app.settings import OverlayMode, Settings
from app.ui.playback_bar import PlaybackBar
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import press
from tests.app.ui.pictures import Ellipse
from tests.app.ui.scans import numbered, texts
from tests.app.ui.test_cine import frames_of, wait_for_clip
from tests.app.ui.test_glancing import glanced, point_at
from tests.app.video.numbered import number_in, numbered_picture, write_clip

SMALL = (Ellipse("cranium", (60, 50), (30, 25)),)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("version = 1", "version = 2"),
        ('id = "skull"', 'id = "skull"\ncolour = "red"'),
        ('"cranium"', '"crown"'),
        ('view = "head"', 'view = "tail"'),
    ],
)
def test_a_checklist_that_holds_what_is_unknown_is_said_and_not_used(
    open_window, tmp_path, good, bad
):
    text = BUILT_IN.read_text("utf-8")
    assert good in text
    path = tmp_path / "ours.toml"
    path.write_text(text.replace(good, bad, 1), "utf-8")
    window = open_window(settings=Settings(checklist=path))
    assert window.message.startswith("The checklist ours.toml cannot be used: ")
    assert window.examining.listing.exam.checklist is built_in()
    assert window.settings_now().checklist == path


class TestASizeThatChanges:
    @pytest.mark.parametrize("mode", list(OverlayMode))
    def test_each_picture_has_the_masks_of_its_own_size(self, open_scan, qtbot, mode):
        scan = open_scan(lambda: HeadAnalyzer(SMALL))
        scan.window.station.drawing.set_mode(mode)
        scan.go_on(3, lambda n: numbered_picture(n, 96, 128))
        assert scan.number == 12
        assert scan.shown.frame.pixels.shape == (96, 128, 3)
        assert scan.shown.analysis.detections.frame_size == (96, 128)
        assert scan.window.station.status().picture_size == (96, 128)
        scan.window.grab()
        scan.go_on(1)
        assert scan.shown.analysis.detections.frame_size == (360, 480)

    def test_masks_are_not_carried_over_it(self, open_scan, qtbot):
        scan = open_scan(lambda: HeadAnalyzer(SMALL))
        scan.window.station.drawing.set_mode(OverlayMode.LOW_LATENCY)
        scan.window.station.viewing.session.set_analyzer(None)  # nothing new is found
        scan.go_on(1, lambda n: numbered_picture(n, 96, 128), analysed=False)
        assert scan.number == 10
        assert scan.shown.carried is None
        scan.window.grab()


class TestARateThatChanges:
    @pytest.fixture
    def scan(self, scan, qtbot):
        """Ten pictures a tenth of a second apart, then ten a fiftieth apart."""
        time_s = scan.shown.frame.time_s
        for count in range(1, 11):
            newest = scan.card.show_pixels(numbered(9 + count).copy(), time_s + count / 50)
            qtbot.waitUntil(lambda n=newest: self.is_kept(scan, n), timeout=20_000)
        return scan

    @staticmethod
    def is_kept(scan, frame):
        return scan.viewing.session.cine.get(frame.index) is not None

    def test_every_picture_is_looked_back_at_in_its_own_time(self, scan):
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_End)
        assert scan.number == 19
        press(scan.window, Qt.Key.Key_Left)
        assert scan.number == 18
        press(scan.window, Qt.Key.Key_Left, SHIFT)
        assert scan.number == 0  # a second back: 0.18 s of the quick ones, 0.82 s of the others

    def test_the_clip_keeps_both_rates(self, scan, qtbot, tmp_path):
        scan.window.station.set_whole_screen(True)
        press(scan.window, Qt.Key.Key_1)
        (path,) = wait_for_clip(qtbot, tmp_path)
        times_s = [frame.time_s for frame in frames_of(path)]
        assert times_s[:10] == pytest.approx([n / 10 for n in range(10)], abs=2e-3)
        assert times_s[10:] == pytest.approx([0.9 + n / 50 for n in range(1, 11)], abs=2e-3)


class TestTimesThatJump:
    def show(self, scan, qtbot, number, time_s):
        frame = scan.card.show_pixels(numbered(number).copy(), time_s)
        qtbot.waitUntil(lambda: scan.shown.frame is frame and scan.shown.is_exact, timeout=20_000)

    @pytest.mark.parametrize("jump_s", [300.0, -300.0])
    def test_the_picture_goes_on_with_its_own_masks(self, scan, qtbot, jump_s):
        time_s = scan.shown.frame.time_s + jump_s
        self.show(scan, qtbot, 10, time_s)
        self.show(scan, qtbot, 11, time_s + 0.1)
        assert scan.window.station.status().picture.value == "live"
        assert scan.window.view_words == "Head"

    @pytest.mark.parametrize("jump_s", [300.0, -300.0])
    def test_nothing_of_the_last_minute_is_lost(self, scan, qtbot, jump_s):
        time_s = scan.shown.frame.time_s + jump_s
        self.show(scan, qtbot, 10, time_s)
        self.show(scan, qtbot, 11, time_s + 0.1)
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Home)
        assert scan.number == 0
        press(scan.window, Qt.Key.Key_End)
        assert scan.number == 11

    def test_no_half_second_is_counted_over_a_jump(self, scan, qtbot):
        self.show(scan, qtbot, 10, scan.shown.frame.time_s + 300.0)
        _, held_s = scan.window.station.view
        assert held_s == 0.0

    def test_a_file_whose_times_jump_is_stepped_through_frame_by_frame(
        self, open_window, qtbot, tmp_path
    ):
        times = [0, 33, 66, 5000, 5033, 5066]
        path = write_clip(tmp_path / "gap.mp4", frames=6, times=times, size=(360, 480))
        window = open_window()
        window.station.open(str(path))
        qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
        viewing = window.station.viewing
        viewing.session.pause()
        viewing.seek(0.066)
        qtbot.waitUntil(lambda: viewing.playback.frame_index == 2)
        press(window, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda: viewing.playback.frame_index == 3)
        assert viewing.position_s == pytest.approx(5.0)
        point_at(window, 2.5)
        glanced(window, qtbot, 2)  # it stands until the next one


class TestOneFrame:
    def test_of_a_live_source_is_frozen_stepped_and_kept(
        self, open_window, scan_with, qtbot, tmp_path
    ):
        scanner = scan_with(HeadAnalyzer)
        scanner.show(numbered(7))
        window = scanner.window
        window.station.set_whole_screen(True)
        press(window, Qt.Key.Key_Space)
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_PageDown):
            press(window, key)
            window.show_frame()
            assert number_in(window.station.shown.frame.pixels) == 7
        assert "of the last 60 s" in texts(window.findChild(PlaybackBar))
        press(window, Qt.Key.Key_1)
        (path,) = wait_for_clip(qtbot, tmp_path)
        assert len(frames_of(path)) == 1

    def test_of_a_file_stands_and_takes_every_key(self, open_window, qtbot, tmp_path):
        path = write_clip(tmp_path / "one.mp4", frames=1, size=(360, 480))
        window = open_window()
        window.station.open(str(path))
        qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
        for key in (
            *(Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home),
            *(Qt.Key.Key_End, Qt.Key.Key_Q, Qt.Key.Key_Q, Qt.Key.Key_Comma, Qt.Key.Key_PageUp),
        ):
            press(window, key)
        point_at(window, 0.0)
        glanced(window, qtbot, 0)
        assert window.station.shown.frame.index == 0
        assert window.message == ""
