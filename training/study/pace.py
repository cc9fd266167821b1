"""How fast a network runs on this machine, for the comparison."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

from inference.machine import device_in_words
from training.study.comparison import Measured

WARM_UP = 3  # first calls build what later ones find
ROUNDS = 30

Step = Callable[[int], object]  # called with the number of the round


def measured(model: str, engine: str, network: Step, end_to_end: Step) -> Measured:
    """Frames a second by the median of ROUNDS calls, one image each.

    engine      what computes, in words: "PyTorch float32"
    network     the network alone: a prepared image in, raw numbers out
    end_to_end  pixels in, findings out
    """
    return Measured(
        model=model,
        device=f"{device_in_words()}, {engine}",
        network=_per_s(network),
        end_to_end=_per_s(end_to_end),
    )


def _per_s(step: Step) -> float:
    for number in range(WARM_UP):
        step(number)
    return 1 / median(_timed(step, range(ROUNDS)))


def _timed(step: Step, numbers: Sequence[int]) -> list[float]:
    seconds = []
    for number in numbers:
        start = perf_counter()
        step(number)
        seconds.append(perf_counter() - start)
    return seconds
