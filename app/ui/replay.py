"""Going through the frames of a file, as LookingBack does through the last minute."""

from app.live import PlaybackState, Session


class Replay:
    """Orders for a session of a file. Used in the GUI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def at_s(self) -> float:
        """When the frame on the screen begins."""
        return self._state.position_s

    def step(self, frames: int) -> None:
        self._session.step(frames)

    def seek(self, at_s: float) -> None:
        self._session.seek(min(max(at_s, 0.0), self._state.duration_s))

    def move(self, seconds: float) -> None:
        self.seek(self.at_s + seconds)

    def to_end(self) -> None:
        self._session.pause()
        self._session.seek(self._state.duration_s)

    @property
    def _state(self) -> PlaybackState:
        playback = self._session.playback
        if playback is None:
            raise TypeError(f"{self._session.source_name} is live")
        return playback
