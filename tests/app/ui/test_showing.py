"""Which frame is shown, and with which overlay: the promise about masks and their age."""

import numpy as np
import pytest

from app.settings import OverlayMode
from app.ui.showing import CALM_S, GONE_S, Freshness, Showing
from tests.app.ui.pictures import analysis_of, frame, speckled

SYNC, LOW = OverlayMode.SYNCHRONISED, OverlayMode.LOW_LATENCY


def at(index):
    """Frame `index` of a source with 60 frames a second."""
    return frame(index, index / 60)


def analysed(index):
    return analysis_of(on=at(index))


def test_without_an_analysis_the_newest_frame_is_shown():
    newest = at(3)
    shown = Showing(SYNC).take(newest, None, 0.05, 0.0)
    assert (shown.frame, shown.analysis) == (newest, None)


def test_synchronised_shows_an_analysed_frame_with_its_own_overlay():
    own = analysed(1)
    shown = Showing(SYNC).take(at(4), own, now_s=0.07, wall_s=0.0)
    assert shown.frame is own.frame
    assert shown.analysis is own
    assert shown.is_exact


def test_synchronised_never_puts_a_mask_on_another_frame():
    showing = Showing(SYNC)
    for index in range(1, 120):
        late = analysed(index - 5) if index % 4 == 0 else None
        shown = showing.take(at(index), late, index / 60, index / 60)
        assert shown.analysis is None or shown.analysis.frame is shown.frame


def test_a_late_analysis_leaves_the_live_picture_without_masks():
    newest = at(30)
    shown = Showing(SYNC).take(newest, analysed(0), now_s=0.5, wall_s=0.0)
    assert (shown.frame, shown.analysis) == (newest, None)
    assert shown.age_s == pytest.approx(0.5)


def test_an_analysis_that_stops_does_not_hold_the_picture():
    showing = Showing(SYNC)
    showing.take(at(1), analysed(0), 0.02, 0.0)
    newest = at(60)
    assert showing.take(newest, None, 1.0, 1.0).frame is newest


def test_masks_come_back_only_after_a_calm_while():
    showing = Showing(SYNC)
    showing.take(at(30), analysed(0), 0.5, wall_s=10.0)
    soon = showing.take(at(32), analysed(31), 0.53, wall_s=10.0 + CALM_S / 2)
    later = showing.take(at(34), analysed(33), 0.56, wall_s=10.0 + CALM_S + 0.01)
    assert soon.analysis is None
    assert later.analysis is not None


def test_the_picture_holds_until_an_analysed_frame_has_caught_up():
    showing = Showing(SYNC)
    showing.take(at(30), analysed(0), 0.5, wall_s=10.0)
    behind = showing.take(at(34), analysed(28), 0.56, wall_s=11.0)
    caught_up = showing.take(at(36), analysed(31), 0.6, wall_s=11.03)
    assert (behind.frame.index, behind.analysis) == (30, None)
    assert caught_up.frame.index == 31


def test_time_on_the_screen_never_runs_backwards():
    showing = Showing(SYNC)
    times = []
    for index in range(200):
        delay = 30 if 50 <= index < 60 else 3
        own = analysed(index - delay) if index >= delay and index % 2 == 0 else None
        times.append(showing.take(at(index), own, index / 60, index / 60).frame.time_s)
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("age_s", "freshness"),
    [(0.03, Freshness.FULL), (0.08, Freshness.PALER), (0.12, Freshness.PALEST)],
)
def test_low_latency_ages_the_overlay_on_the_newest_frame(age_s, freshness):
    newest = speckled(60, 1.0)
    own = analysis_of(on=speckled(1, 1.0 - age_s))
    shown = Showing(LOW).take(newest, own, now_s=1.0, wall_s=0.0)
    assert shown.frame is newest
    assert shown.analysis is own
    assert shown.freshness is freshness
    assert not shown.is_exact


def test_low_latency_carries_the_overlay_to_where_things_are_by_now():
    own = analysis_of(on=speckled(1, 0.95))
    newest = speckled(4, 1.0, shift_px=7)
    shown = Showing(LOW).take(newest, own, now_s=1.0, wall_s=0.0)
    moves = shown.overlay.detections.boxes - own.detections.boxes
    np.testing.assert_allclose(moves, np.tile((7, 0, 7, 0), (4, 1)), atol=1.0)
    assert shown.overlay.frame is newest


