"""Analyzers that find nothing, and remember what they were asked."""

from threading import Event

from inference.types import Analysis, Detections, Frame, ViewPrediction


def nothing_found(frame: Frame) -> Analysis:
    detections = Detections.none((frame.height, frame.width))
    return Analysis(frame, detections, ViewPrediction(None, 0.0), 0.001, "none")


class Recorder:
    """Notes every frame it is given, and "reset" wherever it is told to forget."""

    def __init__(self) -> None:
        self.story: list[int | str] = []

    def analyze(self, frame: Frame) -> Analysis:
        self.story.append(frame.index)
        return nothing_found(frame)

    def reset(self) -> None:
        self.story.append("reset")


class Slow(Recorder):
    """Takes as long as the test wants: every analysis waits for the gate."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Event()
        self.has_begun = Event()

    def analyze(self, frame: Frame) -> Analysis:
        self.has_begun.set()
        self.gate.wait()
        return super().analyze(frame)


class Failing(Recorder):
    """Breaks at its first frame."""

    def analyze(self, frame: Frame) -> Analysis:
        super().analyze(frame)
        raise RuntimeError("the network is out of memory")
