"""The one call from a frame to its analysis: `load_analyzer`, then `Analyzer.analyze`."""

from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

import resources
from inference.anatomy import Anatomy, Structure, load_anatomy
from inference.context import FLOOR
from inference.engines import EngineChoice, InferenceEngine, choose_engine
from inference.overlap import overlaps
from inference.rules import UNCALIBRATED
from inference.screen import ScreenWatch
from inference.smoothing import Steadier
from inference.told import told
from inference.types import Analysis, Detections, Frame, Screen, ScreenKind, ViewPrediction
from inference.view_weights import SEEN
from inference.views import Findings, ViewRules
from inference.yolact.anchors import anchor_grid
from inference.yolact.checkpoint import ModelCard, ModelError, read_card, verify
from inference.yolact.decode import DecodeSettings, find_candidates, in_context
from inference.yolact.masks import Candidates, assemble
from inference.yolact.preprocess import preprocess
from inference.yolact.traces import traces

SHIPPED_MODEL = resources.ROOT / "models" / "fetalens-light.safetensors"
CANDIDATES = 100  # of each structure: one or two are shown, and an anchor or two dozen see the same
SAME_PLACE_IOU = 0.6  # boxes of look-alikes that overlap more are one thing, read in two ways
LOWEST_SCORE = 0.01  # whatever the rules say: below is every anchor of every frame


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What the status line, pictures and exports say about the model.

    name         such as "fetalens-light 2026-11"
    hash         SHA-256 of the weights, hexadecimal; 12 digits are enough to show
    engine       "ONNX Runtime" or "PyTorch"
    precision    "float32" or "float16"
    structures   offered: those that the network was trained on and its rules do not withhold
    temperature  of confidence; 1 where none was fitted
    card         what it is, in a sentence or more; "" where its file does not say
    """

    name: str
    hash: str
    engine: str
    precision: str
    structures: tuple[Structure, ...]
    temperature: float = UNCALIBRATED
    card: str = ""


class Analyzer:
    """Finds structures and views in the frames of one source. Used in one thread only.

    It remembers the frames before, so reset it when the source changes or seeks; time that goes
    back, or a gap, resets it too. The same frames in the same order give the same analyses.
    """

    def __init__(self, engine: InferenceEngine, card: ModelCard, weights_hash: str) -> None:
        """Raises ModelError if the network was trained on what is not in the anatomy."""
        anatomy = load_anatomy()
        self._engine = engine
        self._config = card.config
        self.rules = card.rules
        self._anchors = anchor_grid(card.config)
        self._labels = _labels(card, anatomy)
        self._most = [anatomy.structures[i].most if i >= 0 else 1 for i in self._labels]
        self._families = _families(self._labels, anatomy)
        self._straight = [
            place
            for place, label in enumerate(self._labels.tolist())
            if label >= 0 and anatomy.structures[label].is_straight
        ]
        self._least = _least_score(card)
        self._settings = DecodeSettings(
            min_score=self._least if card.rules.context is None else min(self._least, FLOOR),
            top_k=CANDIDATES,
            is_tail_kept=False,
            voting_iou=card.rules.voting_iou,
            nms=card.rules.nms,
            context=card.rules.context,
        )
        views = ViewRules(anatomy, card.rules, frozenset(card.config.classes), card.views)
        self._steadier = Steadier(anatomy, card.rules, views)
        self._watch = ScreenWatch()
        self.info = ModelInfo(
            card.name,
            weights_hash,
            engine.name,
            engine.precision,
            tuple(
                structure
                for structure in anatomy.structures
                if structure.id in card.config.classes and structure.id not in card.rules.withheld
            ),
            card.rules.temperature,
            card.card,
        )

    def analyze(self, frame: Frame) -> Analysis:
        """What to show of a frame, knowing the frames before it.

        Nothing is looked for in colour Doppler, beside a second picture, or on a page.
        """
        start = perf_counter()
        screen = self._watch.look(frame)
        if screen.kind is not ScreenKind.B_MODE:
            self._steadier.reset()
            nothing = Detections.none((frame.height, frame.width)), ViewPrediction(None, 0.0)
            return self._analysis(frame, *nothing, start, screen)
        detections, view = self._steadier.next(self.find(frame), frame.time_s)
        return self._analysis(frame, detections, view, start, screen)

    def analyze_alone(self, frame: Frame) -> Analysis:
        """What to show of a frame by itself: a still, or one image of a study."""
        start = perf_counter()
        detections, view = self._steadier.by_itself(self.find(frame))
        return self._analysis(frame, detections, view, start, Screen())

    def reset(self) -> None:
        """Forget the frames before: the source is another, or was moved to another time."""
        self._steadier.reset()
        self._watch.reset()

    def find(self, frame: Frame) -> Findings:
        """Everything that may be in a frame, before any of it is believed."""
        raw = self._engine.infer(preprocess(frame.pixels, self._config))
        candidates = find_candidates(raw, self._anchors, self._config, self._settings)
        size = (frame.height, frame.width)
        candidates = in_context(candidates, self.rules.context, self._config.classes, size)
        candidates = candidates[candidates.scores > self._least]  # neighbours have had their say
        candidates = self._within_number(self._read_once(candidates))
        scores: dict[str, float] = {}
        for index, score in zip(candidates.classes, candidates.scores, strict=True):
            scores.setdefault(self._config.classes[index], float(score))  # best first
        structures = candidates[self._labels[candidates.classes] >= 0]
        detections = assemble(
            structures,
            raw.prototypes,
            size,
            self.rules.crop_padding,
            self._straight,
            raw.refiner,
        )
        labelled = replace(detections, labels=self._labels[detections.labels])
        return Findings(labelled, scores, traces(raw, self._config))

    def _read_once(self, candidates: Candidates) -> Candidates:
        """Of look-alikes in one place, a calf and a thigh, or a skull and a chest, the best."""
        family, boxes = self._families[candidates.classes], candidates.boxes
        rivals = (family[:, None] == family) & (family >= 0)
        rivals &= candidates.classes[:, None] != candidates.classes
        beaten = np.triu(rivals & (overlaps(boxes, boxes) > SAME_PLACE_IOU), k=1)
        return candidates[~beaten.any(axis=0)]

    def _within_number(self, candidates: Candidates) -> Candidates:
        """The best of each structure, as many as there can be."""
        counts = np.zeros(len(self._most), np.int64)
        keep = np.zeros(len(candidates), np.bool_)
        for row, index in enumerate(candidates.classes):
            keep[row] = counts[index] < self._most[index]
            counts[index] += 1
        return candidates[keep]

    def _analysis(
        self,
        frame: Frame,
        detections: Detections,
        view: ViewPrediction,
        start: float,
        screen: Screen,
    ) -> Analysis:
        return Analysis(frame, detections, view, perf_counter() - start, self.info.hash, screen)


def load_analyzer(model: Path | None = None, engine: EngineChoice = "auto") -> Analyzer:
    """An analyzer for a .safetensors file, by default the shipped one. Raises ModelError.

    Loading checks the file's hash and the engine's answer, so it takes a moment; the first analysis
    then takes no longer than the others.
    """
    path = SHIPPED_MODEL if model is None else model
    card = read_card(path)
    weights_hash = verify(path)
    return Analyzer(choose_engine(path, weights_hash, engine), card, weights_hash)


def _labels(card: ModelCard, anatomy: Anatomy) -> NDArray[np.int64]:
    """For each class of the network its structure's label, or -1 for a landmark."""
    labels = {landmark.id: -1 for landmark in anatomy.landmarks}
    labels |= {structure.id: structure.index for structure in anatomy.structures}
    strange = [name for name in card.config.classes if name not in labels]
    if strange:
        raise ModelError(
            told(
                "{card} cannot be used: it was trained to find {strange}, which is not a "
                "structure that Fetalens knows.",
                card=card.name,
                strange=strange[0],
            )
        )
    return np.array([labels[name] for name in card.config.classes], np.int64)


def _families(labels: NDArray[np.int64], anatomy: Anatomy) -> NDArray[np.int64]:
    """For each class of the network the number of its family, or -1 where it has none."""
    names = [anatomy.structures[i].family if i >= 0 else None for i in labels.tolist()]
    known = sorted({name for name in names if name is not None})
    return np.array([-1 if name is None else known.index(name) for name in names], np.int64)


def _least_score(card: ModelCard) -> float:
    """The lowest score that can still matter to a rule, or to the view."""
    rules = card.rules
    least = min(rules.score_of(name) for name in card.config.classes) - rules.leave_margin
    return max(LOWEST_SCORE, min(least, SEEN))
