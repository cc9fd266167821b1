"""Small pictures of other frames than the one that shows, with the masks of that very frame."""

import numpy as np
import pytest

from app.live import CineBuffer
from app.live.glance import glance
from app.live.packed import PackedLog, packed
from inference.types import Frame
from tests.app.ui.pictures import Ellipse, analysis_of
from tests.app.video.numbered import number_in, numbered_picture


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
