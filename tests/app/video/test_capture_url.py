"""The url of a live source, read into what FFmpeg must be told."""

import sys

import pytest

from app.video.capture_url import parse_live_url
from app.video.source import SourceError


def test_a_card_is_asked_for_its_mode_by_name():
    feed = parse_live_url("v4l2:/dev/video0?size=1920x1080&rate=60&format=mjpeg")
    assert (feed.target, feed.format) == ("/dev/video0", "v4l2")
    assert feed.options == {
        "video_size": "1920x1080",
        "framerate": "60",
        "input_format": "mjpeg",
    }
    assert feed.wanted == (1920, 1080)
    assert feed.is_device


def test_directshow_names_compressed_and_raw_formats_differently():
    compressed = parse_live_url("dshow:Cam Link 4K?format=mjpeg")
    raw = parse_live_url("dshow:Cam Link 4K?format=yuyv422")
    assert compressed.target == "video=Cam Link 4K"
    assert compressed.options["vcodec"] == "mjpeg"
    assert raw.options["pixel_format"] == "yuyv422"


def test_avfoundation_takes_a_card_by_its_name():
    feed = parse_live_url("avfoundation:USB Capture HDMI?rate=30")
    assert (feed.target, feed.options) == ("USB Capture HDMI", {"framerate": "30"})


@pytest.mark.parametrize("query", ["size=big", "rate=fast", "speed=9", "size=", "format=a b"])
def test_a_mode_that_makes_no_sense_is_refused(query):
    with pytest.raises(SourceError, match="does not understand .* Write a mode as"):
        parse_live_url(f"v4l2:/dev/video0?{query}")


def test_a_device_without_a_name_is_refused():
    with pytest.raises(SourceError, match="names no device"):
        parse_live_url("v4l2:")


def test_a_password_is_not_shown():
    feed = parse_live_url("rtsp://doctor:secret@10.0.0.7:554/live?key=5")
    assert feed.name == "rtsp://10.0.0.7:554/live"
    assert feed.target == "rtsp://doctor:secret@10.0.0.7:554/live?key=5"


def test_a_test_picture_is_paced_like_a_camera():
    assert parse_live_url("lavfi:testsrc2=rate=60").target == "testsrc2=rate=60,realtime"
    assert parse_live_url("lavfi:testsrc2,realtime").target == "testsrc2,realtime"


@pytest.mark.skipif(sys.platform != "linux", reason="each system names its screen differently")
class TestScreenOnLinux:
    @pytest.fixture(autouse=True)
    def _display(self, monkeypatch):
        monkeypatch.setenv("DISPLAY", ":7.0")

    def test_the_whole_screen(self):
        feed = parse_live_url("screen:")
        assert (feed.target, feed.format) == (":7.0", "x11grab")
        assert "video_size" not in feed.options

    def test_a_part_of_the_screen(self):
        feed = parse_live_url("screen:100,50,1280,720?rate=60")
        assert feed.target == ":7.0+100,50"
        assert feed.options["video_size"] == "1280x720"
        assert feed.options["framerate"] == "60"

    @pytest.mark.parametrize("area", ["1,2,3", "a,b,c,d", "0,0,0,10", "1,2,3,4,5", "-1,0,9,9"])
    def test_a_part_that_makes_no_sense_is_refused(self, area):
        with pytest.raises(SourceError, match="Write screen:x,y,w,h"):
            parse_live_url(f"screen:{area}")

    def test_without_a_screen_the_user_is_told(self, monkeypatch):
        monkeypatch.delenv("DISPLAY")
        with pytest.raises(SourceError, match="There is no X11 screen to capture"):
            parse_live_url("screen:")
