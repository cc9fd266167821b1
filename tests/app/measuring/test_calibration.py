"""Two marks on the depth scale: what they give, when they are refused, and when they are over."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.measuring.calibration import CalibrationError, Refusal, calibrate, read_distance
from app.video import open_source
from inference.types import Frame

HEIGHT, WIDTH = 480, 640
SCALE_X = 600
FAN = ((120, 60), (480, 60), (600, 440), (40, 440))
SHALLOW_FAN = ((260, 60), (340, 60), (440, 440), (160, 440))


def screen(pitch_px=40, seed=0, shift_px=0, size=(HEIGHT, WIDTH)):
    """Speckle in the middle, and a ruler with a mark every so many pixels at the right."""
    height, width = size
    grey = np.zeros((height, width), np.uint8)
    speckle = np.random.default_rng(seed).integers(20, 160, (380, 380))
    grey[60:440, 120:500] = speckle
    cv2.line(grey, (SCALE_X, 60), (SCALE_X, 440), 150, 1)
    for y in range(60 + shift_px, 441, pitch_px):
        cv2.line(grey, (SCALE_X - 4, y), (SCALE_X + 4, y), 170, 1)
    return Frame(0, 0.0, np.repeat(grey[..., None], 3, axis=2))


def marks(top=100, bottom=420, x=SCALE_X):
    return (x, top), (x, bottom)


def refusal_of(*arguments):
    with pytest.raises(CalibrationError) as refused:
        calibrate(*arguments)
    return refused.value.refusal


def test_marks_and_their_distance_give_the_size_of_a_pixel():
    calibration = calibrate(screen(), marks(), "80")
    assert calibration.pixel_mm == 0.25
    (size,) = calibration.scale().sizes
    assert (size.x_mm, size.y_mm, size.area) == (0.25, 0.25, (0, 0, WIDTH, HEIGHT))
    assert calibration.scale().marks_mm == 80


def test_a_source_that_says_that_its_pixels_are_broad_is_measured_so():
    broad = replace(screen(), pixel_aspect=4 / 3)
    (size,) = calibrate(broad, marks(), "80").scale().sizes
    assert (size.x_mm, size.y_mm) == (pytest.approx(1 / 3), 0.25)


def test_it_is_over_when_the_source_says_another_shape_of_its_pixels():
    calibration = calibrate(screen(), marks(), "80")
    assert calibration.is_true_of(replace(screen(), pixel_aspect=1.0))
    assert not calibration.is_true_of(replace(screen(), pixel_aspect=4 / 3))


def test_it_holds_while_the_tissue_moves():
    assert calibrate(screen(), marks(), "80", FAN).is_true_of(screen(seed=1), FAN)


def test_it_holds_through_the_noise_of_a_capture_card():
    calibration = calibrate(screen(), marks(), "80")
    noise = np.random.default_rng(3).normal(0, 6, (HEIGHT, WIDTH, 1))
    noisy = np.clip(screen().pixels + noise, 0, 255).astype(np.uint8)
    assert calibration.is_true_of(Frame(1, 0.0, noisy))


@pytest.mark.parametrize("pitch_px", [20, 32, 36, 44, 50, 80])
def test_it_is_over_at_another_depth(pitch_px):
    assert not calibrate(screen(), marks(), "80").is_true_of(screen(pitch_px))


def test_it_is_over_when_the_scale_has_moved():
    assert not calibrate(screen(), marks(), "80").is_true_of(screen(shift_px=12))


def test_it_is_over_when_the_fan_is_another():
    calibration = calibrate(screen(), marks(), "80", FAN)
    assert not calibration.is_true_of(screen(), SHALLOW_FAN)


def test_a_fan_that_is_not_known_says_nothing():
    assert calibrate(screen(), marks(), "80", FAN).is_true_of(screen(), ())
    assert calibrate(screen(), marks(), "80").is_true_of(screen(), SHALLOW_FAN)


def test_it_is_over_when_the_picture_has_another_size():
    larger = screen(size=(HEIGHT, WIDTH + 2))
    assert not calibrate(screen(), marks(), "80").is_true_of(larger)


def test_it_is_over_when_the_scale_is_gone():
    blank = Frame(1, 0.0, np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    assert not calibrate(screen(), marks(), "80").is_true_of(blank)


def test_marks_on_one_place_are_refused():
    assert refusal_of(screen(), marks(200, 200), "80") is Refusal.TOO_CLOSE


def test_marks_too_close_to_be_exact_are_refused():
    assert refusal_of(screen(), marks(200, 290), "80") is Refusal.TOO_CLOSE


def test_marks_that_stand_on_no_straight_scale_are_refused():
    assert refusal_of(screen(), ((200, 100), (600, 420)), "80") is Refusal.ASLANT


def test_marks_where_there_is_no_scale_are_refused():
    assert refusal_of(screen(), marks(x=20), "80") is Refusal.NO_SCALE


def test_marks_outside_of_the_picture_are_refused():
    assert refusal_of(screen(), marks(x=900), "80") is Refusal.NO_SCALE


@pytest.mark.parametrize(
    "typed", ["", "0", "-40", "0,0 cm", "4", "900", "41 cm", "nan", "inf", "1e2", "forty", "4 in"]
)
def test_a_distance_that_cannot_be_meant_is_refused(typed):
    assert refusal_of(screen(), marks(), typed) is Refusal.NO_DISTANCE


@pytest.mark.parametrize(
    ("typed", "distance_mm"),
    [("40", 40), (" 40 mm ", 40), ("4 cm", 40), ("4,5cm", 45), ("62.5", 62.5), ("5", 5)],
)
def test_a_distance_is_typed_as_one_likes(typed, distance_mm):
    assert read_distance(typed) == distance_mm


@pytest.mark.parametrize(
    ("name", "x", "top", "bottom"),
    [
        ("pocus_cardiac_banner.mp4", 597, 60, 396),
        ("pocus_ruq_gallbladder.mp4", 4, 79, 442),
        ("phantom_eye_butterfly.mp4", 764, 378, 896),
    ],
)
def test_it_holds_through_a_real_loop_and_not_at_another_depth(real_data, name, x, top, bottom):
    source = open_source(str(real_data / "cine" / name))
    frames = list(iter(source.read, None))
    source.close()
    calibration = calibrate(frames[0], marks(top, bottom, x), "100")
    stretch = np.array([[1, 0, 0], [0, 1.1, -0.1 * top]], np.float32)
    size = (frames[0].width, frames[0].height)
    deeper = cv2.warpAffine(frames[0].pixels, stretch, size)
    assert all(calibration.is_true_of(frame) for frame in frames[::10])
    assert not calibration.is_true_of(Frame(0, 0.0, deeper))
