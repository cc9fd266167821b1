"""A pointer over the timeline sees the frame there, small: of a file, and of the last minute."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.glance_card import GlanceCard
from app.ui.playback_bar import PlaybackBar
from app.ui.timeline import Timeline
from app.ui.timeline_lanes import LanePainter
from tests.app.ui.hand import press
from tests.app.video.numbered import number_in


def timeline(window):
    return window.findChild(Timeline)


def card(window):
    return window.findChild(GlanceCard)


def point_at(window, at_s):
    """Move a real pointer there, with no button down."""
    lanes = timeline(window)
    window.show_frame()
    x = lanes.scene.span.x(at_s, LanePainter.names_px(lanes.width()), lanes.width())
    move_to(lanes, QPointF(x, lanes.height() / 2))


def move_to(lanes, place):
    none = Qt.MouseButton.NoButton
    where = lanes.mapToGlobal(place)
    QApplication.sendEvent(
        lanes,
        QMouseEvent(QEvent.Type.MouseMove, place, where, none, none, Qt.KeyboardModifier(0)),
    )


def leave(window):
    QApplication.sendEvent(timeline(window), QEvent(QEvent.Type.Leave))
    window.show_frame()


def glanced(window, qtbot, number):
    """The glance at that frame, once it is on the card."""

    def is_there():
        glance = card(window).glance
        return glance is not None and number_in(glance.frame.pixels) == number

    qtbot.waitUntil(is_there, timeout=20_000)
    return card(window).glance


class TestOfAFile:
    def test_the_frame_there_is_seen_with_its_time_and_view(self, watched, qtbot):
        point_at(watched, 0.51)
        glanced(watched, qtbot, 15)
        assert card(watched).said == ("00:00.50", "Head")
        assert card(watched).accessibleName() == "00:00.50, Head"

    def test_it_carries_the_masks_that_were_found_in_it(self, watched, qtbot):
        point_at(watched, 1.51)
        glance = glanced(watched, qtbot, 45)
        assert glance.analysis.frame is glance.frame
        assert len(glance.analysis.detections) == 1
        height, width = glance.analysis.detections.frame_size
        assert (height, width) == (glance.frame.height, glance.frame.width) == (180, 240)
        assert glance.analysis.detections.full(0)[95, 120]

    def test_what_shows_and_where_it_stands_stay(self, watched, qtbot):
        before = watched.station.viewing.playback
        point_at(watched, 0.51)
        glanced(watched, qtbot, 15)
        assert watched.station.viewing.playback == before
        press(watched, Qt.Key.Key_Left)
        qtbot.waitUntil(lambda: watched.station.viewing.playback.frame_index == 58)

    def test_it_goes_when_the_pointer_leaves(self, watched, qtbot):
        point_at(watched, 0.51)
        glanced(watched, qtbot, 15)
        leave(watched)
        assert card(watched).isHidden()

    def test_nothing_is_seen_over_the_names(self, watched, qtbot):
        point_at(watched, 0.51)
        glanced(watched, qtbot, 15)
        move_to(timeline(watched), QPointF(20, 60))
        watched.show_frame()
        assert card(watched).isHidden()

    def test_while_the_playhead_is_dragged_the_picture_itself_goes_there(self, watched, qtbot):
        point_at(watched, 0.51)
        glanced(watched, qtbot, 15)
        lanes = timeline(watched)
        left, middle = Qt.MouseButton.LeftButton, QPoint(lanes.width() // 2, 60)
        QTest.mousePress(lanes, left, Qt.KeyboardModifier.NoModifier, middle)
        watched.show_frame()
        assert card(watched).isHidden()
        QTest.mouseRelease(lanes, left, Qt.KeyboardModifier.NoModifier, middle)

    def test_it_lies_on_no_tissue_and_below_no_pointer(self, watched, qtbot):
        point_at(watched, 0.51)
        glanced(watched, qtbot, 15)
        bar, shown = watched.findChild(PlaybackBar), card(watched).geometry()
        assert bar.rect().contains(shown)
        lanes_y = timeline(watched).mapTo(bar, timeline(watched).lanes_top).y()
        assert shown.bottom() <= lanes_y

    def test_a_file_that_plays_plays_on(self, replay, qtbot):
        point_at(replay, 0.51)
        glanced(replay, qtbot, 15)
        seen = replay.station.shown.frame
        qtbot.waitUntil(lambda: replay.station.shown.frame is not seen, timeout=20_000)
        assert replay.station.viewing.playback.playing

    def test_it_plays_on_over_the_end_of_the_loop(self, replay, qtbot):
        replay.station.viewing.seek(1.9)
        point_at(replay, 0.51)
        glanced(replay, qtbot, 15)
        qtbot.waitUntil(lambda: replay.station.viewing.playback.position_s < 1.0, timeout=20_000)

    def test_hidden_overlays_are_hidden_here_too(self, watched, qtbot):
        def painted():
            glanced(watched, qtbot, 15)
            return card(watched).grab().toImage()

        point_at(watched, 0.51)
        with_masks = painted()
        leave(watched)
        press(watched, Qt.Key.Key_O)
        point_at(watched, 0.51)
        assert painted() != with_masks


class TestOfTheLastMinute:
    def test_a_frame_of_the_past_is_seen_with_its_own_masks(self, scan, qtbot):
        press(scan.window, Qt.Key.Key_Space)
        at_s = scan.viewing.session.cine.get(4).at_s
        point_at(scan.window, at_s + 0.02)
        glance = glanced(scan.window, qtbot, 4)
        assert len(glance.analysis.detections) == 4
        assert card(scan.window).said == ("−0.5 s", "Head")
        assert scan.number == 9

    def test_a_frame_that_was_not_analysed_has_no_masks_and_that_is_said(self, scan, qtbot):
        press(scan.window, Qt.Key.Key_X)
        scan.go_on(2, analysed=False)
        press(scan.window, Qt.Key.Key_Space)
        press(scan.window, Qt.Key.Key_X)
        at_s = scan.viewing.session.cine.get(10).at_s
        point_at(scan.window, at_s + 0.02)
        glance = glanced(scan.window, qtbot, 10)
        assert glance.analysis is None
        assert card(scan.window).said[1] == "not analysed"

    def test_it_goes_when_the_picture_is_live_again(self, scan, qtbot):
        press(scan.window, Qt.Key.Key_Space)
        point_at(scan.window, scan.viewing.session.cine.get(4).at_s + 0.02)
        glanced(scan.window, qtbot, 4)
        press(scan.window, Qt.Key.Key_G)
        scan.window.show_frame()
        assert card(scan.window).isHidden()

    @pytest.mark.parametrize(("code", "word"), [("en", "Head"), ("ko", "머리")])
    def test_it_speaks_the_operator_s_language(self, scan, qtbot, code, word):
        scan.window.station.set_language(code)
        press(scan.window, Qt.Key.Key_Space)
        point_at(scan.window, scan.viewing.session.cine.get(4).at_s + 0.02)
        glanced(scan.window, qtbot, 4)
        assert card(scan.window).said[1] == word
