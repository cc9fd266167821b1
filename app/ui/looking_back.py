"""Which frame of the last minute stands on the screen while a live picture is frozen."""

from app.live import CineBuffer, CineFrame
from app.ui.language import tr
from app.ui.showing import Shown
from inference.types import Frame

LEAST_BACK_S = 0.05


class LookingBack:
    """Every frame with the masks that were found in it, or with none. Used in the GUI thread."""

    def __init__(self, cine: CineBuffer) -> None:
        self._cine = cine
        self._held: Frame | None = None  # what was on the screen when it was frozen
        self._kept: CineFrame | None = None  # what is looked at instead
        self._shown = Shown()

    def hold(self, frame: Frame | None) -> None:
        """The picture was frozen at this frame."""
        self._held, self._kept = frame, None

    def leave(self) -> None:
        """Back to live."""
        self._held = self._kept = None

    def step(self, frames: int) -> None:
        index = self.index
        if index is not None:
            self._look_at(self._cine.stepped(index, frames))

    def move(self, seconds: float) -> None:
        if self.at_s is not None:
            self.seek(self.at_s + seconds)

    def seek(self, at_s: float) -> None:
        """The frame of that time, on the buffer's clock; at an end there is no further."""
        self._look_at(self._cine.at(at_s))

    def to_end(self) -> None:
        self.seek(self._cine.now_s)

    def look_at(self, index: int) -> bool:
        """That frame; False if it is not kept any more."""
        kept = self._cine.get(index)
        self._look_at(kept)
        return kept is not None

    @property
    def shown(self) -> Shown | None:
        """What to show; None: the picture that was frozen."""
        if self._kept is None:
            return None
        if self._kept.found is None:  # it may have been found since
            self._look_at(self._cine.get(self._kept.index))
        return self._shown

    @property
    def at_s(self) -> float | None:
        """When the frame on the screen came, on the buffer's clock; None: it is gone already."""
        kept = self._kept
        if kept is None and self._held is not None:
            kept = self._cine.get(self._held.index)
        return None if kept is None else kept.at_s

    @property
    def back_s(self) -> float | None:
        """How long before the newest frame it came; None: it is gone already."""
        at_s = self.at_s
        return None if at_s is None else self._cine.now_s - at_s

    @property
    def index(self) -> int | None:
        """Of the frame on the screen; None while nothing is held."""
        if self._kept is not None:
            return self._kept.index
        return None if self._held is None else self._held.index

    def _look_at(self, kept: CineFrame | None) -> None:
        """None changes nothing: what is on the screen stays there when it has left the buffer."""
        if kept is None or kept is self._kept:
            return
        is_same = self._kept is not None and self._kept.index == kept.index
        frame = self._shown.frame if is_same else None
        frame = frame or kept.frame()
        analysis = kept.analysis(frame)
        self._shown = Shown(frame, analysis, is_exact=analysis is not None)
        self._kept = kept


def back_words(back_s: float) -> str:
    """How far back a frame is, such as "−12.4 s"; "now" for the newest."""
    return tr("−{time:.1f} s").format(time=back_s) if back_s >= LEAST_BACK_S else tr("now")
