"""Looking back through the last minute, and clips of it: a card in the test's hand, real keys."""

import errno
import json
import os

import pytest
from PySide6.QtCore import Qt

from app.exam import Moment
from app.ui.playback_bar import PlaybackBar
from app.ui.top_bar import TopBar
from app.video.file import open_video
from tests.app.ui.hand import press
from tests.app.ui.scans import texts
from tests.app.video.numbered import number_in, numbered_picture

SHIFT = Qt.KeyboardModifier.ShiftModifier


def clips_in(tmp_path):
    return sorted((tmp_path / "stills").glob("clip *"))


def wait_for_clip(qtbot, tmp_path, count=1):
    def is_there():
        return len([p for p in clips_in(tmp_path) if p.suffix == ".mp4"]) == count

    qtbot.waitUntil(is_there, timeout=30_000)
    return [p for p in clips_in(tmp_path) if p.suffix == ".mp4"]


def frames_of(path):
    film = open_video(path)
    frames = [film.read() for _ in range(film.frame_count)]
    film.close()
    return frames


def lines_of(path):
    return [json.loads(line) for line in path.with_suffix(".jsonl").read_text().splitlines()]


class TestLookingBack:
    def test_left_and_right_go_through_the_frames_of_a_frozen_picture(self, scan):
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Left)
        press(scan.window, Qt.Key.Key_Left)
        assert scan.number == 7
        press(scan.window, Qt.Key.Key_Right)
        assert scan.number == 8

    def test_each_frame_has_the_masks_that_were_found_in_it(self, scan):
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Left)
        assert scan.number == 8
        assert scan.shown.is_exact
        assert scan.shown.analysis.frame is scan.shown.frame
        assert len(scan.shown.analysis.detections) == 4

    def test_a_frame_that_was_not_analysed_has_no_mask_and_that_is_said(self, scan, qtbot):
        press(scan.window, Qt.Key.Key_X)
        scan.go_on(3, analysed=False)
        press(scan.window, Qt.Key.Key_X)
        scan.go_on(1)
        qtbot.waitUntil(lambda: scan.shown.is_exact and scan.number == 13, timeout=20_000)
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Left)
        press(scan.window, Qt.Key.Key_Left)
        assert scan.number == 11
        assert scan.shown.overlay is None
        assert scan.window.view_words == "Not analysed"
        assert "not analysed" in texts(scan.window.findChild(PlaybackBar))

    def test_how_far_back_is_said(self, scan):
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Left)
        press(scan.window, Qt.Key.Key_Left, SHIFT)
        scan.window.show_frame()
        assert scan.window.station.status().picture_note == "−0.9 s"
        assert "−0.9 s" in texts(scan.window.findChild(PlaybackBar))

    def test_the_bar_above_and_the_one_below_say_the_same_age_in_each_frame(self, scan):
        press(scan.window, Qt.Key.Key_Space)
        top, below = scan.window.findChild(TopBar), scan.window.findChild(PlaybackBar)
        scan.go_on(3)
        scan.window.show_frame()
        assert "−0.3 s" in texts(top) & texts(below)
        press(scan.window, Qt.Key.Key_Left)
        scan.go_on(2)
        scan.window.show_frame()
        assert "−0.6 s" in texts(top) & texts(below)

    def test_capture_goes_on_meanwhile_and_the_distance_grows(self, scan):
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Left)
        scan.go_on(5)
        assert scan.number == 8
        assert scan.window.station.status().picture_note == "−0.6 s"

    def test_home_and_end_go_to_the_oldest_and_the_newest(self, scan):
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Home)
        assert scan.number == 0
        scan.go_on(2)
        press(scan.window, Qt.Key.Key_End)
        assert scan.number == 11
        assert scan.window.station.status().picture_note == "now"

    def test_g_goes_back_to_live(self, scan, qtbot):
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Home)
        press(scan.window, Qt.Key.Key_G)
        qtbot.waitUntil(lambda: scan.number == 9)
        assert scan.window.station.status().picture.value == "live"
        assert scan.window.findChild(PlaybackBar).isHidden()

    def test_the_keys_do_nothing_while_the_picture_is_live(self, scan):
        press(scan.window, Qt.Key.Key_Left)
        press(scan.window, Qt.Key.Key_Home)
        assert scan.number == 9

    def test_masks_of_the_past_go_when_ai_is_paused(self, scan):
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Left)
        press(scan.window, Qt.Key.Key_X)
        scan.window.show_frame()
        assert scan.shown.overlay is None
        assert scan.window.view_words == "View not assessed"

    def test_a_confirmed_row_shows_its_picture_again(self, scan, qtbot):
        moment = scan.window.examining.moment()
        scan.go_on(4)
        scan.window.examining.moment_asked.emit(moment)
        assert scan.number == 9
        assert scan.window.station.status().picture.value == "frozen"

    def test_a_picture_that_has_left_the_last_minute_is_said_to_be_gone(self, scan):
        gone = Moment(0.0, 12345, source=scan.window.examining.source)
        scan.window.examining.moment_asked.emit(gone)
        assert "no longer kept" in scan.window.message
        assert scan.window.station.status().picture.value == "live"

    def test_a_picture_of_another_source_is_not_taken_for_one_of_this(self, scan, qtbot):
        moment = scan.window.examining.moment()
        before = scan.viewing
        scan.window.station.open("other")
        qtbot.waitUntil(lambda: scan.viewing is not before)
        scan.window.examining.moment_asked.emit(moment)
        assert "another source" in scan.window.message

    def test_time_stamps_that_go_back_and_sizes_that_change_are_looked_through(self, scan):
        scan.card.show_pixels(numbered_picture(10, 96, 128), 5.0)
        scan.go_on(1)
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_End)
        press(scan.window, Qt.Key.Key_Left)
        assert scan.number == 10
        assert scan.shown.frame.pixels.shape == (96, 128, 3)
        press(scan.window, Qt.Key.Key_Left)
        assert scan.number == 9


