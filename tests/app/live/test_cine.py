"""The last minute of a live source: what it keeps, what gives way, and whose masks are whose."""

import numpy as np
import pytest

from app.live.cine import WAITING_BYTES, CineBuffer
from app.live.cine_frame import CineRing, compressed
from app.live.packed import packed
from inference.types import Frame
from tests.app.live.analyzers import Recorder
from tests.app.ui.pictures import analysis_of, frame
from tests.app.video.numbered import number_in, numbered_picture


class Clock:
    def __init__(self):
        self.now_s = 1000.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def start(clock):
    """Makes buffers at work, and closes them after the test."""
    buffers = []

    def begin(**options):
        buffer = CineBuffer(clock=clock, **options)
        buffers.append(buffer)
        buffer.start()
        return buffer

    yield begin
    for buffer in buffers:
        buffer.close()


def numbered(index, time_s=None, height=48, width=64):
    pixels = numbered_picture(index, height, width)
    return Frame(index, index / 10 if time_s is None else time_s, pixels)


def fill(buffer, count, first=0):
    for index in range(first, first + count):
        buffer.add(numbered(index))
        buffer.settle()


def indices(buffer):
    return [kept.index for kept in buffer.frames()]


def test_the_shape_of_the_pixels_is_kept_with_them():
    frame = Frame(0, 0.0, numbered_picture(0), pixel_aspect=4 / 3)
    assert compressed(frame, 0.0).frame().pixel_aspect == 4 / 3


def test_frames_come_back_as_they_were_but_for_the_compression(start):
    buffer = start()
    fill(buffer, 5)
    assert [number_in(kept.frame().pixels) for kept in buffer.frames()] == [0, 1, 2, 3, 4]
    assert buffer.get(3).frame().time_s == pytest.approx(0.3)


def test_what_is_older_than_its_length_gives_way(start):
    buffer = start(length_s=1.0)
    fill(buffer, 30)
    assert indices(buffer) == list(range(19, 30))


def test_what_is_more_than_its_bytes_gives_way_and_the_newest_stays(start):
    size = compressed(numbered(7), 0.0).nbytes
    buffer = start(most_bytes=10 * size)
    fill(buffer, 30)
    assert buffer.nbytes <= 10 * size
    assert indices(buffer)[-1] == 29
    assert 8 <= len(indices(buffer)) <= 12


def test_findings_belong_to_their_frame_and_to_no_other(start):
    buffer = start()
    found = analysis_of(on=frame(1, 0.1))
    for index in range(3):
        buffer.add(frame(index, index / 10))
    buffer.add_analysis(found)
    buffer.settle()
    first, second, third = buffer.frames()
    assert first.found is None
    assert third.found is None
    back = second.analysis(second.frame())
    assert back.frame.index == 1
    assert all(map(np.array_equal, back.detections.masks, found.detections.masks))
    assert back.view == found.view


def test_what_was_seen_is_said_of_the_analysed_frames_alone(start):
    buffer = start()
    for index in range(3):
        buffer.add(frame(index, index / 10))
    buffer.add_analysis(analysis_of(on=frame(1, 0.1)))
    buffer.settle()
    (seen,) = buffer.seen()
    assert (seen.index, seen.view, seen.found.bit_count()) == (1, "head", 3)
    assert seen.at_s == pytest.approx(0.1)


def test_findings_of_a_frame_that_has_gone_are_let_go(start):
    buffer = start(length_s=0.5)
    fill(buffer, 20)
    before = buffer.nbytes
    buffer.add_analysis(analysis_of(on=numbered(2, height=360, width=480)))
    buffer.settle()
    assert buffer.nbytes == before


def test_frames_that_come_faster_than_they_can_be_kept_are_dropped_and_counted(clock):
    buffer = CineBuffer(clock=clock)  # nobody compresses yet
    size = numbered(0).pixels.nbytes
    large = Frame(0, 0.0, np.zeros((1, WAITING_BYTES - size // 2 - 1, 1), np.uint8))
    buffer.add(large)
    buffer.add(numbered(1))
    assert buffer.dropped == 1
    buffer.close()


def test_time_that_jumps_or_goes_back_is_the_time_that_passed_here(start, clock):
    buffer = start()
    buffer.add(numbered(0, 50.0))
    clock.now_s += 0.04
    buffer.add(numbered(1, 9000.0))  # a jump
    clock.now_s += 0.04
    buffer.add(numbered(2, 3.0))  # and back
    buffer.add(numbered(3, 3.1))
    buffer.settle()
    times = [kept.at_s for kept in buffer.frames()]
    assert times == pytest.approx([0.0, 0.04, 0.08, 0.18])


def test_frames_of_another_size_in_the_middle_are_kept_as_they_are(start):
    buffer = start()
    buffer.add(numbered(0))
    buffer.add(numbered(1, height=96, width=128))
    buffer.settle()
    assert [kept.frame().pixels.shape for kept in buffer.frames()] == [(48, 64, 3), (96, 128, 3)]
    assert [kept.size for kept in buffer.frames()] == [(48, 64), (96, 128)]


def test_steps_go_over_frames_that_are_missing_and_stop_at_the_ends():
    ring = CineRing(60.0, 10**9)
    for index in (2, 3, 7):
        ring.append(compressed(numbered(index), index / 10))
    assert ring.stepped(3, 1).index == 7
    assert ring.stepped(5, -1).index == 3
    assert ring.stepped(5, 1).index == 7
    assert ring.stepped(2, -9).index == 2
    assert ring.stepped(7, 4).index == 7


def test_a_time_gives_the_frame_that_was_the_newest_then():
    ring = CineRing(60.0, 10**9)
    assert ring.at(1.0) is None
    for index in (2, 3, 7):
        ring.append(compressed(numbered(index), index / 10))
    assert [ring.at(at_s).index for at_s in (0.0, 0.2, 0.65, 0.7, 99.0)] == [2, 2, 3, 7, 7]


def test_a_minute_of_masks_is_small():
    found = analysis_of()
    assert packed(found).nbytes < sum(mask.nbytes for mask in found.detections.masks) / 40


def test_a_session_keeps_a_live_source_and_what_was_found_in_it(qtbot, open_session, card):
    session = open_session(card, Recorder())
    for brightness in range(5):
        shown = card.show(brightness)
        qtbot.waitUntil(lambda shown=shown: session.cine.get(shown.index) is not None)
        qtbot.waitUntil(lambda shown=shown: session.cine.get(shown.index).found is not None)
    assert indices(session.cine) == [0, 1, 2, 3, 4]
    assert [seen.index for seen in session.seen] == [0, 1, 2, 3, 4]


def test_a_file_needs_no_such_buffer_and_says_what_was_seen_in_it(qtbot, replay):
    session = replay(Recorder())
    assert session.cine is None
    session.pause()
    session.seek(1.0)
    session.seek(0.5)
    qtbot.waitUntil(lambda: 15 in {seen.index for seen in session.seen})
    assert [seen.index for seen in session.seen] == sorted(seen.index for seen in session.seen)


def test_no_thread_of_it_runs_after_the_session_is_closed(open_session, card):
    session = open_session(card)
    card.show(1)
    session.close()
    assert session.cine.frames() == ()
