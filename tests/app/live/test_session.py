"""A session: the picture goes on whatever happens, and nothing runs after it is closed."""

import threading

import pytest
from PIL import Image

from app.live import Session
from app.video import SourceError, open_source
from app.video.file import open_video
from tests.app.live.analyzers import Failing, Recorder, Slow
from tests.app.video.numbered import number_in, numbered_picture
from tests.fakes import FakeSource


def wait_for_frame(qtbot, session, index=None):
    """The next frame, or the one with that index."""
    found = []

    def has_come():
        frame = session.poll_frame()
        if frame is not None and index in (None, frame.index):
            found.append(frame)
        return bool(found)

    qtbot.waitUntil(has_come)
    return found[0]


def wait_for_analysis(qtbot, session, index=None):
    found = []

    def has_come():
        analysis = session.poll_analysis()
        if analysis is not None and index in (None, analysis.frame.index):
            found.append(analysis)
        return bool(found)

    qtbot.waitUntil(has_come)
    return found[0]


class TestLive:
    def test_frames_of_a_card_reach_the_window(self, qtbot, open_session, card):
        session = open_session(card)
        shown = card.show(brightness=77)
        assert wait_for_frame(qtbot, session) is shown
        assert session.source_name == card.name
        assert not session.is_seekable
        assert session.playback is None

    def test_the_window_gets_the_newest_frame_and_drops_are_counted(
        self, qtbot, open_session, card
    ):
        session = open_session(card)
        for _ in range(5):
            card.show()
        qtbot.waitUntil(lambda: session.health.dropped_display == 4)
        assert session.poll_frame().index == 4
        assert session.poll_frame() is None

    def test_each_frame_is_analysed_with_its_own_pixels(self, qtbot, open_session, card):
        session = open_session(card, Recorder())
        shown = card.show(brightness=9)
        assert wait_for_analysis(qtbot, session).frame is shown

    def test_a_slow_analyzer_does_not_hold_the_picture(self, qtbot, open_session, card):
        slow = Slow()
        session = open_session(card, slow)
        card.show()
        slow.has_begun.wait()
        for _ in range(50):
            card.show()
        wait_for_frame(qtbot, session, index=50)
        health = session.health
        slow.gate.set()
        assert health.dropped_analysis == 49
        wait_for_analysis(qtbot, session, index=50)

    def test_a_failing_analyzer_does_not_stop_the_picture(self, qtbot, open_session, card):
        session = open_session(card, Failing())
        with qtbot.waitSignal(session.analysis_failed) as failed:
            card.show()
        card.show()
        assert wait_for_frame(qtbot, session, index=1)
        assert "the picture goes on" in failed.args[0]

    def test_an_analyzer_can_be_changed_while_frames_run(self, qtbot, open_session, card):
        first, second = Recorder(), Recorder()
        session = open_session(card, first)
        card.show()
        wait_for_analysis(qtbot, session, index=0)
        session.set_analyzer(second)
        card.show()
        wait_for_analysis(qtbot, session, index=1)
        assert first.story == ["reset", 0]
        assert second.story[0] == "reset"
        assert second.story[-1] == 1

    def test_a_lost_signal_shows_within_a_second_and_does_not_end_the_session(
        self, qtbot, open_session
    ):
        session = open_session(FakeSource())
        qtbot.waitUntil(lambda: session.health.signal_lost_since_s is not None, timeout=1000)
        assert session.now_s - session.health.signal_lost_since_s < 1.5

    def test_after_a_lost_signal_the_analyzer_has_forgotten(self, qtbot, open_session, card):
        recorder = Recorder()
        session = open_session(card, recorder)
        card.show()
        wait_for_analysis(qtbot, session, index=0)
        card.lose_signal()
        card.show()
        wait_for_analysis(qtbot, session, index=1)
        assert recorder.story == ["reset", 0, "reset", 1]

    @pytest.mark.parametrize(
        ("error", "sentence"),
        [
            (SourceError("The card is gone. Plug it in."), "The card is gone. Plug it in."),
            (KeyError("unforeseen"), "The source stopped"),
        ],
    )
    def test_a_source_that_fails_says_so_once(self, qtbot, open_session, card, error, sentence):
        session = open_session(card)
        with qtbot.waitSignal(session.failed) as failed:
            card.fail(error)
        assert failed.args[0].startswith(sentence)

    def test_the_rates_are_those_measured(self, qtbot, open_session):
        session = open_session(open_source("lavfi:testsrc2=size=64x48:rate=30"), Recorder())
        qtbot.waitUntil(lambda: session.health.capture_hz > 20)
        qtbot.waitUntil(lambda: session.health.analysis_hz > 20)
        assert session.health.capture_hz < 40
        assert session.health.signal_lost_since_s is None

    def test_a_source_that_failed_is_over_and_one_without_signal_is_not(
        self, qtbot, open_session, card
    ):
        session = open_session(card)
        card.lose_signal()
        card.show()
        wait_for_frame(qtbot, session)
        assert not session.health.is_over
        card.fail(SourceError("The card is gone. Plug it in."))
        qtbot.waitUntil(lambda: session.health.is_over)

    def test_a_live_source_cannot_be_paused(self, open_session, card):
        session = open_session(card)
        with pytest.raises(TypeError, match="is live"):
            session.pause()