class TestClips:
    def test_a_key_keeps_the_last_seconds_up_to_its_press(self, scan, qtbot, tmp_path):
        scan.window.station.set_whole_screen(True)
        press(scan.window, Qt.Key.Key_1)
        scan.go_on(3)
        (path,) = wait_for_clip(qtbot, tmp_path)
        frames = frames_of(path)
        assert [number_in(frame.pixels) for frame in frames] == list(range(10))
        assert [frame.time_s for frame in frames] == pytest.approx([n / 10 for n in range(10)])

    def test_of_a_frozen_picture_the_clip_ends_with_it(self, scan, qtbot, tmp_path):
        scan.window.station.set_whole_screen(True)
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_Left)
        press(scan.window, Qt.Key.Key_Left)
        press(scan.window, Qt.Key.Key_2)
        (path,) = wait_for_clip(qtbot, tmp_path)
        assert [number_in(frame.pixels) for frame in frames_of(path)] == list(range(8))

    def test_what_was_found_stands_beside_it_line_by_line(self, scan, qtbot, tmp_path):
        scan.window.station.set_whole_screen(True)
        press(scan.window, Qt.Key.Key_3)
        (path,) = wait_for_clip(qtbot, tmp_path)
        lines = lines_of(path)
        assert [line["index"] for line in lines] == list(range(10))
        assert lines[4]["view"] == "head"
        assert lines[4]["time_s"] == pytest.approx(0.4)
        assert len(lines[4]["detections"]) == 4

    def test_the_view_that_the_operator_set_stands_beside_the_models_where_it_held(
        self, scan, qtbot, tmp_path
    ):
        scan.window.station.set_whole_screen(True)
        press(scan.window, Qt.Key.Key_F4)
        scan.go_on(2)
        press(scan.window, Qt.Key.Key_F8)
        scan.go_on(1)
        press(scan.window, Qt.Key.Key_F9)
        scan.go_on(1)
        press(scan.window, Qt.Key.Key_3)
        (path,) = wait_for_clip(qtbot, tmp_path)
        lines = lines_of(path)
        assert {line["view"] for line in lines} == {"head"}
        assert [line.get("operator_view", "the model's") for line in lines] == [
            *["the model's"] * 9,
            *["thorax"] * 2,
            None,
            *["the model's"] * 2,
        ]

    def test_seconds_without_a_fan_are_not_kept_and_that_is_said(self, scan, qtbot, tmp_path):
        press(scan.window, Qt.Key.Key_1)
        qtbot.waitUntil(lambda: "No fan was found" in scan.window.message, timeout=20_000)
        assert clips_in(tmp_path) == []

    def test_nothing_in_name_or_file_says_which_source(self, scan, qtbot, tmp_path):
        scan.window.station.set_whole_screen(True)
        press(scan.window, Qt.Key.Key_1)
        (path,) = wait_for_clip(qtbot, tmp_path)
        assert path.name.startswith("clip 20")
        for file in clips_in(tmp_path):
            assert b"Fake" not in file.read_bytes()

    def test_a_size_that_changes_in_between_gives_a_clip_of_each(self, scan, qtbot, tmp_path):
        scan.window.station.set_whole_screen(True)
        scan.go_on(2, lambda n: numbered_picture(n, 240, 322))
        press(scan.window, Qt.Key.Key_1)
        first, second = wait_for_clip(qtbot, tmp_path, count=2)
        assert len(frames_of(first)) == 10
        assert [number_in(frame.pixels) for frame in frames_of(second)] == [10, 11]
        assert len(lines_of(second)) == 2

    def test_a_full_disk_is_one_sentence_and_leaves_nothing(
        self, scan, qtbot, tmp_path, monkeypatch
    ):
        def full(*args):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        scan.window.station.set_whole_screen(True)
        press(scan.window, Qt.Key.Key_1)
        qtbot.waitUntil(lambda: "No space left" in scan.window.message, timeout=20_000)
        assert scan.window.message.startswith("The clip could not be kept in ")
        assert list((tmp_path / "stills").iterdir()) == []

    def test_a_window_that_closes_finishes_the_clip(self, scan, tmp_path):
        scan.window.station.set_whole_screen(True)
        press(scan.window, Qt.Key.Key_1)
        scan.card.end()
        scan.window.close()
        assert [path.suffix for path in clips_in(tmp_path)] == [".jsonl", ".mp4"]

    def test_a_file_is_a_clip_already(self, replay, tmp_path):
        press(replay, Qt.Key.Key_1)
        replay.close()
        assert clips_in(tmp_path) == []
