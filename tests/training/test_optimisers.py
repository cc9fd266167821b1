import pytest

from training.optimisers import rate_of


def test_the_references_rate_warms_up_and_falls_where_that_of_its_paper_does():
    rate = rate_of("sgd", 800_000)
    steps = (0, 250, 500, 279_999, 280_000, 599_999, 600_000, 700_000, 749_999, 750_000)
    rates = [rate(step) for step in steps]
    assert rates == pytest.approx([0.1, 0.55, 1, 1, 0.1, 0.1, 1e-2, 1e-3, 1e-3, 1e-4])


def test_ours_follows_half_a_cosine_to_nearly_nothing():
    rate = rate_of("adamw", 1000)
    rates = [rate(step) for step in (0, 49, 500, 1000)]
    assert rates == pytest.approx([0.01, 0.5, 0.5, 0.005], abs=0.01)
