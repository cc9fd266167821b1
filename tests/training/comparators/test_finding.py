import pytest
import torch


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
