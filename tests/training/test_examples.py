import numpy as np
import pytest
import torch

from training.examples import ExampleRow, FromHere
from training.loop import moving_average
from training.sets import LabelledSet


def test_a_place_of_the_row_has_one_example_whoever_asks(disc, tmp_path):
    rings = LabelledSet(tmp_path, 1.0, [disc(x=x) for x in (110, 150)])
    one, other = (ExampleRow([rings], 96, seed=3, length=8) for _ in range(2))
    np.testing.assert_array_equal(one[5].pixels, other[5].pixels)
    assert not np.array_equal(one[5].pixels, one[6].pixels)


def test_two_machines_take_turns_and_miss_nothing():
    parts = [list(FromHere(12, 0, batch=2, rank=rank, ranks=2)) for rank in range(2)]
    assert parts == [[0, 1, 4, 5, 8, 9], [2, 3, 6, 7, 10, 11]]


def test_after_a_break_they_go_on_where_the_row_was():
    parts = [list(FromHere(12, 4, batch=2, rank=rank, ranks=2)) for rank in range(2)]
    assert parts == [[4, 5, 8, 9], [6, 7, 10, 11]]


def test_a_moving_average_is_short_at_first_and_then_as_long_as_asked():
    average = moving_average(0.9)
    zero, one = torch.zeros(1), torch.ones(1)
    assert average(zero, one, torch.tensor(0)).item() == pytest.approx(0.9)  # 1/10 is kept
    assert average(zero, one, torch.tensor(1000)).item() == pytest.approx(0.1)
