"""One source at work, as the window sees it. The only part of app.live that knows Qt."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.live.analysis import AnalysisWorker, FrameAnalyzer
from app.live.beside import GlanceWorker
from app.live.capture import CaptureWorker
from app.live.cine import CineBuffer
from app.live.glance import Glance, glance
from app.live.mailbox import Delivery, Mailbox
from app.live.packed import PackedLog
from app.live.playback import PlaybackState, PlaybackWorker
from app.live.seen import Seen, SeenLog
from app.video import SeekableSource, VideoSource
from inference.types import Analysis, Frame


@dataclass(frozen=True, slots=True)
class SessionHealth:
    """How a session is doing, measured over the last two seconds.

    capture_hz, analysis_hz  frames read and analysed a second; 0 if none
    dropped_display          frames the display was too slow for, since the start
    dropped_source           frames a live source left out, by its own times
    dropped_analysis         frames the analysis skipped because newer ones came, since the start
    dropped_cine             frames of a live source that its last minute lacks, since the start
    signal_lost_since_s      when the last frame was taken, on the clock of now_s, if that is too
                             long ago to be live; None while frames come, and for a file
    is_over                  a live source has ended or failed, and is not tried again
    """

    capture_hz: float
    analysis_hz: float
    dropped_analysis: int
    dropped_display: int
    dropped_cine: int
    dropped_source: int
    signal_lost_since_s: float | None
    is_over: bool


class Session(QObject):
    """Owns one source, its threads, and the mailboxes between them and the window.

    Frames and analyses are polled, at the display's pace; signals tell events, never pixels.

    cine  the last minute of a live source; None for a file, which can be searched itself
    """

    # Sentences are objects to Qt: as its strings they would lose what they are translated by.
    failed = Signal(object)  # a live source is over, a file stands at a bad frame; one sentence
    analysis_failed = Signal(object)  # the analysis is over, the picture goes on; one sentence
    ended = Signal()  # a file that does not loop has come to its end
    playback_changed = Signal()  # by an order; not the mere passing of time

    def __init__(
        self,
        source: VideoSource,
        analyzer: FrameAnalyzer | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.source_name = source.name
        self._display: Mailbox[Delivery[Frame]] = Mailbox()
        self._shown_run = 0
        self.cine: CineBuffer | None = None
        self._log, self._found = SeenLog(), PackedLog()
        self._worker: CaptureWorker | PlaybackWorker
        self._glancer: CineBuffer | GlanceWorker
        if isinstance(source, SeekableSource):
            self._glancer = GlanceWorker(source, self._glance_of)
            self._worker = PlaybackWorker(
                source,
                self._deliver,
                on_end=self.ended.emit,
                on_failure=self.failed.emit,
                on_change=self.playback_changed.emit,
            )
        else:
            self._glancer = self.cine = CineBuffer()
            self._worker = CaptureWorker(
                source, self._deliver, on_end=self.ended.emit, on_failure=self.failed.emit
            )
        self._analysis = AnalysisWorker(
            analyzer,
            on_failure=self.analysis_failed.emit,
            on_analysis=self._note if self.cine is None else self.cine.add_analysis,
        )

    @property
    def is_seekable(self) -> bool:
        return isinstance(self._worker, PlaybackWorker)

    def start(self) -> None:
        """Frames begin to flow; a file plays from its first frame."""
        self._analysis.start()
        self._glancer.start()
        self._worker.start()

    def end_analysis(self) -> None:
        """Returns when the analyzer is free for another session; frames go on."""
        self._analysis.close()

    def close(self) -> None:
        """Returns when no thread of this session runs and its source is closed. From any thread."""
        self._worker.close()
        self._analysis.close()
        self._glancer.close()
        self._display.close()

    def set_analyzer(self, analyzer: FrameAnalyzer | None) -> None:
        """Analyse with this from now on, a paused frame too; None switches the analysis off."""
        self._analysis.set_analyzer(analyzer)

    def poll_frame(self) -> Frame | None:
        """The newest frame, if one has come since the last poll."""
        delivery = self._display.poll()
        if delivery is None:
            return None
        self._shown_run = delivery.run
        return delivery.item

    def poll_analysis(self) -> Analysis | None:
        """The newest analysis since the last poll; none of what was shown before a jump."""
        delivery = self._analysis.analyses.poll()
        if delivery is None or delivery.run < self._shown_run:
            return None
        return delivery.item

    def glance(self, at_s: float) -> None:
        """Ask for a small picture of the frame of that time, on the timeline; what was asked last
        counts. Nothing waits for it, and what is shown stays."""
        self._glancer.glance(at_s)

    def poll_glance(self) -> Glance | None:
        """The answer to the last `glance`, once. Where the frame takes long, one near it comes
        before."""
        return self._glancer.glances.poll()

    def play(self) -> None:
        self._playback.play()

    def pause(self) -> None:
        """Stand still. The frame that shows is analysed, unless it was already."""
        self._playback.pause()

    def seek(self, time_s: float) -> None:
        """Show the frame of that time, and have it analysed, paused or not."""
        self._playback.seek(time_s)

    def step(self, frames: int) -> None:
        """Pause, and show the frame so many further; negative is back."""
        self._playback.step(frames)

    def set_rate(self, rate: float) -> None:
        self._playback.set_rate(rate)

    def set_looping(self, on: bool) -> None:
        self._playback.set_looping(on)

    def set_part(self, part_s: tuple[float, float | None] | None) -> None:
        """Play this part over and over; without an end it is only remembered, None is all."""
        self._playback.set_part(part_s)

    @property
    def playback(self) -> PlaybackState | None:
        """None for a live source."""
        return self._worker.state if isinstance(self._worker, PlaybackWorker) else None

    @property
    def health(self) -> SessionHealth:
        worker = self._worker
        return SessionHealth(
            capture_hz=worker.meter.hz,
            analysis_hz=self._analysis.meter.hz,
            dropped_analysis=self._analysis.frames.replaced,
            dropped_display=self._display.replaced,
            dropped_cine=0 if self.cine is None else self.cine.dropped,
            dropped_source=worker.gaps.missed if isinstance(worker, CaptureWorker) else 0,
            signal_lost_since_s=self.signal_lost_since_s,
            is_over=isinstance(worker, CaptureWorker) and worker.is_over,
        )

    @property
    def signal_lost_since_s(self) -> float | None:
        """As in `health`, which costs more to ask for."""
        worker = self._worker
        return worker.watch.lost_since_s if isinstance(worker, CaptureWorker) else None

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What the frames analysed so far show; of a live source those of its last minute."""
        return self._log.all() if self.cine is None else self.cine.seen()

    @property
    def seen_changes(self) -> int:
        """Grows whenever `seen` is another."""
        return self._log.changes if self.cine is None else self.cine.changes

    @property
    def now_s(self) -> float:
        """The source's clock: a file's position, or for a live source the monotonic clock."""
        playback = self.playback
        return time.monotonic() if playback is None else playback.position_s

    @property
    def _playback(self) -> PlaybackWorker:
        if not isinstance(self._worker, PlaybackWorker):
            raise TypeError(f"{self.source_name} is live: it cannot be paused or searched")
        return self._worker

    def _note(self, analysis: Analysis) -> None:
        """Of a file. In the analysis thread."""
        self._log.add(analysis)
        self._found.add(analysis)

    def _glance_of(self, frame: Frame) -> Glance:
        """Of a file. In the thread of glances."""
        index = frame.index
        return glance(frame, frame.time_s, self._found.get(index), self._log.get(index))

    def _deliver(self, delivery: Delivery[Frame]) -> None:
        """In the capture thread: to the display first, whatever becomes of the analysis."""
        self._display.put(delivery)
        if self.cine is not None:  # before the analysis can say what it found in it
            self.cine.add(delivery.item)
        self._analysis.frames.put(delivery)
