"""One source on the screen: its session, what is shown of it, and the commands for it."""

import time
from datetime import datetime, timedelta

from app.live import FrameAnalyzer, PlaybackState, Session
from app.live.rates import RateMeter
from app.settings import OverlayMode
from app.ui.language import noted, tr
from app.ui.looking_back import LookingBack, back_words
from app.ui.replay import Replay
from app.ui.showing import LIVE_LIMIT_S, REPLAY_LIMIT_S, Showing, Shown
from app.ui.status import HeldView, LateWatch, PictureState
from inference.types import Analysis, Frame, Screen, ScreenKind, ViewPrediction

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
NEXT_FRAME_S = 0.020  # a source of fifty or more a second brings the next frame within
VIEW_STAYS_S = 1.0  # without a new analysis
# On the card over a dead picture: what to know, and what to do.
LOST_SCANNER = (
    noted("Look at the scanner, not here."),
    noted("Check the cable at the capture card. Trying again."),
)
LOST_PHANTOM = (
    noted("The practice phantom is drawn too slowly."),
    noted("Close other programs. It goes on by itself."),
)
AGAIN = noted("Open the source again.")


class Viewing:
    """Lives as long as its session, which it owns. Used in the GUI thread.

    back  looks through the last minute of a live source; None for a file
    """

    def __init__(
        self, session: Session, mode: OverlayMode, is_assessed: bool, is_drawn: bool = False
    ) -> None:
        """
        is_assessed  the session has an analyzer
        is_drawn     its pictures are the phantom's: there is no scanner and no cable
        """
        self.session = session
        self._is_drawn = is_drawn
        self._is_assessed = is_assessed
        self.shown = Shown()
        self.is_late = False
        self.back_s: float | None = None  # how far back the frozen frame is: asked once a tick
        self._showing = Showing(mode, REPLAY_LIMIT_S if session.is_seekable else LIVE_LIMIT_S)
        self._replay = Replay(session) if session.is_seekable else None
        self.back = None if session.cine is None else LookingBack(session.cine)
        self._held = HeldView()
        self._view: tuple[ViewPrediction, float] | None = None
        self._view_at_s = 0.0
        self._screen = Screen()
        self._late = LateWatch()
        self.coming: Analysis | None = None  # to be shown with the next frame
        self._frame_at_s = 0.0
        self._meter = RateMeter()

    def close(self) -> None:
        """Returns when no thread of the session runs. May be called in another thread."""
        self.session.close()
        self.session.deleteLater()

    def tick(self) -> Shown:
        """Look for a new frame and analysis, and pick what to show."""
        session, former, wall_s = self.session, self.shown, time.monotonic()
        frame = session.poll_frame()
        self.coming = session.poll_analysis() or self.coming
        if not self._is_assessed:  # it was in flight when AI was switched off
            self.coming = None
        analysis = None
        if not self._waits_for_frame(frame, wall_s):
            analysis, self.coming = self.coming, None
        shown = self._showing.take(frame, analysis, session.now_s, wall_s, self.is_still)
        if self.back is not None and (earlier := self.back.shown) is not None:
            shown = earlier if self._is_assessed else Shown(earlier.frame)
        self.shown = shown
        self._measure_back()
        if shown.frame is not former.frame:
            self._meter.tick()
        is_moving = not self.is_still and self._lost_since_s is None
        late_now = is_moving and shown.analysis is None and shown.age_s is not None
        self.is_late = self._late.update(late_now, wall_s)
        if shown.analysis is not None:
            if shown.analysis is not former.analysis:
                self._assess(shown.analysis)
            self._view_at_s = wall_s
        elif wall_s - self._view_at_s > VIEW_STAYS_S or self.is_still:
            self._view, self._screen = None, Screen()
        return shown

    def _waits_for_frame(self, frame: Frame | None, wall_s: float) -> bool:
        """Whether what was found is shown with the next frame, a moment from now.

        To paint it on the frame before, too, would make that next one late.
        """
        if frame is not None:
            self._frame_at_s = wall_s
        if frame is not None or self.is_still or self.session.is_seekable:
            return False
        is_carried = self.shown.carried is not None  # in low latency alone
        return is_carried and wall_s - self._frame_at_s < NEXT_FRAME_S

    def _measure_back(self) -> None:
        back = self.back if self.is_frozen else None
        self.back_s = None if back is None else back.back_s

    def _assess(self, analysis: Analysis) -> None:
        self._screen = analysis.screen
        held_s = self._held.update(analysis)
        is_assessed = analysis.screen.kind is ScreenKind.B_MODE
        self._view = (analysis.view, held_s) if is_assessed else None

    @property
    def view(self) -> tuple[ViewPrediction, float] | None:
        """The view of the picture and for how many seconds; None: nothing says which."""
        return None if self.picture_state is PictureState.NO_SIGNAL else self._view

    @property
    def screen(self) -> Screen:
        """What the scanner's screen shows, as far as the analyses on the screen say."""
        return Screen() if self._lost_since_s is not None else self._screen

    @property
    def playback(self) -> PlaybackState | None:
        """None for a live source."""
        return self.session.playback

    @property
    def is_assessed(self) -> bool:
        """An analyzer is at work, so that what was found may be shown."""
        return self._is_assessed

    @property
    def display_hz(self) -> float:
        return self._meter.hz

    @property
    def is_frozen(self) -> bool:
        return self._showing.is_frozen

    @property
    def is_still(self) -> bool:
        """The picture stands by the operator's will."""
        playback = self.playback
        return self.is_frozen or (playback is not None and not playback.playing)

    @property
    def is_unanalysed(self) -> bool:
        """The frozen frame was passed over, and nothing is known of it."""
        return self.is_frozen and self._is_assessed and self.shown.analysis is None

    @property
    def age_ms(self) -> float | None:
        """How long ago the frame of the newest overlay was captured; None when nothing moves."""
        if self.shown.age_s is None or self.is_still or self._lost_since_s is not None:
            return None
        playback = self.playback
        rate = 1.0 if playback is None else playback.rate
        return max(self.shown.age_s, 0.0) / rate * 1000

    @property
    def _lost_since_s(self) -> float | None:
        """On the source's clock; a frozen picture is true whatever becomes of the signal."""
        return None if self.is_frozen else self.session.signal_lost_since_s

    @property
    def picture_state(self) -> PictureState:
        if self._lost_since_s is not None:
            return PictureState.NO_SIGNAL
        if self.shown.frame is None:
            return PictureState.NONE
        if self.session.is_seekable:
            return PictureState.REPLAY
        if self.is_frozen:
            return PictureState.FROZEN
        is_moving = self._screen.still_since_s is None
        return PictureState.LIVE if is_moving else PictureState.SCANNER_FROZEN

    @property
    def picture_note(self) -> str:
        """What stands after the word of the picture's state."""
        state, playback = self.picture_state, self.playback
        if state is PictureState.LIVE:
            return f"{self.session.health.capture_hz:.0f}/s"
        if state is PictureState.FROZEN and self.back_s is not None:
            return back_words(self.back_s)
        if state is PictureState.FROZEN:
            return _seconds(self._showing.frozen_for_s(time.monotonic()))
        if state is PictureState.SCANNER_FROZEN and self._screen.still_since_s is not None:
            return _seconds(max(self.session.now_s - self._screen.still_since_s, 0.0))
        if state is PictureState.REPLAY and playback is not None:
            return f"{playback.rate:g}×" if playback.playing else noted("paused")
        return ""

    @property
    def lost_since(self) -> str:
        """When the signal was lost, also while one looks back; empty while there is one."""
        since_s = self.session.signal_lost_since_s
        if since_s is None:
            return ""
        began = datetime.now() - timedelta(seconds=max(self.session.now_s - since_s, 0.0))
        return f"{began:%H:%M:%S}"

    @property
    def lost_words(self) -> tuple[str, ...]:
        """What the card on a dead picture says; empty while there is a signal."""
        began = self.lost_since
        if self.is_frozen or not began:
            return ()
        what, then = LOST_PHANTOM if self._is_drawn else LOST_SCANNER
        again = AGAIN if self.session.health.is_over else then
        return tr("NO SIGNAL since {time}").format(time=began), tr(what), tr(again)

    def set_mode(self, mode: OverlayMode) -> None:
        self._showing.mode = mode

    def set_analyzer(self, analyzer: FrameAnalyzer | None) -> None:
        """None, when AI was switched off or failed, takes its masks off the picture too."""
        self.session.set_analyzer(analyzer)
        self._is_assessed = analyzer is not None
        if analyzer is None:
            self._showing.forget_analysis()
            self._view, self._screen = None, Screen()

    def toggle_freeze(self) -> None:
        """Freeze and go on; in replay, pause and play."""
        playback = self.playback
        if playback is not None:
            if playback.playing:
                self.session.pause()
            else:
                self.session.play()
        elif self.is_frozen:
            self.go_live()
        else:
            self.freeze()

    def freeze(self) -> None:
        """Hold a live picture; capture goes on."""
        if self.back is not None and not self.is_frozen:
            self._showing.freeze(time.monotonic())
            self.tick()
            self.back.hold(self.shown.frame)
            self._measure_back()

    def go_live(self) -> None:
        """A frozen live picture goes on; any other is as live as it can be."""
        if self.back is not None and self.is_frozen:
            self.back.leave()
            self._showing.go_on()

    @property
    def past(self) -> Replay | LookingBack | None:
        """Other frames than the one on the screen: of a file, or while live is frozen."""
        return self._replay or (self.back if self.is_frozen else None)

    @property
    def is_searchable(self) -> bool:
        return self.past is not None

    @property
    def position_s(self) -> float | None:
        """Where the frame on the screen is on the timeline; None: nowhere."""
        return None if self.past is None else self.past.at_s

    def look_at(self, index: int) -> bool:
        """That frame of a live source, frozen; False if it is not kept any more."""
        cine = self.session.cine
        if self.back is None or cine is None or cine.get(index) is None:
            return False
        self.freeze()
        return self.back.look_at(index)

    def step(self, frames: int) -> None:
        if self.past is not None:
            self.past.step(frames)

    def seek(self, at_s: float) -> None:
        """The frame of that time: of the file, or on the clock of the last minute."""
        if self.past is not None:
            self.past.seek(at_s)

    def move(self, seconds: float) -> None:
        if self.past is not None:
            self.past.move(seconds)

    def go_to_end(self) -> None:
        if self.past is not None:
            self.past.to_end()

    def mark_part(self) -> None:
        """Set the start of a part to play over and over, then its end, then clear it."""
        playback = self.playback
        if playback is None:
            return
        part_s, here_s = playback.part_s, playback.position_s
        if part_s is None or (part_s[1] is None and here_s <= part_s[0]):
            self.session.set_part((here_s, None))
        elif part_s[1] is None:
            self.session.set_part((part_s[0], here_s))
        else:
            self.session.set_part(None)

    def change_speed(self, steps: int, around: bool = False) -> None:
        """So many steps faster; `around` starts over after the fastest."""
        playback = self.playback
        if playback is None:
            return
        rate = playback.rate
        place = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - rate)) + steps
        place = place % len(SPEEDS) if around else min(max(place, 0), len(SPEEDS) - 1)
        self.session.set_rate(SPEEDS[place])

    def normal_speed(self) -> None:
        if self.session.is_seekable:
            self.session.set_rate(1.0)


def _seconds(time_s: float) -> str:
    return tr("{time:.0f} s").format(time=time_s)
