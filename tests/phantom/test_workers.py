"""One function over many arguments, in this process or in others."""

import math
import multiprocessing
import os

import pytest

from phantom.errors import PhantomError
from phantom.workers import in_workers


def test_one_worker_is_this_process():
    assert list(in_workers(lambda _: os.getpid(), range(2), 1)) == [os.getpid()] * 2


def test_two_workers_give_the_same_results_in_the_same_order():
    assert list(in_workers(math.factorial, range(6), 2)) == [1, 1, 2, 6, 24, 120]
    assert not multiprocessing.active_children()


def test_an_error_of_a_worker_comes_back():
    with pytest.raises(ValueError, match="negative"):
        list(in_workers(math.factorial, [3, -1], 2))


@pytest.mark.parametrize("workers", [0, -1, 1000])
def test_a_number_of_workers_that_cannot_be_is_refused(workers):
    with pytest.raises(PhantomError, match="must be 1 to"):
        in_workers(math.factorial, [1], workers)
