"""What the doctor says of the modes of a capture card, and of what comes through it."""

from app.doctor.cards import check_modes, judge_source
from app.doctor.sheet import Result
from app.video import Device
from app.video.mode import Mode

CARD = Device("card", "Cam Link 4K", "v4l2:/dev/video0")
FULL, SMALL, SLOW = (
    Mode(1920, 1080, 60.0, "mjpeg"),
    Mode(640, 480, 30.0, "yuyv422"),
    Mode(1920, 1080, 5.0, "yuyv422"),
)


def test_each_mode_of_a_card_is_listed():
    check = check_modes(CARD, [FULL, Mode(1280, 720, 60.0, "nv12")])
    assert check.name == "Modes of Cam Link 4K"
    assert check.result is Result.PASSED
    assert check.found == "1920x1080 60/s mjpeg, 1280x720 60/s nv12"
    assert check.advice == ""


def test_modes_that_are_no_scanners_are_named_to_be_left_alone():
    check = check_modes(CARD, [FULL, SLOW, SMALL])
    assert check.result is Result.PASSED
    assert check.found == "1920x1080 60/s mjpeg"
    assert "Do not ask for 1920x1080 5/s yuyv422, 640x480 30/s yuyv422" in check.advice


def test_a_card_without_a_mode_for_a_scanner_fails_with_what_to_do():
    check = check_modes(CARD, [SMALL])
    assert check.result is Result.FAILED
    assert check.advice.endswith("Use a USB 3 socket, or another card.")


def test_a_long_list_of_modes_is_cut_and_counted():
    check = check_modes(CARD, [Mode(1920, 1080, float(hz), "mjpeg") for hz in range(60, 50, -1)])
    assert check.found.endswith("1920x1080 55/s mjpeg and 4 more")


def test_a_system_that_does_not_tell_the_modes_is_no_failure():
    check = check_modes(CARD, None)
    assert check.result is Result.NOT_CHECKED
    assert check.advice == "This system does not tell them. They stand in its manual."


def test_what_a_scanner_sends_passes():
    assert judge_source(29.5, 1080, "Cam Link 4K").result is Result.PASSED


def test_a_small_picture_fails_with_what_to_open_instead():
    better = f"{CARD.url}{FULL.query}"
    check = judge_source(30.0, 480, "Cam Link 4K", better)
    assert check.result is Result.FAILED
    assert "v4l2:/dev/video0?size=1920x1080&rate=60&format=mjpeg" in check.advice


def test_a_small_picture_of_a_card_whose_modes_are_unknown_fails_with_its_lines():
    assert "The picture has 480 lines" in judge_source(30.0, 480, "Cam Link 4K").advice


def test_a_slow_card_fails_by_its_rate():
    assert "Less than 20 pictures a second" in judge_source(9.0, 1080, "Cam Link 4K").advice
