"""Mask R-CNN and Mask Scoring R-CNN as contenders of a study."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from inference.engines.parity import parity_image
from inference.rules import Rules
from inference.types import Detections
from training.calibrate import calibrated_scores
from training.comparators.config import TwoStageConfig, TwoStageName, two_stage_config
from training.comparators.finding import as_input, find, find_all, infer
from training.comparators.network import TwoStage
from training.comparators.training import train_two_stage
from training.comparators.weights import TwoStageCard, load_two_stage, save_two_stage
from training.dataset import LabelledImage
from training.loop import TrainingSettings
from training.saving import forget_checkpoints
from training.sets import LabelledSet, taught_views
from training.study.calling import findings_from, view_called_from
from training.study.comparison import Measured
from training.study.cost import cost_on
from training.study.making import KnownImage, Progress, found_instances, study_image
from training.study.pace import measured
from training.study.stored import Cost, StudyRun
from training.view_fit import fit_view_weights, shown


def two_stage_contender(
    name: TwoStageName, classes: tuple[str, ...], image_size: int
) -> "TwoStageContender":
    """The contender of this name, to find these classes in images of this size (a side, in px)."""
    return TwoStageContender(name, two_stage_config(name, classes, image_size))


@dataclass(frozen=True, slots=True)
class TwoStageContender:
    """A two-stage network in the study; see Contender. It is run by PyTorch."""

    name: str
    config: TwoStageConfig

    def train(
        self,
        sets: Sequence[LabelledSet],
        validation: Sequence[LabelledImage],
        settings: TrainingSettings,
        out: Path,
    ) -> Path:
        path = out / f"{self.name}.safetensors"
        if not path.exists():
            network = train_two_stage(self.config, sets, validation, settings, out)
            found = find_all(_where_it_is_fast(network), validation)
            rules = _rules_from(found, validation, self.config.classes)
            views = taught_views(sets)
            card = TwoStageCard(name=self.name, config=self.config, views=views, rules=rules)
            save_two_stage(path, network.cpu(), card)
        forget_checkpoints(out)
        return path

    def run(
        self,
        weights: Path,
        tested: Sequence[KnownImage],
        seed: int,
        on_progress: Progress = lambda done, count: None,
    ) -> StudyRun:
        network, card, weights_hash = load_two_stage(weights)
        network = _where_it_is_fast(network)
        images = []
        for image, facts in tested:
            found = find(network, image)
            instances = found_instances(found, card.config.classes)
            images.append(study_image(image, facts, instances, _called(found, card)))
            on_progress(len(images), len(tested))
        return StudyRun(
            model=self.name,
            model_hash=weights_hash,
            seed=seed,
            cost=_cost(network),
            images=tuple(images),
        )

    def measure(self, weights: Path, images: Sequence[LabelledImage]) -> Measured:
        network, card, _ = load_two_stage(weights)
        network = _where_it_is_fast(network)
        batches = [as_input(network, image) for image in images]
        return measured(
            self.name,
            "PyTorch float32",
            lambda number: infer(network, batches[number % len(batches)]),
            lambda number: _called(find(network, images[number % len(images)]), card),
        )


def _rules_from(
    found: Sequence[Detections], validation: Sequence[LabelledImage], classes: Sequence[str]
) -> Rules:
    """From which score on each class is believed, and what calls a view."""
    scores = calibrated_scores(found, validation, classes)
    rules = Rules(scores=Rules().scores | scores)
    seen = [
        shown(image.view, findings_from(each, classes), rules)
        for image, each in zip(validation, found, strict=True)
    ]
    weights = fit_view_weights([(1.0, seen)], classes)
    return rules.model_copy(update={"view_weights": weights})


def _called(found: Detections, card: TwoStageCard) -> str:
    return view_called_from(found, card.config.classes, card.rules, card.views)


def _where_it_is_fast(network: TwoStage) -> TwoStage:
    return network.to("cuda" if torch.cuda.is_available() else "cpu")


def _cost(network: TwoStage) -> Cost:
    """On the picture that engines are checked with: how many masks are made depends on what is
    found, and nothing is in an empty one."""
    pixels = torch.from_numpy(parity_image(network.config.image_size))
    return cost_on(network, pixels.permute(2, 0, 1)[None].float())
