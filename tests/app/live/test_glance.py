"""Small pictures of other frames than the one that shows, with the masks of that very frame."""

from threading import Event

import numpy as np
import pytest

from app.live import CineBuffer
from app.live.glance import glance
from app.live.packed import PackedLog, packed
from app.video.file import VideoFile, open_video
from inference.types import Frame
from tests.app.ui.pictures import Ellipse, analysis_of
from tests.app.video.numbered import number_in, numbered_picture, write_clip


def large(index=0):
    """Six times as high as a glance at it."""
    return Frame(index, index / 10, numbered_picture(index, 1080, 1440))


def test_a_glance_is_small_and_its_masks_lie_where_they_lay():
    frame = large(5)
    analysis = analysis_of([Ellipse("cranium", (720, 600), (360, 240))], on=frame)
    seen_small = glance(frame, 2.5, packed(analysis), None)
    assert seen_small.frame.pixels.shape == (180, 240, 3)
    assert number_in(seen_small.frame.pixels) == 5
    mask = seen_small.analysis.detections.full(0)
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    assert (rows[0], rows[-1]) == pytest.approx((60, 140), abs=1)
    assert (columns[0], columns[-1]) == pytest.approx((60, 180), abs=1)
    assert seen_small.analysis.frame is seen_small.frame


def test_a_thin_structure_is_not_lost():
    frame = large()
    thin = analysis_of([Ellipse("nuchal_translucency", (720, 600), (200, 6))], "neck", on=frame)
    assert glance(frame, 0.0, packed(thin), None).analysis.detections.full(0).any()


def test_only_what_was_asked_last_is_answered():
    buffer = CineBuffer()
    buffer.start()
    for index in range(5):
        buffer.add(large(index))
    buffer.settle()
    oldest = buffer.at(0.0).at_s
    buffer.glance(oldest)
    buffer.glance(oldest + 0.31)
    while (answer := buffer.glances.take()).frame.index != 3:
        assert answer.frame.index == 0  # it was at work on that one already
    assert answer.at_s == pytest.approx(oldest + 0.3)
    buffer.close()


def test_of_a_long_file_the_findings_that_came_last_are_kept():
    of_one = packed(analysis_of()).nbytes
    log = PackedLog(most_bytes=2 * of_one)
    for index in range(3):
        log.add(analysis_of(on=Frame(index, 0.0, numbered_picture(0, 360, 480))))
    assert log.get(0) is None
    assert log.get(1) is not None
    assert log.get(2) is not None


class TestOfAFile:
    def answers(self, qtbot, session, until):
        """Every answer up to that frame."""
        seen = []

        def is_there():
            if (answer := session.poll_glance()) is not None:
                seen.append(number_in(answer.frame.pixels))
            return until in seen

        qtbot.waitUntil(is_there, timeout=20_000)
        return seen

    def test_playing_does_not_wait_for_it(self, qtbot, clip, open_session):
        """The file is slow to open for the glance: it plays to its end meanwhile."""
        gate, files = Event(), [clip.open("rb")]

        def slow_again():
            if not files:
                gate.wait()
                files.append(clip.open("rb"))
            return files.pop()

        session = open_session(VideoFile(slow_again, "clip.mp4"))
        session.glance(1.0)
        with qtbot.waitSignal(session.ended, timeout=20_000):
            session.play()
        assert session.poll_glance() is None
        assert session.playback.frame_index == 59
        gate.set()
        assert self.answers(qtbot, session, until=30)

    def test_before_a_far_frame_comes_one_that_is_had_at_once(self, qtbot, clip, open_session):
        session = open_session(open_video(clip))
        session.pause()
        session.glance(31 / 30)
        seen = self.answers(qtbot, session, until=31)
        assert seen in ([20, 31], [31])  # a newer answer takes the place of one not seen

    def test_of_a_file_that_is_gone_there_is_none_and_it_plays_on(
        self, qtbot, tmp_path, open_session
    ):
        path = write_clip(tmp_path / "clip.mp4")
        session = open_session(open_video(path))
        path.unlink()
        session.glance(1.0)
        with qtbot.waitSignal(session.ended, timeout=20_000):
            session.play()
        assert session.poll_glance() is None
