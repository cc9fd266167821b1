"""How much of each class there is a trace of in an image as a whole."""

import numpy as np
import pytest

from inference.yolact.anchors import anchor_grid
from inference.yolact.config import light_config
from inference.yolact.decode import RawOutput
from inference.yolact.traces import traces

CONFIG = light_config(("heart", "stomach"), 128)
SOFTMAX = CONFIG.model_copy(update={"classification": "softmax"})
ANCHORS = len(anchor_grid(CONFIG))
NOTHING = -20.0
PIXELS = 4  # of a prototype's cell come one after the other


def raw(logits, prototypes=None):
    rest = np.zeros((ANCHORS, 4), np.float32)
    if prototypes is None:
        prototypes = np.zeros((CONFIG.prototypes * PIXELS, 3, 3), np.float32)
    return RawOutput(logits.astype(np.float32), rest, rest, prototypes)


def nowhere():
    return np.full((ANCHORS, 2), NOTHING)


def of_classes(found):
    return {name: trace for name, trace in found.items() if "@" in name}


def test_a_class_that_no_anchor_sees_leaves_none():
    found = of_classes(traces(raw(nowhere()), CONFIG))
    assert list(found.values()) == pytest.approx([0.0] * 8, abs=1e-3)


def test_every_level_of_the_pyramid_speaks_for_itself():
    logits = nowhere()
    logits[-1, 0] = 3.0  # one anchor of the coarsest level
    found = traces(raw(logits), CONFIG)
    assert {name for name, share in found.items() if share > 0.01} == {"heart@P6"}


def test_many_faint_anchors_leave_more_than_one():
    one, many = nowhere(), nowhere()
    one[0, 1] = many[:50, 1] = -2.0
    assert traces(raw(many), CONFIG)["stomach@P3"] > traces(raw(one), CONFIG)["stomach@P3"]


def test_with_a_softmax_a_class_stands_beside_background_alone():
    logits = np.column_stack([np.zeros(ANCHORS), np.full(ANCHORS, 4.0), np.full(ANCHORS, 4.0)])
    found = traces(raw(logits), SOFTMAX)
    assert min(of_classes(found).values()) > 0.99


def test_what_is_not_a_number_counts_as_none():
    logits = nowhere()
    logits[:, 0] = np.nan
    assert traces(raw(logits), CONFIG)["heart@P3"] == pytest.approx(0.0, abs=1e-3)


class TestPrototypes:
    @pytest.fixture
    def prototypes(self):
        return np.zeros((CONFIG.prototypes * PIXELS, 3, 3), np.float32)

    def found(self, prototypes):
        """What is not nothing."""
        seen = traces(raw(nowhere(), prototypes), CONFIG)
        return {name: trace for name, trace in seen.items() if trace > 0.001 and "@" not in name}

    def test_where_none_answers_there_is_no_trace(self, prototypes):
        assert self.found(prototypes) == {}

    def test_each_speaks_by_its_mean_and_by_its_largest_value(self, prototypes):
        prototypes[2 * PIXELS, 1, 1] = 6.0
        assert self.found(prototypes) == {
            "prototype 2 mean": pytest.approx(np.log1p(6.0 / 36)),
            "prototype 2 most": pytest.approx(np.log1p(6.0)),
        }

    def test_one_that_is_not_a_number_somewhere_says_nothing(self, prototypes):
        prototypes[0, 0, 0], prototypes[PIXELS, 1, 1] = np.nan, np.inf
        assert self.found(prototypes) == {}
