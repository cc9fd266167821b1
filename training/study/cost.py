"""Counts what a network costs: parameters and floating-point operations."""

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from training.study.stored import Cost


def cost_of(network: nn.Module, height: int, width: int) -> Cost:
    """Cost of a network that takes images (1, 3, height, width), whatever is in them."""
    return cost_on(network, torch.zeros(1, 3, height, width))


def cost_on(network: nn.Module, image: Tensor) -> Cost:
    """Cost of a network on an image (1, 3, height, width); torch counts its operations.

    Convolutions and matrix products are counted, as is usual; the rest is little beside them.
    """
    counter = FlopCounterMode(display=False)
    image = image.to(next(network.parameters()).device)
    with torch.inference_mode(False), torch.no_grad(), counter:
        network(image)
    parameters = sum(parameter.numel() for parameter in network.parameters())
    return Cost(parameters=parameters, gflops=counter.get_total_flops() / 1e9)