def test_what_was_carried_is_painted_and_what_was_found_is_kept():
    own = analysis_of(on=speckled(1, 0.95))
    shown = Showing(LOW).take(speckled(4, 1.0, shift_px=7), own, now_s=1.0, wall_s=0.0)
    assert shown.analysis is own
    assert shown.overlay is not own


def test_a_frame_that_stays_is_not_carried_to_again():
    showing = Showing(LOW)
    first = showing.take(speckled(4, 1.0), analysis_of(on=speckled(1, 0.95)), 1.0, 0.0)
    assert showing.take(None, None, 1.004, 0.004).overlay is first.overlay


def test_over_a_cut_the_overlay_stays_where_it_was_and_is_paler_at_once():
    own = analysis_of(on=speckled(1, 0.97))
    elsewhere = frame(2, 1.0)
    shown = Showing(LOW).take(elsewhere, own, now_s=1.0, wall_s=0.0)
    assert shown.overlay is own
    assert shown.freshness is Freshness.PALER


def test_low_latency_puts_no_mask_of_another_frame_on_a_still():
    showing = Showing(LOW)
    former = analysed(5)
    showing.take(former.frame, former, 5 / 60, 0.0, is_still=True)
    stepped_to = analysed(6)
    waiting = showing.take(stepped_to.frame, None, 6 / 60, 0.1, is_still=True)
    own = showing.take(None, stepped_to, 6 / 60, 0.2, is_still=True)
    assert (waiting.frame, waiting.analysis) == (stepped_to.frame, None)
    assert own.analysis is stepped_to


def test_low_latency_drops_the_overlay_at_its_limit():
    own = analysis_of(on=frame(1, 1.0 - GONE_S))
    assert Showing(LOW).take(at(60), own, now_s=1.0, wall_s=0.0).analysis is None


@pytest.mark.parametrize("mode", list(OverlayMode))
def test_an_overlay_of_the_very_frame_is_shown_however_old(mode):
    own = analysed(7)
    shown = Showing(mode).take(own.frame, own, now_s=99.0, wall_s=0.0)
    assert shown.analysis is own
    assert shown.is_exact


def test_an_analysis_from_before_a_seek_back_is_not_shown():
    earlier = at(10)
    shown = Showing(SYNC, limit_s=0.5).take(earlier, analysed(100), now_s=10 / 60, wall_s=0.0)
    assert (shown.frame, shown.analysis) == (earlier, None)


@pytest.mark.parametrize("mode", list(OverlayMode))
def test_frozen_shows_a_frame_with_its_exact_overlay(mode):
    showing = Showing(mode)
    own = analysed(58)
    showing.take(at(60), own, now_s=1.0, wall_s=0.0)
    showing.freeze(0.0)
    shown = showing.take(at(90), analysed(80), now_s=1.5, wall_s=0.5)
    assert shown.frame is own.frame
    assert shown.analysis is own
    assert showing.frozen_for_s(0.5) == 0.5


def test_a_picture_frozen_without_a_recent_analysis_has_no_overlay():
    showing = Showing(LOW)
    newest = at(60)
    showing.take(newest, analysed(30), now_s=1.0, wall_s=0.0)
    showing.freeze(0.0)
    shown = showing.take(None, None, 1.1, 0.1)
    assert (shown.frame, shown.analysis) == (newest, None)


def test_going_on_shows_the_present():
    showing = Showing(SYNC)
    showing.take(at(1), None, 0.0, 0.0)
    showing.freeze(0.0)
    newest = at(200)
    showing.take(newest, None, 3.0, 3.0)
    showing.go_on()
    assert showing.take(None, None, 3.0, 3.0).frame is newest


def test_switched_off_analysis_leaves_no_mask():
    showing = Showing(SYNC)
    own = analysed(5)
    showing.take(own.frame, own, 0.1, 0.0)
    showing.forget_analysis()
    assert showing.take(None, None, 0.1, 0.0).analysis is None


def test_a_frozen_picture_keeps_no_mask_of_an_analysis_switched_off():
    showing = Showing(SYNC)
    own = analysed(5)
    showing.take(own.frame, own, 0.1, 0.0)
    showing.freeze(0.0)
    showing.forget_analysis()
    shown = showing.take(None, None, 0.2, 0.1)
    assert (shown.frame, shown.analysis) == (own.frame, None)
