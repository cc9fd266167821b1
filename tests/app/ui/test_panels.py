"""Widgets show what they are told and say what the user asks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QSlider

from app.live import PlaybackState
from app.settings import Preset
from app.ui.health import HealthPanel
from app.ui.overlay_style import OverlayStyle
from app.ui.picture_panel import PicturePanel
from app.ui.playback_bar import PlaybackBar, clock
from app.ui.status import AiState, PictureState, Status
from app.ui.timeline import Scene
from app.ui.timeline_lanes import LanePainter, Span
from app.ui.top_bar import RESEARCH_USE, TopBar
from app.ui.view_strip import ViewStrip
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import named
from tests.app.ui.pictures import HEAD, analysis_of

STATE = PlaybackState(17.43, 40.0, 522, 1200, True, 0.5, True)
LATE = Status(ai=AiState.LATE, ai_note="age 1034 ms, overlay hidden")
LONG = (
    "The capture card stopped sending pictures. The scanner is not affected. "
    "Check the cable; Fetalens keeps trying."
)


def texts(widget):
    return {label.text() for label in widget.findChildren(QLabel) if not label.isHidden()}


@pytest.fixture
def shown(qtbot):
    """Registers a widget and lays it out."""

    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


def test_the_playback_bar_says_where_the_loop_stands(shown):
    bar = shown(PlaybackBar())
    bar.resize(960, 100)
    bar.show_state(STATE)
    assert {"00:17.43", "/ 00:40.00", "frame 523 of 1200"} <= texts(bar)


def test_a_narrow_playback_bar_says_the_time_rather_than_the_frame(shown):
    bar = shown(PlaybackBar())
    bar.setFixedWidth(704)
    bar.show_state(STATE)
    assert "00:17.43" in texts(bar)
    assert "frame 523 of 1200" not in texts(bar)


def test_showing_a_state_does_not_sound_like_the_user(shown, qtbot):
    bar = shown(PlaybackBar())
    with qtbot.assertNotEmitted(bar.seek_requested):
        bar.show_state(STATE)


def test_the_part_that_is_repeated_is_marked_in_the_accent_colour(shown):
    bar = shown(PlaybackBar())
    bar.show_state(STATE)
    plain = bar.timeline.grab().toImage()
    bar.show_state(replace(STATE, part_s=(10.0, 20.0)))
    bar.timeline.show_scene(Scene(Span(0.0, 40.0), part_s=(10.0, 20.0)))
    marked = bar.timeline.grab().toImage()
    assert marked != plain
    assert named(bar, "Loop a part: clear it, key Q").text() == "A-B ×"


def test_a_press_on_the_timeline_asks_for_that_time(shown, qtbot):
    bar = shown(PlaybackBar())
    bar.resize(1000, 200)
    bar.timeline.show_scene(Scene(Span(0.0, 40.0)))
    with qtbot.waitSignal(bar.seek_requested) as asked:
        QTest.mouseClick(bar.timeline, Qt.MouseButton.LeftButton, pos=bar.timeline.rect().center())
    names = LanePainter.names_px(bar.timeline.width())
    share = (bar.timeline.width() // 2 - names) / (bar.timeline.width() - names)
    assert asked.args[0] == pytest.approx(40.0 * share, abs=0.1)


def test_the_transport_asks_for_its_commands(shown, qtbot):
    bar = shown(PlaybackBar())
    bar.show_state(STATE)
    with qtbot.waitSignal(bar.triggered) as asked:
        named(bar, "Pause, key Space").click()
    assert asked.args == ["freeze"]


def test_hundredths_are_carried():
    assert [clock(t) for t in (0, 59.999, 61.5)] == ["00:00.00", "01:00.00", "01:01.50"]


def test_the_panel_says_what_is_on_the_picture(shown):
    panel = shown(PicturePanel())
    panel.show_style(OverlayStyle())
    doubtful = HEAD[1]._replace(score=0.2)
    panel.show_found(analysis_of([HEAD[0], doubtful, HEAD[2], HEAD[3]]))
    assert {"steady", "uncertain", "×2 steady"} <= texts(panel)


def test_an_eye_hides_its_structure_and_brings_it_back(shown, qtbot):
    panel = shown(PicturePanel())
    panel.show_style(OverlayStyle())
    with qtbot.waitSignal(panel.style_requested) as hide:
        named(panel, "Hide Cranium").click()
    panel.show_style(hide.args[0])
    with qtbot.waitSignal(panel.style_requested) as back:
        named(panel, "Show Cranium").click()
    assert hide.args[0].hidden == {"cranium"}
    assert back.args[0].hidden == frozenset()


def test_only_structures_of_the_model_are_listed(shown):
    panel = shown(PicturePanel())
    panel.show_style(OverlayStyle())
    panel.show_offered(HeadAnalyzer.info.structures[:3])
    names = {label.text() for label in panel.findChildren(QLabel) if label.isVisible()}
    assert "Choroid plexus" in names
    assert "Nasal bone" not in names


def test_the_fill_slider_asks_for_another_style(shown, qtbot):
    panel = shown(PicturePanel())
    panel.show_style(OverlayStyle())
    with qtbot.waitSignal(panel.style_requested) as asked:
        panel.findChild(QSlider).setValue(40)
    assert asked.args[0].fill == 0.40


def test_outline_only_and_presets_ask_for_another_style(shown, qtbot):
    panel = shown(PicturePanel())
    panel.show_style(OverlayStyle())
    with qtbot.waitSignal(panel.style_requested) as outline:
        panel.findChild(QCheckBox).click()
    (teach,) = [b for b in panel.findChildren(QPushButton) if b.text() == "Teach"]
    with qtbot.waitSignal(panel.style_requested) as preset:
        teach.click()
    assert outline.args[0].outline_only
    assert preset.args[0].preset is Preset.TEACH


def test_showing_a_style_does_not_sound_like_the_user(shown, qtbot):
    panel = shown(PicturePanel())
    with qtbot.assertNotEmitted(panel.style_requested):
        panel.show_style(OverlayStyle(fill=0.4, outline_only=True, preset=Preset.TEACH))


def test_health_shows_every_figure(shown):
    health = shown(HealthPanel())
    health.show_model(HeadAnalyzer.info)
    health.show_status(
        Status(
            capture_hz=60.2,
            display_hz=59.8,
            analysis_hz=22.4,
            analysis_ms=31.0,
            age_ms=34.4,
            dropped_analysis=7,
            dropped_display=2,
            picture_size=(720, 1280),
            mode="synchronised",
        )
    )
    figures = {"60/s", "22/s", "34 ms", "31 ms", "7", "2", "1280 × 720", "synchronised"}
    facts = {"ONNX Runtime", "float32", "test-model 2026", "0123456789ab"}
    assert figures | facts <= texts(health)


def test_health_says_whether_scores_can_be_read_as_probabilities(shown):
    health = shown(HealthPanel())
    health.show_model(HeadAnalyzer.info)
    assert "no temperature, no probabilities" in texts(health)
    health.show_model(replace(HeadAnalyzer.info, temperature=1.42))
    assert "temperature 1.42" in texts(health)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status(picture=PictureState.LIVE, picture_note="60/s"), {"LIVE", "60/s"}),
        (Status(picture=PictureState.FROZEN, picture_note="12 s"), {"FROZEN", "12 s"}),
        (Status(picture=PictureState.NO_SIGNAL), {"NO SIGNAL"}),
        (Status(ai=AiState.ON, ai_note="22/s  age 34 ms"), {"AI on", "22/s  age 34 ms"}),
        (Status(ai=AiState.STARTING), {"AI starting"}),
        (Status(ai=AiState.LATE), {"AI late"}),
        (Status(ai=AiState.WAITING, ai_note="colour Doppler"), {"AI paused", "colour Doppler"}),
        (
            Status(picture=PictureState.SCANNER_FROZEN, picture_note="4 s"),
            {"SCANNER FROZEN", "4 s"},
        ),
        (Status(is_practice=True), {"PRACTICE", "not a patient"}),
    ],
)
def test_every_state_is_a_word(shown, status, words):
    bar = shown(TopBar())
    bar.resize(1280, 48)
    bar.show_status(status)
    assert words | {RESEARCH_USE} <= texts(bar)


@pytest.mark.parametrize("ai", [Status(ai=AiState.ON, ai_note="22/s  age 34 ms"), LATE])
def test_a_narrow_bar_gives_up_names_before_states(shown, ai):
    bar = shown(TopBar())
    bar.setFixedWidth(1024)
    live = replace(ai, picture=PictureState.LIVE, picture_note="25/s", source="a" * 60 + ".mp4")
    bar.show_status(replace(live, is_practice=True))
    assert {"PRACTICE", "LIVE", "25/s", ai.ai_note, RESEARCH_USE} <= texts(bar)
    QCoreApplication.sendPostedEvents()
    assert bar.minimumSizeHint().width() <= 1024


def test_a_long_sentence_in_a_narrow_strip_is_whole(shown):
    strip = shown(ViewStrip())
    strip.set_compact(True)
    strip.resize(704, 64)
    strip.show_no_view("View not assessed", "AI is late, the picture is live")
    strip.show_state("timer", "AI late", "age 180 ms, overlay hidden", "warn")
    strip.show_message(LONG)
    (label,) = [label for label in strip.findChildren(QLabel) if label.text() == LONG]
    QCoreApplication.sendPostedEvents()
    assert label.heightForWidth(label.width()) <= strip.height()


def test_a_state_in_a_narrow_strip_keeps_its_word(shown):
    strip = shown(ViewStrip())
    strip.set_compact(True)
    strip.setFixedWidth(704)
    strip.show_no_view("View not assessed", "AI is late, the picture is live")
    strip.show_state("timer", "AI late", "age 1034 ms, overlay hidden", "warn")
    assert {"View not assessed", "AI late"} <= texts(strip)
    assert "age 1034 ms, overlay hidden" not in texts(strip)


def test_a_short_sentence_leaves_the_state_in_a_wide_strip(shown):
    strip = shown(ViewStrip())
    strip.resize(1456, 88)
    strip.show_state("timer", "AI late", "age 180 ms, overlay hidden", "warn")
    strip.show_message("Still kept in Pictures")
    assert {"AI late", "age 180 ms, overlay hidden", "Still kept in Pictures"} <= texts(strip)


def test_every_control_has_a_name(replay):
    buttons = [b for b in replay.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 10
    assert all(b.accessibleName() or b.text() for b in buttons)


def test_nothing_to_press_is_smaller_than_thirty_two_pixels(replay):
    buttons = [b for b in replay.findChildren(QAbstractButton) if b.isVisible()]
    assert all(b.height() >= 32 and b.width() >= 32 for b in buttons)


def test_keys_do_not_stay_with_the_buttons(replay, qtbot):
    """Space freezes also when another button was the last one clicked."""
    still = named(replay, "Still, key S")
    still.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.keyClick(replay.windowHandle(), Qt.Key.Key_Space)
    assert not replay.station.viewing.playback.playing


def test_a_style_is_a_value():
    style = OverlayStyle()
    assert replace(style, fill=0.2) != style
    assert replace(style) == style
