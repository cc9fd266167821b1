"""YOLACT as a contender of a study."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inference.analyzer import Analyzer, load_analyzer
from inference.engines import choose_engine
from inference.rules import Rules
from inference.yolact.checkpoint import (
    ModelCard,
    load_checkpoint,
    read_card,
    save_checkpoint,
    verify,
)
from inference.yolact.config import YolactConfig
from inference.yolact.model import Yolact
from inference.yolact.preprocess import preprocess
from training.dataset import LabelledImage
from training.sets import LabelledSet, taught_views
from training.study.comparison import Measured
from training.study.making import KnownImage, Progress, make_run
from training.study.pace import measured
from training.study.stored import StudyRun

if TYPE_CHECKING:
    from training.loop import TrainingSettings


@dataclass(frozen=True, slots=True)
class YolactContender:
    """YOLACT on one of our backbones, run by the engine that the program itself would choose."""

    name: str
    config: YolactConfig
    rules: Rules = Rules()
    start: Path | None = None
    is_counted: bool = False  # in a run, see make_run
    is_reference: bool = False  # trained as the reference implementation does

    def train(
        self,
        sets: Sequence[LabelledSet],
        validation: Sequence[LabelledImage],
        settings: "TrainingSettings",
        out: Path,
    ) -> Path:
        from inference.engines.export import export_beside, is_exported
        from training.saving import forget_checkpoints

        path = out / f"{self.name}.safetensors"
        if not path.exists():
            self._train_into(path, sets, validation, settings)
        if not is_exported(path):
            export_beside(path)
        forget_checkpoints(out)
        return path

    def run(
        self,
        weights: Path,
        tested: Sequence[KnownImage],
        seed: int,
        on_progress: Progress = lambda done, count: None,
    ) -> StudyRun:
        return make_run(weights, tested, seed, self.name, on_progress, self.is_counted)

    def measure(self, weights: Path, images: Sequence[LabelledImage]) -> Measured:
        engine = choose_engine(weights, verify(weights), "auto")
        analyzer = load_analyzer(weights)
        frames = [image.frame for image in images]
        config = read_card(weights).config
        inputs = [preprocess(frame.pixels, config) for frame in frames]
        return measured(
            self.name,
            f"{engine.name} {engine.precision}",
            lambda number: engine.infer(inputs[number % len(inputs)]),
            lambda number: analyzer.analyze_alone(frames[number % len(frames)]),
        )

    def _train_into(
        self,
        path: Path,
        sets: Sequence[LabelledSet],
        validation: Sequence[LabelledImage],
        settings: "TrainingSettings",
    ) -> None:
        import torch

        from training.calibrate import calibrated_rules
        from training.reference import as_the_reference
        from training.train import begun_from, train

        if self.is_reference:
            settings = as_the_reference(settings)
        begun = None if self.start is None else load_checkpoint(self.start).network
        start = None if begun is None else begun_from(begun, self.config)
        network = train(self.config, sets, validation, settings, path.parent, start)
        network.to("cuda" if torch.cuda.is_available() else "cpu")
        rules = calibrated_rules(network, validation, self.rules)
        card = ModelCard(
            name=self.name,
            config=network.config,
            views=taught_views(sets),
            rules=rules,
            card=_card_text(sets, settings, self.start),
        )
        network.cpu()
        save_checkpoint(path, network, _with_views(network, card, validation))


def with_rules(weights: Path, path: Path, rules: Rules) -> Path:
    """The same network in a file of its own, with these rules and the scores it was given."""
    from inference.engines.export import export_beside

    if not path.exists():
        known = load_checkpoint(weights)
        believed = rules.model_copy(update={"scores": known.card.rules.scores})
        path.parent.mkdir(parents=True, exist_ok=True)
        save_checkpoint(path, known.network, known.card.model_copy(update={"rules": believed}))
        export_beside(path)
    return path


def _with_views(network: Yolact, card: ModelCard, validation: Sequence[LabelledImage]) -> ModelCard:
    """The card with what calls a view, learnt from the validation images."""
    from inference.engines.torch_engine import TorchEngine
    from training.view_fit import fit_view_weights, shown

    analyzer = Analyzer(TorchEngine(network, "cpu"), card, "")
    seen = [shown(image.view, analyzer.find(image.frame), card.rules) for image in validation]
    weights = fit_view_weights([(1.0, seen)], card.config.classes)
    return card.model_copy(
        update={"rules": card.rules.model_copy(update={"view_weights": weights})}
    )


def _card_text(
    sets: Sequence[LabelledSet], settings: "TrainingSettings", start: Path | None
) -> str:
    images = sum(len(one.images) for one in sets)
    begun = "" if start is None else f", begun from {start.stem}"
    return (
        f"A contender of a study: {settings.steps} steps of {settings.batch_size} examples of "
        f"{images} images, seed {settings.seed}{begun}. Its figures are in the study's report. For "
        "research and teaching; not for diagnosis."
    )
