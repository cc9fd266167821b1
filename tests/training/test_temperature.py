"""The temperature of confidence: fitted where it is known, and moving no order and no threshold."""

import numpy as np
import pytest

from inference.rules import Rules, confidences
from training.temperature import calibration_error, fit_temperature

RULES = Rules(min_score=0.5, scores={})


def found(temperature, count=4000):
    """Scores of a network that is right as often as it would say at this temperature."""
    draw = np.random.default_rng(1)
    scores = draw.uniform(0.5, 0.999, count)
    is_right = draw.random(count) < confidences(scores, temperature)
    return {"cranium": list(zip(scores.tolist(), is_right.tolist(), strict=True))}


@pytest.mark.parametrize("true", [0.6, 1.0, 2.5])
def test_the_temperature_that_made_the_scores_is_found_again(true):
    fit = fit_temperature(found(true), RULES)
    assert fit.temperature == pytest.approx(true, rel=0.15)
    assert fit.count == 4000


def test_a_network_that_is_too_sure_is_said_to_err_less_afterwards():
    fit = fit_temperature(found(2.5), RULES)
    assert fit.error_after < fit.error_before / 2


def test_what_is_not_believed_does_not_count():
    low = [(0.3, False)] * 500
    fit = fit_temperature(found(2.5) | {"palate": low}, RULES)
    assert fit == fit_temperature(found(2.5), RULES)


def test_a_withheld_structure_does_not_count():
    rules = RULES.model_copy(update={"withheld": ("cranium",)})
    assert fit_temperature(found(2.5), rules) is None


def test_too_few_or_all_right_give_no_temperature():
    assert fit_temperature({"cranium": [(0.9, True), (0.8, False)]}, RULES) is None
    assert fit_temperature({"cranium": [(0.9, True)] * 100}, RULES) is None
    assert fit_temperature({}, RULES) is None


def test_half_stays_half_and_the_order_stays_the_order():
    scores = np.array([0.0, 0.2, 0.5, 0.9, 1.0])
    cooled = confidences(scores, 3.0)
    assert cooled[2] == pytest.approx(0.5)
    assert np.all(np.diff(cooled) > 0)
    assert cooled[3] < 0.9


def test_the_calibration_error_by_hand():
    said = np.array([0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1])
    is_right = np.array([True, True, True, False, False, False, False, False])
    assert calibration_error(said, is_right) == pytest.approx(0.5 * 0.15 + 0.5 * 0.1)


def test_a_file_from_before_has_no_temperature():
    assert Rules.model_validate({"min_score": 0.4}).temperature == 1.0


@pytest.mark.parametrize("wrong", [0.0, -1.0, float("nan"), float("inf")])
def test_a_temperature_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="temperature"):
        Rules(temperature=wrong)
