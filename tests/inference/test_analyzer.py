"""The whole way from a frame to its analysis, with small networks of random weights."""

from pathlib import Path

import numpy as np
import pytest
import torch

from inference import Frame, ModelError, load_analyzer
from inference.anatomy import load_anatomy
from inference.rules import Rules
from inference.types import ScreenKind
from inference.yolact.checkpoint import ModelCard, hash_file, save_checkpoint
from inference.yolact.model import build_yolact

ANATOMY = load_anatomy()


def picture(index: int = 0, size: tuple[int, int] = (120, 160)) -> Frame:
    """Grey noise: of coloured noise nothing is analysed."""
    noise = np.random.default_rng(index).integers(0, 256, (*size, 1)).astype(np.uint8)
    return Frame(index, index / 25, np.repeat(noise, 3, axis=2))


@pytest.fixture(scope="module")
def eager_model(tmp_path_factory, small_config) -> Path:
    """A network that finds a great deal in noise, and rules that believe all of it."""
    torch.manual_seed(3)
    config = small_config.model_copy(
        update={"classes": (*small_config.classes[:6], "thalami", "foot")}
    )
    network = build_yolact(config).eval()
    with torch.no_grad():
        network.head.classes.weight.mul_(100)
        network.head.classes.bias.fill_(2.0)
    rules = Rules(min_score=0.3, scores={}, skull_fill=0.0, skull_aspect=100.0, neck_score=0.3)
    path = tmp_path_factory.mktemp("eager") / "eager.safetensors"
    save_checkpoint(path, network, ModelCard(name="eager", config=config, rules=rules))
    return path


def summary(analysis):
    found = analysis.detections
    masks = b"".join(mask.tobytes() for mask in found.masks)
    return found.boxes.tolist(), found.labels.tolist(), found.scores.tolist(), masks, analysis.view


def test_a_model_says_what_it_is_and_what_it_offers(small_model):
    info = load_analyzer(small_model).info
    assert info.name == "small"
    assert info.hash == hash_file(small_model)
    assert (info.engine, info.precision) == ("ONNX Runtime", "float32")
    assert info.structures == ANATOMY.structures


def test_landmarks_are_not_offered(eager_model):
    ids = [structure.id for structure in load_analyzer(eager_model).info.structures]
    assert ids == [*(structure.id for structure in ANATOMY.structures[:6]), "foot"]


def test_an_analysis_holds_its_frame_and_names_its_model(small_model):
    frame = picture()
    analysis = load_analyzer(small_model).analyze(frame)
    assert analysis.frame is frame
    assert analysis.model_hash == hash_file(small_model)
    assert analysis.duration_s > 0
    assert analysis.detections.frame_size == (120, 160)


def test_what_is_found_are_structures_of_the_view_in_the_frame(eager_model):
    analysis = load_analyzer(eager_model).analyze_alone(picture())
    found = analysis.detections
    labels = found.labels.tolist()
    assert analysis.view.view is not None
    assert {ANATOMY.structures[label] for label in labels} <= set(analysis.view.view.annotated)
    assert labels
    assert max(labels.count(label) - ANATOMY.structures[label].most for label in labels) <= 0
    assert found.full(0).shape == (120, 160)
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_in_one_place_only_the_best_of_look_alikes_is_found(tmp_path, small_config):
    """A network that sees a thigh in every anchor, and weaker a calf."""
    config = small_config.model_copy(update={"classes": ("thigh", "calf")})
    network = build_yolact(config).eval()
    with torch.no_grad():
        network.head.classes.weight.zero_()
        network.head.classes.bias.copy_(torch.tensor([2.0, 1.0]).repeat(config.anchors_per_cell))
    path = tmp_path / "limbs.safetensors"
    rules = Rules(min_score=0.3, scores={})
    save_checkpoint(path, network, ModelCard(name="limbs", config=config, rules=rules))

    found = load_analyzer(path, "torch").analyze_alone(picture()).detections

    assert {ANATOMY.structures[label].id for label in found.labels} == {"thigh"}


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (1080, 1920)])
def test_frames_of_any_size_are_analysed(eager_model, size):
    assert load_analyzer(eager_model).analyze(picture(size=size)).detections.frame_size == size


def test_the_same_clip_gives_the_same_analyses_in_another_analyzer(eager_model):
    clip = [picture(index) for index in (0, 0, 1, 1, 1, 2)]
    clip = [Frame(i, i / 25, frame.pixels.copy()) for i, frame in enumerate(clip)]
    first, second = load_analyzer(eager_model), load_analyzer(eager_model)
    assert [summary(first.analyze(f)) for f in clip] == [summary(second.analyze(f)) for f in clip]


def test_after_a_reset_a_frame_is_judged_by_itself(eager_model):
    analyzer = load_analyzer(eager_model)
    black = Frame(0, 0.0, np.zeros((120, 160, 3), np.uint8))
    analyzer.analyze(black)
    analyzer.reset()
    frame = picture(index=1)
    assert summary(analyzer.analyze(frame)) == summary(analyzer.analyze_alone(frame))


def test_nothing_is_looked_for_in_colour_doppler(eager_model):
    noise = picture().pixels
    flow = noise.copy()
    flow[40:80, 40:80] = (220, 40, 20)
    analyzer = load_analyzer(eager_model)
    analysis = analyzer.analyze(Frame(0, 0.0, flow))
    assert analysis.screen.kind is ScreenKind.COLOUR
    assert (len(analysis.detections), analysis.view.view) == (0, None)


def test_a_still_is_analysed_whatever_the_screen_shows(eager_model):
    flow = picture().pixels.copy()
    flow[40:80, 40:80] = (220, 40, 20)
    assert len(load_analyzer(eager_model).analyze_alone(Frame(0, 0.0, flow)).detections)


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(ModelError, match="There is no model file .*absent.safetensors"):
        load_analyzer(tmp_path / "absent.safetensors")


def test_a_model_of_other_things_is_refused(tmp_path, small_config):
    config = small_config.model_copy(update={"classes": ("cat", "dog")})
    card = ModelCard(name="pets", config=config)
    save_checkpoint(tmp_path / "pets.safetensors", build_yolact(config), card)
    with pytest.raises(ModelError, match="trained to find cat"):
        load_analyzer(tmp_path / "pets.safetensors")
