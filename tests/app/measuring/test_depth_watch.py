"""How long a calibration is kept."""

from dataclasses import replace

from app.measuring.calibration import calibrate
from app.measuring.depth_watch import EVERY_S, GONE_AFTER, DepthWatch
from inference.types import PixelSize
from tests.app.measuring.test_calibration import marks, screen

DEEPER = 50


def watching():
    watch = DepthWatch()
    watch.use(calibrate(screen(), marks(), "80"))
    return watch


def look(watch, pitches):
    for count, pitch_px in enumerate(pitches, start=1):
        watch.look(screen(pitch_px), (), count * EVERY_S)


def test_a_scale_that_is_covered_for_a_moment_is_forgiven():
    watch = watching()
    look(watch, [DEEPER] * (GONE_AFTER - 1) + [40] + [DEEPER] * (GONE_AFTER - 1))
    assert watch.is_calibrated


def test_a_scale_that_stays_another_ends_the_calibration():
    watch = watching()
    look(watch, [DEEPER] * GONE_AFTER)
    assert not watch.is_calibrated


def test_a_picture_is_not_looked_at_more_often_than_needed():
    watch = watching()
    for hundredth in range(40):
        watch.look(screen(DEEPER), (), hundredth / 100)
    assert watch.is_calibrated


def test_a_frame_of_another_depth_is_never_measured():
    watch = watching()
    assert watch.scale(screen(DEEPER), ()) is None
    assert not watch.is_calibrated


def test_what_the_source_says_counts_before_any_calibration():
    size = PixelSize(0.2, 0.2, (0, 0, 640, 480))
    watch = watching()
    assert watch.scale(replace(screen(DEEPER), pixel_sizes=(size,)), ()).sizes == (size,)
    assert watch.is_calibrated


def test_without_a_calibration_there_is_no_scale():
    assert DepthWatch().scale(screen(), ()) is None
