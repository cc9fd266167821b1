"""What the bedside bench counts, on films small enough to check by hand."""

import json
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from app.bench.agreement import Agreement, Tally, iou
from app.bench.arrival import Arrival, watch_arrivals
from app.bench.bedside import PACES, WAYS, BedsideReport, Row, analyse, not_carried
from app.bench.bedside_tables import print_bedside_report, verdicts
from app.bench.simulated import Pace, begun, play
from app.bench.truth import Film, films
from app.settings import OverlayMode
from inference import load_analyzer
from inference.anatomy import load_anatomy
from inference.machine import Machine
from inference.types import ViewPrediction
from tests.app.ui.pictures import Ellipse, analysis_of, speckled

ANATOMY = load_anatomy()
SYNC, LOW = OverlayMode.SYNCHRONISED, OverlayMode.LOW_LATENCY
QUICK = Pace(30, 1 / 60)


def drifting(count, step_px):
    """A film in which speckle, and a stomach in it, go to the right."""
    truths = []
    for index in range(count):
        at = speckled(index, shift_px=step_px * index)
        stomach = Ellipse("stomach", (200 + step_px * index, 180), (60, 40))
        truths.append(analysis_of([stomach], "abdomen", on=at))
    return Film(True, tuple(truths))


def agreement(film, pace, mode, carry=None, analyses=None):
    tally = Tally()
    own = dict(enumerate(film.truths)) if analyses is None else analyses
    tally.add(film, play(film.truths, own, pace, mode, carry))
    return tally.agreement


def test_an_analysis_begins_at_its_rate_with_the_newest_frame():
    assert [index for index, _ in begun(13, Pace(10, 0.045))] == [0, 3, 6, 9, 12]
    assert [index for index, _ in begun(6, Pace(30, 1 / 30))] == [0, 1, 2, 3, 4, 5]


def test_an_analysis_waits_for_the_one_before():
    done = [(index, round(done_s, 3)) for index, done_s in begun(10, Pace(30, 0.1))]
    assert done == [(0, 0.1), (3, 0.2), (6, 0.3), (9, 0.4)]


def test_an_analysis_waits_for_a_new_frame():
    assert [index for index, _ in begun(4, Pace(100, 0.001))] == [0, 1, 2, 3]


def test_perfect_findings_in_their_own_frames_agree_with_the_truth():
    found = agreement(drifting(12, 3), QUICK, SYNC)
    assert found.iou == 1.0
    assert found.steadiness == pytest.approx(1.0)
    assert found.view_changes == 0


def test_masks_that_are_carried_agree_better_than_those_left_behind():
    film = drifting(16, 4)
    carried = agreement(film, Pace(10, 0.045), LOW)
    left = agreement(film, Pace(10, 0.045), LOW, not_carried)
    assert carried.iou > 0.95 > left.iou


def test_masks_too_old_to_show_are_counted_as_not_shown():
    found = agreement(drifting(30, 0), Pace(5, 0.2), LOW)
    assert found.shown_percent == 0
    assert found.iou is None


def test_what_is_shown_where_nothing_is_agrees_with_nothing():
    film = drifting(4, 0)
    wrong = {
        index: analysis_of([Ellipse("heart", (200, 180), (20, 20))], "abdomen", on=truth.frame)
        for index, truth in enumerate(film.truths)
    }
    found = agreement(film, QUICK, SYNC, analyses=wrong)
    assert (found.iou, found.shown_percent) == (0.0, 0.0)


def test_a_view_that_comes_and_goes_is_counted():
    film = drifting(20, 0)
    nothing = ViewPrediction(None, 0.0)
    restless = {
        index: replace(truth, view=nothing) if index % 4 < 2 else truth
        for index, truth in enumerate(film.truths)
    }
    assert agreement(film, QUICK, SYNC, analyses=restless).view_changes > 100


def test_iou_is_the_shared_part():
    a, b = np.zeros((4, 4), np.uint8), np.zeros((4, 4), np.uint8)
    a[:, :2], b[:, 1:3] = 1, 1
    assert iou(a, b) == pytest.approx(1 / 3)


def test_films_rest_on_each_view_and_then_sweep():
    views = [ANATOMY.view("abdomen")]
    structures = [ANATOMY.structure("abdominal_circumference")]
    held, moving = films(views, structures, each_s=0.1)
    assert (held.is_held, moving.is_held) == (True, False)
    assert [truth.frame.index for truth in held.truths] == [0, 1, 2]
    first = held.truths[0]
    assert first.view.view is views[0]
    assert first.detections.labels.tolist() == [structures[0].index]
    assert first.detections.full(0).sum() == first.detections.masks[0].sum()


def test_each_rate_is_analysed_in_its_own_order(eager_model):
    film = drifting(7, 0)
    analyzers = {pace.hz: load_analyzer(eager_model, "onnx") for pace in PACES}
    found = analyse(film, analyzers)
    assert list(found[10]) == [0, 3, 6]
    assert list(found[30]) == [0, 1, 2, 3, 4, 5, 6]


@pytest.fixture
def report():
    def row(findings, way, iou):
        return Row(findings, "held", way, 10, 45.0, Agreement(iou, 95.0, 98.0, 0.97, 0.0))

    rows = [
        row(findings, way, value)
        for findings in ("network", "truth")
        for way, value in zip(WAYS, (0.8, 0.76, 0.7), strict=True)
    ]
    return BedsideReport(
        machine=Machine("Linux", "Some CPU", 2, None, {"PyTorch": 2}, {"numpy": "2"}, 0.1),
        model_hash="ab" * 32,
        film_s=6.0,
        rows=tuple(rows),
        arrivals=(
            Arrival(False, 900, 60.0, 0.0, 12.0, 20.0),
            Arrival(True, 900, 60.0, 18.0, 20.0, 61.0),
        ),
    )


def test_the_goals_are_told_as_reached_or_not(report):
    told = list(verdicts(report.rows))
    assert "network, held: IoU 0.760 of 0.800, 0.950 (goal reached)" in told[0]
    assert told[1].endswith("nothing was shown.")
    assert "at most 0 (goal reached)" in told[4]


def test_the_table_shows_every_way_and_the_arrivals(report):
    console = Console(width=120)
    with console.capture() as shown:
        print_bedside_report(report, console)
    text = shown.get()
    assert "0.760 (95)" in text
    assert "33, reached" in text
    assert "50, not reached" in text


def test_the_json_holds_every_figure(report):
    written = json.loads(json.dumps(report.to_json()))
    assert written["rows"][0]["agreement"]["iou"] == 0.8
    assert written["arrivals"][1]["p95_ms"] == 61.0


@pytest.mark.timeout(120)
def test_a_live_picture_is_timed_from_its_arrival_to_the_screen(eager_model, qapp):
    without, with_analysis = watch_arrivals(lambda: load_analyzer(eager_model, "onnx"), 0.5, 1)
    assert not without.has_analysis
    assert with_analysis.has_analysis
    assert without.painted > 1
    assert 0 < without.median_ms <= without.p95_ms
