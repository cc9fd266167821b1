"""Which of the four places in a DICOM header gives a loop its pace."""

import math

import pytest
from pydicom import Dataset

from app.video.dicom_timing import loop_timing


def header(**elements):
    dataset = Dataset()
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return dataset


def test_a_vector_gives_every_frame_its_own_time():
    timing = loop_timing(header(FrameTimeVector=["0", "40", "60"], FrameTime="33"), 3)
    assert timing.times_s == pytest.approx([0.0, 0.04, 0.1])
    assert timing.duration_s == pytest.approx(0.16)


def test_a_pointer_to_the_frame_time_overrules_the_vector():
    pointing = header(
        FrameTimeVector=["0", "40", "60"], FrameTime="50", FrameIncrementPointer=0x00181063
    )
    assert loop_timing(pointing, 3).times_s == pytest.approx([0.0, 0.05, 0.1])


def test_the_frame_time_comes_before_the_rates():
    timing = loop_timing(header(FrameTime="40", RecommendedDisplayFrameRate="10"), 2)
    assert timing.times_s == pytest.approx([0.0, 0.04])


def test_the_display_rate_comes_before_the_cine_rate():
    timing = loop_timing(header(RecommendedDisplayFrameRate="10", CineRate="50"), 2)
    assert timing.duration_s == pytest.approx(0.2)


def test_the_cine_rate_is_the_last_that_counts():
    timing = loop_timing(header(CineRate="50"), 2)
    assert timing.duration_s == pytest.approx(0.04)
    assert not timing.is_assumed


@pytest.mark.parametrize("useless", ["0", "-40", None])
def test_a_useless_frame_time_is_passed_over(useless):
    assert loop_timing(header(FrameTime=useless, CineRate="50"), 2).times_s[1] == 0.02


def test_a_time_that_is_no_number_is_passed_over():
    timing = loop_timing(Dataset(), 2)
    assert not math.isnan(timing.duration_s)
    assert timing.is_assumed


@pytest.mark.parametrize("vector", [["0", "40"], ["0", "40", "-1"], ["0", "0", "40"]], ids=str)
def test_a_vector_too_short_or_not_rising_is_passed_over(vector):
    timing = loop_timing(header(FrameTimeVector=vector, FrameTime="20"), 3)
    assert timing.times_s == pytest.approx([0.0, 0.02, 0.04])


def test_nothing_said_means_thirty_a_second_assumed():
    timing = loop_timing(Dataset(), 3)
    assert timing.duration_s == pytest.approx(0.1)
    assert timing.is_assumed


def test_a_single_picture_needs_no_pace():
    assert not loop_timing(Dataset(), 1).is_assumed
