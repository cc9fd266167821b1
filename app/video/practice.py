"""The practice phantom as a live source: a computed examination, and the probe that steers it."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from app.video.source import SignalLost, SourceError
from inference.told import told
from inference.types import Frame, PixelSize

if TYPE_CHECKING:  # the phantom is imported when it is opened: starting the program goes without
    from phantom.practice import PracticeSettings
    from phantom.practice_process import PracticeProcess
    from phantom.steering import Examination, ProbePose

PRACTICE = "phantom"  # the url
NAME: str = told("Practice phantom")
PERIOD_S = 1 / 25  # between two frames, at least
CORE_SHARE = 0.5  # of the time of one core, at most
READ_S = 1.0  # read() gives up after this
IDLE_S = 10.0  # without a hand for so long, the examination goes on by itself
HOW_TO_WRITE = told("Write phantom?age=12+3&position=supine&head=right&seed=1.")


@dataclass(frozen=True, slots=True)
class Held:
    """How the probe is held at a moment.

    probe         where it is
    view          the standard plane it is at or on the way to by itself; "" when steered by hand
    resumes_in_s  until it goes by itself again; None when it does already
    """

    probe: "ProbePose"
    view: str
    resumes_in_s: float | None


class ProbeControl:
    """The probe, held by a hand in one thread and looked at in another.

    Nobody steers: an examination runs. A hand takes over at once; IDLE_S after its last move the
    examination goes on from there.
    """

    def __init__(
        self,
        examination_from: "Callable[[ProbePose | None], Examination]",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = Lock()
        self._clock = clock
        self._examination_from = examination_from
        self._examination = examination_from(None)
        self._began_s = clock()
        self._by_hand: ProbePose | None = None
        self._steered_s = 0.0

    def now(self) -> Held:
        with self._lock:
            return self._now()

    def steer(self, probe: "ProbePose") -> None:
        """A hand has put the probe here."""
        with self._lock:
            self._by_hand, self._steered_s = probe.within_reach(), self._clock()

    def let_go(self) -> None:
        """The examination goes on now, from where the probe is."""
        with self._lock:
            if self._by_hand is not None:
                self._resume(self._clock())

    def _now(self) -> Held:
        now_s = self._clock()
        if self._by_hand is not None:
            left_s = self._steered_s + IDLE_S - now_s
            if left_s > 0:
                return Held(self._by_hand, "", left_s)
            self._resume(self._steered_s + IDLE_S)
        stop = self._examination.at(now_s - self._began_s)
        return Held(stop.probe, stop.view, None)

    def _resume(self, at_s: float) -> None:
        self._examination = self._examination_from(self._by_hand)
        self._began_s, self._by_hand = at_s, None


class PracticeSource:
    """Frames of the practice phantom, drawn in a process of its own.

    At most 25 a second, and so few that drawing takes half of a core: the rest is the analysis'.
    Each shows where the probe was when the frame was begun, and bears that time: it never lags.
    Only one thread may read; another may close meanwhile, and the read then raises SourceError.

    probe     steered by the window, looked at by read()
    settings  which fetus lies how
    ages      the youngest and the oldest there is, days
    figure    the fetus, for the picture beside the probe
    """

    def __init__(
        self, settings: "PracticeSettings", process: "PracticeProcess", ages: tuple[int, int]
    ) -> None:
        from phantom.practice import examination_over

        self.settings = settings
        self.ages = ages
        self.figure = process.figure
        self.probe = ProbeControl(partial(examination_over, process.stops))
        self.name = NAME
        self._process = process
        self._began_s = self._due_s = time.monotonic()
        self._asked_s: float | None = None  # for the picture that is being drawn
        self._index = 0

    def read(self) -> Frame:
        """The next frame, when it is due. Raises SignalLost if it takes more than a second, and
        the next read waits on for it; SourceError if the process has ended."""
        from phantom.errors import PhantomError

        try:
            return self._next_frame(time.monotonic() + READ_S)
        except PhantomError as error:
            raise SourceError(str(error)) from error

    def close(self) -> None:
        """Returns when the process has ended. From any thread."""
        self._process.close()

    def _next_frame(self, deadline_s: float) -> Frame:
        asked_s = self._asked_s or self._ask()
        drawn = self._process.receive(max(deadline_s - time.monotonic(), 0.0))
        if drawn is None:
            raise SignalLost(told("The practice phantom is slow. Close other programs."))
        self._asked_s = None
        self._due_s = asked_s + period_s(drawn.effort_s)
        height, width, _ = drawn.pixels.shape
        size = PixelSize(drawn.pixel_size_mm, drawn.pixel_size_mm, (0, 0, width, height))
        frame = Frame(self._index, asked_s, drawn.pixels, (size,))
        self._index += 1
        return frame

    def _ask(self) -> float:
        """For the next picture, when it is due. Returns the time that it will show."""
        time.sleep(max(self._due_s - time.monotonic(), 0.0))
        self._asked_s = now_s = time.monotonic()
        self._process.ask(self.probe.now().probe, now_s - self._began_s)
        return now_s


def period_s(effort_s: float) -> float:
    """From one frame to the next, if one core computed so long for the first."""
    return max(PERIOD_S, effort_s / CORE_SHARE)


def is_practice(url: str) -> bool:
    """Whether the url asks for the practice phantom; a file of that name is ./phantom."""
    return re.fullmatch(rf"{PRACTICE}(:|\?.*|:\?.*)?", url, re.IGNORECASE) is not None


def practice_url(age_days: int, position: str, head: str, seed: int) -> str:
    """The url of that fetus, lying that way."""
    age = f"{age_days // 7}+{age_days % 7}"
    return f"{PRACTICE}?age={age}&position={position}&head={head}&seed={seed}"


def open_practice(url: str) -> PracticeSource:
    """`phantom`, or `phantom?age=12+3&position=supine&head=right&seed=1`.

    position is supine, prone, left or right; what is not said is as by default. Raises SourceError
    for what cannot be read or shown, and where its process cannot be started.
    """
    from phantom.errors import PhantomError
    from phantom.practice import OLDEST_DAYS, YOUNGEST_DAYS
    from phantom.practice_process import PracticeProcess

    try:
        settings = _settings(url.partition("?")[2])
        process = PracticeProcess(settings)
    except PhantomError as error:
        raise SourceError(str(error)) from error
    return PracticeSource(settings, process, (YOUNGEST_DAYS, OLDEST_DAYS))


def _settings(query: str) -> "PracticeSettings":
    from phantom.practice import HeadSide, Position, PracticeSettings, days_old

    read: dict[str, Callable[[str], object]] = {
        "age": days_old, "position": Position, "head": HeadSide, "seed": int,
    }  # fmt: skip
    names = {"age": "age_days"}
    chosen: dict[str, Any] = {}
    for part in filter(None, query.split("&")):
        key, _, value = part.partition("=")
        try:
            chosen[names.get(key, key)] = read[key](value)
        except (KeyError, ValueError) as error:
            raise SourceError(
                told(
                    "The practice phantom does not understand {part}. {how_to_write}",
                    part=part,
                    how_to_write=HOW_TO_WRITE,
                )
            ) from error
    return PracticeSettings(**chosen)
