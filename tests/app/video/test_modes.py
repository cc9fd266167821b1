"""The modes of a card, from a kernel that the test plays, and from what FFmpeg writes."""

import errno
import struct
from dataclasses import dataclass, field

import pytest

from app.video.ffmpeg_modes import avfoundation_modes, dshow_modes, ffmpeg_says
from app.video.mode import Mode
from app.video.modes import modes_of
from app.video.v4l2_modes import ENUM_FORMAT, ENUM_INTERVAL, ENUM_SIZE, v4l2_modes

DISCRETE, STEPWISE = 1, 3


@dataclass
class Kernel:
    """Answers V4L2's questions as a driver does: into the buffer, or EINVAL at the end of a list.

    formats  four letters -> sizes, each with intervals as (seconds, parts)
    """

    formats: dict[bytes, dict[tuple[int, int], list[tuple[int, int]]]]
    ranges: dict[bytes, tuple[int, int, int, int, int, int]] = field(default_factory=dict)

    def ioctl(self, file, request, buffer, mutate):
        answer = {ENUM_FORMAT: self._format, ENUM_SIZE: self._size, ENUM_INTERVAL: self._interval}
        try:
            answer[request](buffer)
        except IndexError:
            raise OSError(errno.EINVAL, "Invalid argument") from None

    def _format(self, buffer):
        index, kind = struct.unpack_from("=II", buffer)
        if kind != 1:
            raise IndexError
        buffer[44:48] = [*self.formats, *self.ranges][index]

    def _size(self, buffer):
        index, letters = struct.unpack_from("=I4s", buffer)
        if letters in self.ranges:
            bounds = [self.ranges[letters]][index]
            struct.pack_into("=7I", buffer, 8, STEPWISE, *bounds)
        else:
            size = list(self.formats[letters])[index]
            struct.pack_into("=3I", buffer, 8, DISCRETE, *size)

    def _interval(self, buffer):
        index, letters, width, height = struct.unpack_from("=I4sII", buffer)
        interval = self.formats.get(letters, {}).get((width, height), [])[index]
        struct.pack_into("=3I", buffer, 16, DISCRETE, *interval)


@pytest.fixture
def device(tmp_path):
    (tmp_path / "video0").touch()
    return str(tmp_path / "video0")


def test_every_size_format_and_rate_is_a_mode(device):
    kernel = Kernel(
        {
            b"YUYV": {(1920, 1080): [(1, 5)], (640, 480): [(1, 30), (1, 15)]},
            b"MJPG": {(1920, 1080): [(1001, 60000)]},
        }
    )
    assert v4l2_modes(device, kernel.ioctl) == {
        Mode(1920, 1080, 5.0, "yuyv422"),
        Mode(640, 480, 30.0, "yuyv422"),
        Mode(640, 480, 15.0, "yuyv422"),
        Mode(1920, 1080, 60000 / 1001, "mjpeg"),
    }


def test_of_a_range_of_sizes_the_usual_ones_and_the_largest_are_named(device):
    kernel = Kernel({}, {b"UYVY": (320, 2048, 1, 240, 2048, 1)})
    found = {(mode.width, mode.height) for mode in v4l2_modes(device, kernel.ioctl)}
    assert found == {(1920, 1080), (1280, 720), (640, 480), (2048, 2048)}


def test_a_driver_that_names_no_rates_leaves_them_open(device):
    kernel = Kernel({b"NV12": {(1280, 720): []}})
    (mode,) = v4l2_modes(device, kernel.ioctl)
    assert (mode.hz, str(mode), mode.is_fit) == (None, "1280x720 nv12", True)


def test_a_card_that_was_pulled_is_an_error(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        modes_of(f"v4l2:{tmp_path / 'video9'}")


def test_a_file_that_is_no_card_has_no_modes(device):
    assert modes_of(f"v4l2:{device}") is None


def test_another_kind_of_source_tells_no_modes():
    assert modes_of("udp://127.0.0.1:5000") is None


def test_a_mode_is_written_as_it_is_asked_for():
    assert (
        Mode(1920, 1080, 60000 / 1001, "mjpeg").query == "?size=1920x1080&rate=59.94&format=mjpeg"
    )
    assert Mode(1280, 720).query == "?size=1280x720"


def test_less_than_720_lines_or_25_a_second_is_no_scanners_mode():
    assert not Mode(720, 576, 50.0).is_fit
    assert not Mode(1920, 1080, 15.0).is_fit
    assert Mode(1280, 720, 25.0).is_fit


def test_the_modes_of_windows_are_read_from_what_ffmpeg_writes():
    said = """DirectShow video device options (from video devices)
 Pin "Capture" (alternative pin name "0")
  pixel_format=yuyv422  min s=640x480 fps=5 max s=640x480 fps=30
  pixel_format=yuyv422  min s=640x480 fps=5 max s=640x480 fps=30 (tv, bt470bg/bt709/unknown)
  vcodec=mjpeg  min s=1920x1080 fps=60.0002 max s=1920x1080 fps=60.0002
"""
    assert dshow_modes(said) == {
        Mode(640, 480, 30.0, "yuyv422"),
        Mode(1920, 1080, 60.0002, "mjpeg"),
    }


def test_the_modes_of_macos_are_read_from_what_ffmpeg_writes():
    said = """Selected video size (1x1) is not supported by the device.
Supported modes:
  1280x720@[15.000000 30.000000]fps
"""
    assert avfoundation_modes(said) == {Mode(1280, 720, 30.0)}


def test_what_ffmpeg_writes_can_be_read():
    assert "no_such_filter" in ffmpeg_says("lavfi", "no_such_filter", {})
