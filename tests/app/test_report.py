"""What is recorded beside an examination, and the report that is made of it."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from app.checklist import built_in
from app.exam import (
    ItemState,
    Moment,
    Reason,
    begin,
    confirmed,
    left_to_model,
    not_obtainable,
    overridden,
    taken_back,
    undone,
)
from app.measuring.measurement import Kind, Measurement, Status
from app.measuring.shapes import Line
from app.record import Origin, Record, Shot
from app.report import report_of
from app.settings import Paper
from inference.types import Frame, PixelSize

BEGAN = datetime(2026, 11, 23, 9, 12, 3)
HASH = "ab" * 32
AT = Moment(12.5, 375, 0.8, source=1)


def later(minutes):
    return BEGAN + timedelta(minutes=minutes)


def shot(taken=BEGAN):
    small = Future()
    small.set_result(np.zeros((30, 40, 3), np.uint8))
    return Shot(AT, taken, "head", "head", HASH, ("cranium",), small)


def no_shot():
    return None


def seen(exam, item_id, at=AT):
    first = exam.items[item_id].first or at
    return replace(exam, items={**exam.items, item_id: ItemState(first, at)})


class Session:
    """An examination and its record, minute by minute."""

    def __init__(self):
        self.exam = begin(built_in())
        self.record = Record(began=BEGAN, origins={1: Origin.RECORDED})
        self.minute = 0

    def becomes(self, exam, shoot=no_shot):
        self.minute += 1
        self.exam = exam
        self.record.follow(exam, later(self.minute), HASH, shoot)

    @property
    def report(self):
        return report_of(
            self.exam, self.record, lambda item: item.by == "manual", later(60), Paper.A4
        )

    def entry(self, item_id):
        return next(entry for entry in self.report.entries if entry.item.id == item_id)


@pytest.fixture
def session():
    return Session()


def test_nothing_seen_is_an_honest_report(session):
    report = session.report
    assert report.core_confirmed == 0
    assert all(entry.is_open and entry.by is None and entry.at is None for entry in report.entries)
    assert report.last is None


def test_a_sighting_has_the_time_of_the_first_and_of_the_best(session):
    session.becomes(seen(session.exam, "skull"))
    session.becomes(seen(session.exam, "skull", Moment(14.0, 420, 0.9, source=1)))
    entry = session.entry("skull")
    assert (entry.by, entry.at) == ("model", later(1))
    assert (entry.sighting.first, entry.sighting.best) == (later(1), later(2))
    assert entry.sighting.model_hash == HASH


def test_a_person_s_word_has_its_time_and_its_picture(session):
    picture = shot()
    session.becomes(confirmed(session.exam, "skull", AT), lambda: picture)
    entry = session.entry("skull")
    assert (entry.by, entry.at) == ("operator", later(1))
    assert session.report.pictures[0].shot is picture


def test_of_what_cannot_be_had_there_is_no_picture(session):
    session.becomes(not_obtainable(session.exam, "skull", Reason.POSITION, AT), shot)
    assert session.entry("skull").at == later(1)
    assert session.report.pictures == ()


def test_said_again_alike_it_has_the_time_of_the_second(session):
    session.becomes(confirmed(session.exam, "skull", AT))
    session.becomes(taken_back(session.exam, "skull"))
    session.becomes(confirmed(session.exam, "skull", AT))
    assert session.entry("skull").at == later(3)


def test_undone_it_has_its_first_time_again(session):
    session.becomes(confirmed(session.exam, "skull", AT))
    session.becomes(not_obtainable(session.exam, "skull", Reason.CRL, AT))
    session.becomes(undone(session.exam))
    assert session.entry("skull").at == later(1)


def test_items_confirmed_by_one_picture_stand_below_it_together(session):
    picture = shot()
    session.becomes(confirmed(session.exam, "skull", AT), lambda: picture)
    session.becomes(confirmed(session.exam, "midline", AT), lambda: picture)
    (only,) = session.report.pictures
    assert [item.id for item in only.items] == ["skull", "midline"]


def test_each_view_that_was_set_has_its_time(session):
    session.becomes(overridden(session.exam, "thorax", AT))
    session.becomes(left_to_model(session.exam))
    session.becomes(overridden(session.exam, "neck", AT))
    assert [at for _, at in session.report.overrides] == [later(1), later(3)]


def test_open_are_those_of_which_no_person_spoke(session):
    session.becomes(seen(session.exam, "skull"))
    session.becomes(confirmed(session.exam, "midline", AT))
    session.becomes(not_obtainable(session.exam, "alive", Reason.OTHER, AT))
    ids = [entry.item.id for entry in session.report.open("core")]
    assert "skull" in ids
    assert not {"midline", "alive"} & set(ids)


def test_a_report_does_not_change_with_what_comes_after_it(session):
    report = session.report
    session.becomes(confirmed(session.exam, "skull", AT), shot)
    assert report.core_confirmed == 0
    assert report.pictures == ()


class TestMeasurements:
    @pytest.fixture
    def frame(self):
        return Frame(7, 0.5, np.zeros((40, 60, 3), np.uint8))

    def length(self, mm):
        size = PixelSize(0.5, 0.5, (0, 0, 60, 40))
        return Measurement(Kind.DISTANCE, Line((0.0, 0.0), (mm, 0.0)), size, Status.PLACED)

    def values(self, session):
        return [each.measurements[0].value_mm for each in session.report.measured]

    def test_moved_on_the_same_frame_it_is_one(self, session, frame):
        session.record.measure(frame, AT, later(1), [self.length(10)])
        session.record.measure(frame, AT, later(2), [self.length(12)])
        assert self.values(session) == [12]

    def test_on_another_frame_it_is_another(self, session, frame):
        session.record.measure(frame, AT, later(1), [self.length(10)])
        session.record.measure(replace(frame, index=8), AT, later(2), [self.length(12)])
        assert self.values(session) == [10, 12]

    def test_removed_it_is_gone(self, session, frame):
        session.record.measure(frame, AT, later(1), [self.length(10)])
        session.record.measure(frame, AT, later(2), [])
        assert self.values(session) == []
