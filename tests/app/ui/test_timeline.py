"""The timeline of a replay and of the last minute: a real session, real keys, a mouse."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.timeline import Stretch, Track
from app.ui.playback_bar import PlaybackBar
from app.ui.timeline import Scene, Timeline
from app.ui.timeline_lanes import RULER_PX, KeptKind, LanePainter, Span
from inference.anatomy import load_anatomy
from tests.app.ui.conftest import TwoViews, has_seen
from tests.app.ui.hand import exact_index, press

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def timeline(window):
    return window.findChild(Timeline)


def scene(window, qtbot):
    """What is on the timeline once it has been painted anew."""
    changes = timeline(window).scene
    window.cine.renew()
    window.show_frame()
    return timeline(window).scene or changes


def frame_index(window):
    return window.station.viewing.playback.frame_index


def x_of(widget, at_s):
    span = widget.scene.span
    return round(span.x(at_s, LanePainter.names_px(widget.width()), widget.width()))


def test_views_are_blocks_and_structures_have_lanes(watched, qtbot):
    track = scene(watched, qtbot).track
    assert [(view.id, round(s.start_s, 2)) for s, view in track.views] == [
        ("head", 0.0),
        ("thorax", 1.0),
    ]
    lanes = [structure.id for structure, _ in track.lanes]
    assert lanes == ["cranium", "midline_falx", "choroid_plexus", "thoracic_circumference"]


def test_what_was_not_analysed_is_no_part_of_it(qtbot, open_window, clip):
    window = open_window(TwoViews)
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.station.ai.model is not None)
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    window.station.viewing.session.pause()
    window.station.viewing.seek(1.5)
    qtbot.waitUntil(lambda: has_seen(window, 45), timeout=20_000)
    track = scene(window, qtbot).track
    assert all(s.end_s < 1.4 or s.end_s - s.start_s < 0.3 for s in track.analysed[-1:])


def test_page_down_and_up_go_to_the_next_and_the_previous_view(watched, qtbot):
    press(watched, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: frame_index(watched) == 0)
    press(watched, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: frame_index(watched) == 30)
    press(watched, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: frame_index(watched) == 0)


def test_with_ctrl_to_where_a_structure_is_found_again(watched, qtbot):
    press(watched, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: frame_index(watched) == 0)
    press(watched, Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: frame_index(watched) == 30)


def test_a_press_on_the_lanes_seeks(watched, qtbot):
    bar = timeline(watched)
    scene(watched, qtbot)
    QTest.mouseClick(bar, LEFT, pos=QPoint(x_of(bar, 0.51), 40))
    qtbot.waitUntil(lambda: 14 <= frame_index(watched) <= 16)


def test_a_drag_seeks_as_it_goes(watched, qtbot):
    bar = timeline(watched)
    scene(watched, qtbot)
    QTest.mousePress(bar, LEFT, pos=QPoint(x_of(bar, 0.5), 40))
    QTest.mouseMove(bar, QPoint(x_of(bar, 1.51), 40))
    qtbot.waitUntil(lambda: 44 <= frame_index(watched) <= 46)
    QTest.mouseRelease(bar, LEFT, pos=QPoint(x_of(bar, 1.51), 40))


def test_the_wheel_goes_frame_by_frame(watched, qtbot):
    bar = timeline(watched)
    before = frame_index(watched)
    place = QPointF(bar.width() - 40, 40)
    wheel = QWheelEvent(
        place,
        bar.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(bar, wheel)
    qtbot.waitUntil(lambda: frame_index(watched) == before - 1)


def test_a_press_on_a_name_chooses_the_structure_whose_starts_are_jumped_to(watched, qtbot):
    bar = timeline(watched)
    scene(watched, qtbot)
    QTest.mouseClick(bar, LEFT, pos=QPoint(60, 22 + 26 + 9))
    assert scene(watched, qtbot).chosen.id == "cranium"
    press(watched, Qt.Key.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: frame_index(watched) == 0)


def test_a_still_stands_in_the_kept_lane_and_is_jumped_to(watched, qtbot):
    watched.station.viewing.seek(0.5)
    qtbot.waitUntil(lambda: exact_index(watched) == 15)
    press(watched, Qt.Key.Key_S)
    (mark,) = [m for m in scene(watched, qtbot).marks if m.kind is KeptKind.STILL]
    assert mark.at_s == pytest.approx(0.5)
    press(watched, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: frame_index(watched) == 0)
    press(watched, Qt.Key.Key_PageDown, SHIFT)
    qtbot.waitUntil(lambda: frame_index(watched) == 15)


def test_a_loop_of_one_frame_has_a_timeline(qtbot, open_window, tmp_path):
    from PIL import Image

    Image.new("RGB", (480, 360), (90, 90, 90)).save(tmp_path / "one.png")
    window = open_window()
    window.station.open(str(tmp_path / "one.png"))
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
    assert len(scene(window, qtbot).track.views) == 1
    press(window, Qt.Key.Key_PageDown)
    QTest.mouseClick(timeline(window), LEFT, pos=timeline(window).rect().center())
    assert window.station.shown.frame.index == 0


class TestFrozen:
    def test_the_bar_shows_the_last_minute_up_to_now(self, scan, qtbot):
        press(scan.window, Qt.Key.Key_Space)
        span = scene(scan.window, qtbot).span
        assert span.is_live
        assert span.last_s - span.first_s == pytest.approx(60.0)
        assert span.words(span.last_s) == "now"
        assert span.words(span.last_s - 12.5) == "−12.5 s"
        assert not scan.window.findChild(PlaybackBar).isHidden()

    def test_it_runs_on_while_the_picture_stands(self, scan, qtbot):
        press(scan.window, Qt.Key.Key_Space)
        before = scene(scan.window, qtbot).span.last_s
        scan.go_on(3)
        assert scene(scan.window, qtbot).span.last_s == pytest.approx(before + 0.3)

    def test_a_press_goes_back_to_that_moment(self, scan, qtbot):
        press(scan.window, Qt.Key.Key_Space)
        bar, at_s = timeline(scan.window), scene(scan.window, qtbot).span.last_s - 0.5
        QTest.mouseClick(bar, LEFT, pos=QPoint(x_of(bar, at_s), 40))
        assert scan.number in (3, 4, 5)  # a pixel is a tenth of a second

    def test_while_it_is_live_it_is_hidden_and_not_painted(self, scan):
        before = timeline(scan.window).scene
        scan.go_on(5)
        scan.window.show_frame()
        assert timeline(scan.window).scene == before
        assert scan.window.findChild(PlaybackBar).isHidden()


def test_times_of_a_file_are_minutes_and_seconds():
    span = Span(0.0, 90.0)
    assert [span.words(at_s) for at_s in (0.0, 5.0, 0.5, 75.0)] == [
        "0:00",
        "0:05",
        "0:00.5",
        "1:15",
    ]


@pytest.fixture
def crowded(qtbot, dressed):
    """A timeline of 800 px with room for two of its five lanes."""
    widget = Timeline()
    qtbot.addWidget(widget)
    widget.resize(800, 100)
    widget.show_rows(2, compact=True)
    lanes = tuple((structure, (Stretch(0.0, 1.0),)) for structure in load_anatomy().structures[:5])
    widget.show_scene(Scene(span=Span(0.0, 2.0), track=Track(lanes=lanes)))
    widget.show()
    return widget


def names_of(widget):
    """The part that the names stand in, as bytes."""
    place = QRect(0, 0, round(LanePainter.names_px(widget.width())) - 1, widget.height())
    return bytes(widget.grab(place).toImage().constBits())


def test_lanes_out_of_sight_are_counted_and_a_press_on_the_count_brings_them(crowded):
    places = []
    for y in (crowded.height() - 8, crowded.height() - 8, RULER_PX + 8, RULER_PX + 8):
        QTest.mouseClick(crowded, LEFT, pos=QPoint(100, y))
        places.append(crowded.scene.first_lane)
    assert places == [2, 3, 1, 0]


def test_a_sign_says_that_there_are_more_lanes_than_room(crowded):
    with_sign = names_of(crowded)
    scene = crowded.scene
    crowded.show_scene(replace(scene, track=Track(lanes=scene.track.lanes[:2])))
    assert names_of(crowded) != with_sign
