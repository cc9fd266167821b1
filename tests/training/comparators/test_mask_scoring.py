import pytest
import torch


def test_a_mask_that_is_half_of_its_structure_has_half_the_iou():
    from training.comparators.mask_scoring import true_iou

    wanted = torch.ones(1, 28, 28)
    half = wanted.clone()
    half[:, 14:] = 0
    box, area = torch.tensor([[0.0, 0, 56, 56]]), torch.tensor([56.0 * 56])
    assert true_iou(wanted, wanted, box, area) == pytest.approx(1)
    assert true_iou(half, wanted, box, area) == pytest.approx(0.5)


def test_what_lies_beyond_the_box_counts_against_the_mask():
    from training.comparators.mask_scoring import true_iou

    full = torch.ones(1, 28, 28)
    box, area = torch.tensor([[0.0, 0, 56, 56]]), torch.tensor([2 * 56.0 * 56])
    assert true_iou(full, full, box, area) == pytest.approx(0.5)


def test_what_a_mask_is_worth_changes_the_score(make_network, example):
    from training.comparators.network import TwoStage
    from training.train import as_images

    plain = make_network().eval()
    scoring = make_network("mask-scoring-rcnn").eval()
    assert isinstance(scoring, TwoStage)
    scoring.load_state_dict(plain.state_dict(), strict=False)
    torch.nn.init.zeros_(scoring.mask_iou.layers[-1].weight)
    torch.nn.init.constant_(scoring.mask_iou.layers[-1].bias, 0.25)
    with torch.inference_mode():
        (before,) = plain(as_images([example()]))
        (after,) = scoring(as_images([example()]))
    torch.testing.assert_close(after.scores, before.scores * 0.25)
