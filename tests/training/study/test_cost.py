import pytest
from torch import nn

from training.study.cost import cost_of


def test_a_convolution_costs_two_operations_a_weight_and_pixel():
    cost = cost_of(nn.Conv2d(3, 4, 3, padding=1, bias=False), 10, 20)
    assert cost.parameters == 3 * 4 * 9
    assert cost.gflops == pytest.approx(2 * 3 * 4 * 9 * 200 / 1e9)


def test_a_network_is_counted_where_no_gradient_is_wanted(guessing_model):
    from inference.yolact.checkpoint import load_checkpoint

    network = load_checkpoint(guessing_model).network
    small, large = cost_of(network, 64, 64), cost_of(network, 128, 128)
    assert small.parameters == large.parameters == sum(p.numel() for p in network.parameters())
    assert large.gflops == pytest.approx(4 * small.gflops, rel=0.01)
