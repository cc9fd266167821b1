"""The memory of frames seen: bounded in bytes."""

import numpy as np

from app.video.indexed import FrameCache
from inference.types import Frame


def frame(index):
    return Frame(index, index / 10, np.zeros((10, 10, 3), np.uint8))


def test_the_oldest_frames_give_way_when_the_bytes_run_out():
    cache = FrameCache(max_bytes=900)
    for index in range(5):
        cache.put(frame(index))
    assert [cache.get(index) is not None for index in range(5)] == [False, False, True, True, True]


def test_a_frame_kept_twice_counts_once():
    cache = FrameCache(max_bytes=900)
    cache.put(frame(0))
    cache.put(frame(1))
    cache.put(frame(1))
    cache.put(frame(1))
    assert cache.get(0) is not None


def test_the_newest_frame_is_kept_even_if_it_alone_is_too_large():
    cache = FrameCache(max_bytes=0)
    cache.put(frame(7))
    assert cache.get(7) is not None