class TestReplay:
    def test_a_file_plays_at_its_own_pace_to_its_end(self, qtbot, replay):
        recorder = Recorder()
        with qtbot.waitSignal(replay(recorder).ended, timeout=10_000):
            pass
        assert recorder.story[:2] == ["reset", 0]

    def test_playing_takes_as_long_as_the_file(self, qtbot, replay):
        session = replay()
        started_s = wait_for_frame(qtbot, session)
        assert started_s.time_s < 0.5
        with qtbot.waitSignal(session.ended, timeout=10_000):
            pass
        assert session.playback.frame_index == 59
        assert not session.playback.playing

    def test_a_frame_that_cannot_be_read_stops_the_play_and_not_the_search(
        self, qtbot, open_session, tmp_path
    ):
        for number in (0, 2):
            Image.fromarray(numbered_picture(number)).save(tmp_path / f"{number}.png")
        (tmp_path / "1.png").write_bytes(b"none")
        session = Session(open_source(str(tmp_path)))
        with qtbot.waitSignal(session.failed) as failed:
            session.start()
        assert failed.args[0].startswith("1.png is not an image")
        assert not session.playback.playing
        session.seek(2 / 30)
        assert wait_for_frame(qtbot, session, index=2)
        session.close()

    def test_a_paused_file_still_shows_its_first_frame(self, qtbot, open_session, clip):
        session = Session(open_video(clip))
        session.pause()
        session.start()
        frame = wait_for_frame(qtbot, session)
        session.close()
        assert frame.index == 0

    @pytest.mark.parametrize("index", [0, 1, 29, 30, 59])
    def test_a_seek_while_paused_shows_and_analyses_exactly_that_frame(self, qtbot, replay, index):
        session = replay(Recorder())
        session.pause()
        session.seek(index / 30 + 0.01)
        frame = wait_for_frame(qtbot, session, index)
        analysis = wait_for_analysis(qtbot, session, index)
        assert number_in(frame.pixels) == index
        assert analysis.frame is frame
        assert session.now_s == frame.time_s

    @pytest.mark.parametrize(("steps", "index"), [(1, 31), (-1, 29), (-7, 23), (99, 59), (-99, 0)])
    def test_a_step_shows_and_analyses_exactly_that_frame(self, qtbot, replay, steps, index):
        session = replay(Recorder())
        session.pause()
        session.seek(1.0)
        wait_for_frame(qtbot, session, index=30)
        session.step(steps)
        frame = wait_for_frame(qtbot, session, index)
        assert number_in(frame.pixels) == index
        assert wait_for_analysis(qtbot, session, index).frame is frame

    def test_many_quick_steps_add_up(self, qtbot, replay):
        session = replay()
        session.pause()
        session.seek(1.0)
        for _ in range(12):
            session.step(-1)
        frame = wait_for_frame(qtbot, session, index=18)
        assert number_in(frame.pixels) == 18

    def test_the_frame_that_shows_at_a_pause_is_the_last_analysed(self, qtbot, replay):
        recorder = Recorder()
        session = replay(recorder)
        wait_for_frame(qtbot, session, index=10)
        session.pause()
        qtbot.waitUntil(lambda: recorder.story[-1] == session.playback.frame_index)
        assert not session.playback.playing

    def test_an_analyzer_that_loads_during_a_pause_analyses_the_frame_that_shows(
        self, qtbot, replay
    ):
        session = replay()
        session.pause()
        session.seek(1.0)
        frame = wait_for_frame(qtbot, session, index=30)
        session.set_analyzer(Recorder())
        assert wait_for_analysis(qtbot, session, index=30).frame is frame

    def test_an_analysis_from_before_a_seek_is_not_shown_after_it(self, qtbot, replay):
        slow = Slow()
        session = replay(slow)
        session.pause()
        slow.has_begun.wait()
        session.seek(1.0)
        wait_for_frame(qtbot, session, index=30)
        slow.gate.set()
        assert wait_for_analysis(qtbot, session).frame.index == 30

    def test_a_seek_makes_the_analyzer_forget(self, qtbot, replay):
        recorder = Recorder()
        session = replay(recorder)
        session.pause()
        wait_for_analysis(qtbot, session)
        session.seek(1.0)
        wait_for_analysis(qtbot, session, index=30)
        assert recorder.story[-2:] == ["reset", 30]

    def test_a_loop_begins_again_without_history(self, qtbot, replay):
        recorder = Recorder()
        session = replay(recorder)
        session.set_looping(True)
        session.seek(1.9)
        qtbot.waitUntil(lambda: 57 in recorder.story)
        first = recorder.story.index(57)
        qtbot.waitUntil(lambda: "reset" in recorder.story[first:-1])
        end = recorder.story.index("reset", first)
        assert recorder.story[first:end] == sorted(recorder.story[first:end])
        assert recorder.story[end + 1] < 57
        assert session.playback.playing

    def test_playing_on_at_the_end_begins_at_the_start(self, qtbot, replay):
        session = replay()
        with qtbot.waitSignal(session.ended):
            session.seek(1.95)
        session.play()
        assert wait_for_frame(qtbot, session, index=0).index == 0
        assert session.playback.playing

    def test_twice_the_rate_takes_half_the_time(self, qtbot, replay):
        session = replay()
        session.set_rate(8.0)
        with qtbot.waitSignal(session.ended, timeout=1_500):
            pass
        assert session.playback.rate == 8.0

    def test_the_state_tells_where_the_file_stands(self, qtbot, replay):
        session = replay()
        session.pause()
        session.seek(1.0)
        wait_for_frame(qtbot, session, index=30)
        state = session.playback
        assert (state.frame_index, state.frame_count) == (30, 60)
        assert (state.position_s, state.duration_s) == pytest.approx((1.0, 2.0))
        assert (state.playing, state.rate, state.looping) == (False, 1.0, False)

    @pytest.mark.parametrize(
        "order",
        [
            lambda session: session.pause(),
            lambda session: session.seek(1.0),
            lambda session: session.step(1),
            lambda session: session.set_rate(2.0),
            lambda session: session.set_looping(True),
        ],
        ids=["pause", "seek", "step", "rate", "loop"],
    )
    def test_every_order_is_announced(self, qtbot, replay, order):
        session = replay()
        with qtbot.waitSignal(session.playback_changed):
            order(session)


