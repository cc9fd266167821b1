"""The test pattern tells its age, also as a picture of a picture."""

from contextlib import closing

import cv2
import numpy as np
import pytest

from app.video import open_source
from app.video.pattern import PatternReader
from inference.types import Frame


@pytest.fixture
def shown():
    with closing(open_source("pattern")) as source:
        return source.read()


def later(frame, seconds, pixels=None):
    return Frame(0, frame.time_s + seconds, frame.pixels if pixels is None else pixels)


def test_a_pattern_read_back_is_as_old_as_it_is(shown):
    assert PatternReader().age_s(later(shown, 0.073)) == pytest.approx(0.073, abs=0.003)


def test_it_is_read_from_a_smaller_darker_picture_with_something_around(shown):
    small = cv2.resize(shown.pixels, (768, 432), interpolation=cv2.INTER_AREA) // 2 + 20
    screen = np.full((720, 1280, 3), 40, np.uint8)
    screen[100:532, 200:968] = small
    assert PatternReader().age_s(later(shown, 0.073, screen)) == pytest.approx(0.073, abs=0.003)


def test_a_picture_without_the_pattern_has_no_age(shown):
    assert PatternReader().age_s(later(shown, 0.1, np.zeros((720, 1280, 3), np.uint8))) is None


def test_one_marker_alone_is_no_time(shown):
    half = shown.pixels.copy()
    half[:360] = 255
    assert PatternReader().age_s(later(shown, 0.1, half)) is None


def test_pictures_come_one_after_the_other_and_later(shown):
    with closing(open_source("pattern")) as source:
        frames = [source.read() for _ in range(3)]
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert frames[0].time_s < frames[1].time_s < frames[2].time_s
