"""Each row of Health says that it is good, or what to do."""

import pytest

from app.live.latency import Percentiles
from app.ui.health_words import ROWS
from app.ui.status import AiState, PictureState, Status

BEFORE = Status()
LIVE = Status(picture=PictureState.LIVE, ai=AiState.ON, mode="low latency", capture_hz=60.0)


def read(name, status=LIVE, before=BEFORE, **changes):
    row = next(row for row in ROWS if row.name == name)
    fields = {field: getattr(status, field) for field in Status.__slots__}
    return row.read(Status(**fields | changes), before)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("Capture", {"capture_hz": 60.0}, {"capture_hz": 12.0}),
        ("Display", {"display_hz": 58.0}, {"display_hz": 9.0}),
        ("To the screen", {"latency": Percentiles(9, 20, 30)}, {"latency": Percentiles(9, 80, 90)}),
        ("Overlay age", {"age_ms": 40.0}, {"age_ms": 110.0}),
        ("Analysis", {"analysis_hz": 15.0}, {"analysis_hz": 3.0}),
        ("Analysis time", {"analysis_ms": 60.0}, {"analysis_ms": 400.0}),
        ("Not delivered", {"dropped_source": 1}, {"dropped_source": 20}),
        ("Not shown", {"dropped_display": 0}, {"dropped_display": 20}),
        ("Not kept", {"dropped_cine": 1}, {"dropped_cine": 20}),
        ("Memory", {"memory_mb": 700.0}, {"memory_mb": 5000.0}),
        ("Disk left", {"disk_minutes": 900.0}, {"disk_minutes": 3.0}),
    ],
)
def test_a_row_is_good_or_says_what_to_do(name, good, bad):
    assert read(name, **good).advice == ""
    assert read(name, **bad).advice.endswith(".")


def test_a_mask_on_its_own_frame_may_be_older():
    assert read("Overlay age", mode="synchronised", age_ms=110.0).advice == ""
    slow = Percentiles(90, 120, 140)
    assert read("To the screen", mode="synchronised", latency=slow).advice == ""


def test_frames_that_were_lost_long_ago_are_no_longer_a_fault():
    assert read("Not shown", before=Status(dropped_display=500), dropped_display=500).advice == ""


def test_a_file_has_no_last_minute_to_lack_frames():
    assert read("Not kept", picture=PictureState.REPLAY).value == ""
    assert read("Not kept", dropped_cine=3).value == "3"


def test_what_is_not_measured_is_not_judged():
    assert [row.read(Status(), BEFORE).advice for row in ROWS] == [None] * len(ROWS)


def test_the_three_delays_stand_in_one_row():
    assert read("To the screen", latency=Percentiles(9.2, 20, 31)).value == "9 · 20 · 31 ms"
