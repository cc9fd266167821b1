import numpy as np
import pytest
import torch

from inference.types import Detections


def test_a_finding_lies_where_it_is_in_the_image(make_network):
    from training.comparators.finding import in_pixels
    from training.comparators.regions import Found

    mask = torch.zeros(1, 28, 28)
    mask[:, :, :14] = 1  # the left half
    found = Found(torch.tensor([[24.0, 24, 72, 72]]), torch.tensor([1]), torch.tensor([0.9]), mask)
    detections = in_pixels(found, 96, (192, 384))
    assert detections.boxes.tolist() == [[96, 48, 288, 144]]
    full = detections.full(0)
    assert full[50:140, 100:188].all()
    assert not full[:, 196:].any()
    assert full.sum() == pytest.approx(96 * 96, rel=0.05)


def test_the_best_score_stands_first():
    from training.comparators.finding import in_pixels
    from training.comparators.regions import Found

    boxes = torch.tensor([[0.0, 0, 9, 9], [10, 10, 20, 20]])
    found = Found(boxes, torch.tensor([0, 1]), torch.tensor([0.2, 0.7]), torch.ones(2, 28, 28))
    assert in_pixels(found, 96, (96, 96)).labels.tolist() == [1, 0]


def test_the_view_is_called_from_the_essential_structure(make_network):
    from training.comparators.finding import called_view
    from training.comparators.weights import TwoStageCard

    card = TwoStageCard(name="two", config=make_network().config)
    y, x = np.mgrid[:60, :80]
    oval = (((x - 40) / 38) ** 2 + ((y - 30) / 28) ** 2 < 1).astype(np.uint8)
    skull = Detections(
        np.array([[10, 10, 90, 70]], np.float32),
        np.array([0]),
        np.array([0.95], np.float32),
        (oval,),
        (100, 100),
    )
    assert called_view(skull, card) == "head"
    assert called_view(Detections.none((100, 100)), card) == "none"