class TestClosing:
    @pytest.fixture(autouse=True)
    def _no_thread_is_left(self):
        before = set(threading.enumerate())
        yield
        assert set(threading.enumerate()) <= before

    def test_a_live_session_leaves_no_thread_and_closes_its_source(self, qtbot, card):
        session = Session(card, Recorder())
        session.start()
        card.show()
        wait_for_frame(qtbot, session)
        session.close()
        assert card.is_closed

    def test_a_replay_leaves_no_thread(self, qtbot, clip):
        session = Session(open_video(clip), Recorder())
        session.start()
        wait_for_frame(qtbot, session)
        session.close()
        assert session.poll_frame() is None

    def test_a_session_that_never_started_closes_its_source(self, qtbot, card):
        Session(card).close()
        assert card.is_closed

    def test_closing_twice_is_closing_once(self, qtbot, card):
        session = Session(card)
        session.start()
        session.close()
        session.close()
        assert card.is_closed

    def test_a_source_that_failed_is_closed_too(self, qtbot, card):
        session = Session(card)
        session.start()
        with qtbot.waitSignal(session.failed):
            card.fail(SourceError("The card is gone. Plug it in."))
        session.close()
        assert card.is_closed


class TestPart:
    """A part of a loop, played over and over."""

    def test_it_begins_again_after_its_end(self, qtbot, replay):
        session = replay()
        session.set_part((10 / 30, 13 / 30))
        session.seek(12 / 30)
        wait_for_frame(qtbot, session, 13)
        later = [wait_for_frame(qtbot, session).index for _ in range(6)]
        assert min(later) == 10
        assert max(later) <= 13

    def test_without_an_end_nothing_is_repeated(self, qtbot, replay):
        session = replay()
        session.set_rate(4.0)
        session.set_part((0.1, None))
        with qtbot.waitSignal(session.ended):
            pass

    def test_its_last_frame_may_be_that_of_the_file(self, qtbot, replay):
        session = replay()
        session.set_rate(4.0)
        session.set_part((57 / 30, 59 / 30))
        session.seek(57 / 30)
        wait_for_frame(qtbot, session, 59)
        wait_for_frame(qtbot, session, 57)

    def test_it_ends_after_it_begins(self, replay):
        with pytest.raises(ValueError, match="ends after it begins"):
            replay().set_part((1.0, 1.0))
