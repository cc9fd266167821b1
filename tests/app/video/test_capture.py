"""Live sources, with FFmpeg's test pictures and with streams over the loopback."""

import errno
import socket
import time
from contextlib import contextmanager, suppress
from threading import Event, Thread

import av
import pytest

from app.video import SignalLost, SourceError, open_source
from app.video.capture import why_not_opened
from app.video.capture_url import parse_live_url
from tests.app.video.numbered import number_in, numbered_picture

RATE = 30


class Sender:
    """An encoder in the room next door: sends numbered pictures until it is told to stop."""

    def __init__(self, open_output, gop=RATE // 2):
        self._open_output = open_output
        self._gop = gop
        self._stop = Event()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def stop(self):
        self._stop.set()
        self._thread.join()

    def _run(self):
        with self._open_output() as container:
            stream = container.add_stream(
                "libx264", rate=RATE, options={"preset": "ultrafast", "tune": "zerolatency"}
            )
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            stream.codec_context.gop_size = self._gop
            number = 0
            while not self._stop.wait(1 / RATE):
                frame = av.VideoFrame.from_ndarray(numbered_picture(number % 256), format="rgb24")
                frame.pts = number
                container.mux(stream.encode(frame))
                number += 1


@contextmanager
def sending(url, gop=RATE // 2):
    """Over UDP, where nobody needs to listen."""
    sender = Sender(lambda: av.open(url, "w", format="mpegts"), gop)
    try:
        yield sender
    finally:
        sender.stop()


@contextmanager
def serving(server):
    """Over TCP, to the next who calls."""
    sender = Sender(lambda: accepted(server))
    try:
        yield sender
    finally:
        sender.stop()


@contextmanager
def accepted(server):
    connection, _ = server.accept()
    with connection, av.open(Caller(connection), "w", format="mpegts") as container:
        yield container


class Caller:
    """What is written goes to the caller; one who has hung up is of no concern."""

    def __init__(self, connection):
        self._connection = connection

    def write(self, content):
        with suppress(BrokenPipeError, ConnectionResetError):
            self._connection.sendall(content)
        return len(content)


@contextmanager
def opened(url):
    source = open_source(url)
    try:
        yield source
    finally:
        source.close()


@pytest.fixture
def udp_url():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return f"udp://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(15)
        yield server


def address(server):
    return f"tcp://127.0.0.1:{server.getsockname()[1]}"


def with_password(url):
    return url.replace("//", "//doctor:secret@")


def read_until_lost(source):
    """Reads on until nothing comes any more; the seconds that the last read took."""
    while True:
        started_s = time.monotonic()
        try:
            source.read()
        except SignalLost:
            return time.monotonic() - started_s


def read_until_back(source, attempts=20):
    """Reads through lost signals until a frame comes."""
    for _ in range(attempts):
        try:
            return source.read()
        except SignalLost:
            continue
    raise AssertionError("the signal did not come back")


def test_a_test_picture_comes_at_its_rate():
    with opened("lavfi:testsrc2=size=64x48:rate=30") as source:
        frames = [source.read() for _ in range(16)]
    intervals_s = [b.time_s - a.time_s for a, b in zip(frames, frames[1:], strict=False)]
    assert source.name == "Test picture testsrc2 64x48 30/s"
    assert [frame.index for frame in frames] == list(range(16))
    assert sum(intervals_s) / 15 == pytest.approx(1 / 30, rel=0.2)


def test_live_frames_are_dated_on_this_computers_clock():
    with opened("lavfi:testsrc2=size=64x48:rate=30") as source:
        frames = [source.read() for _ in range(5)]
        now_s = time.monotonic()
    assert 0 <= now_s - frames[-1].time_s < 0.5


def test_a_stream_is_read_in_order(udp_url):
    with sending(udp_url), opened(udp_url) as source:
        numbers = [number_in(source.read().pixels) for _ in range(10)]
    assert numbers == list(range(numbers[0], numbers[0] + 10))


def test_a_stream_that_stops_is_noticed_within_a_second(udp_url):
    with sending(udp_url) as sender, opened(udp_url) as source:
        source.read()
        sender.stop()
        assert read_until_lost(source) <= 1.1


def test_no_left_over_of_a_dead_stream_passes_for_live(udp_url):
    with sending(udp_url) as sender, opened(udp_url) as source:
        frames = [source.read() for _ in range(5)]
        sender.stop()
        stopped_s = time.monotonic()
        with pytest.raises(SignalLost):
            frames.extend(iter(source.read, None))
        assert max(frame.time_s for frame in frames) < stopped_s + 0.2


def test_a_stream_that_comes_back_is_shown_again(udp_url):
    with sending(udp_url) as first, opened(udp_url) as source:
        before = source.read()
        first.stop()
        read_until_lost(source)
        with sending(udp_url):
            after = read_until_back(source)
    assert after.time_s > before.time_s + 0.5
    assert number_in(after.pixels) < 200


def test_a_stream_with_rare_key_frames_comes_back_too(udp_url):
    with sending(udp_url) as first, opened(udp_url) as source:
        source.read()
        first.stop()
        read_until_lost(source)
        with sending(udp_url, gop=2 * RATE):
            assert read_until_back(source) is not None


def test_a_sender_that_hangs_up_and_answers_again_is_shown_again(server):
    with serving(server) as first, opened(address(server)) as source:
        source.read()
        first.stop()
        read_until_lost(source)
        with serving(server):
            assert read_until_back(source) is not None


def test_a_password_in_the_address_stays_out_of_the_log(server, caplog):
    caplog.set_level("DEBUG")
    with serving(server) as sender, opened(with_password(address(server))) as source:
        source.read()
        sender.stop()
        read_until_lost(source)
        server.close()
        while "ConnectionRefusedError" not in caplog.text:  # FFmpeg's own, with the address
            read_until_lost(source)
    assert "secret" not in caplog.text


def test_a_refused_connection_is_a_sentence(server):
    url = address(server)
    server.close()
    with pytest.raises(SourceError) as refused:
        open_source(url)
    assert str(refused.value) == f"Nothing comes from {url}. Start the sender, then open it again."


def test_a_card_that_is_not_there_is_a_sentence():
    with pytest.raises(SourceError, match=r"/dev/video99 .*\. "):
        open_source("v4l2:/dev/video99?size=1920x1080&rate=60&format=mjpeg")


def test_a_test_picture_that_ffmpeg_does_not_know_is_a_sentence():
    with pytest.raises(SourceError, match="cannot be captured"):
        open_source("lavfi:no_such_pattern")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.EBUSY, "is used by another program"),
        (errno.EACCES, "You may not use"),
        (errno.ENODEV, "was not found"),
        (errno.EINVAL, "gives no pictures in this mode"),
    ],
)
def test_each_fault_of_a_card_has_its_own_advice(code, sentence):
    feed = parse_live_url("v4l2:/dev/video0")
    assert sentence in why_not_opened(feed, OSError(code, "fault"))
