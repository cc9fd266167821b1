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


def raw(logits):
    rest = np.zeros((ANCHORS, 4), np.float32)
    return RawOutput(logits.astype(np.float32), rest, rest, rest)


def nowhere():
    return np.full((ANCHORS, 2), NOTHING)


def test_a_class_that_no_anchor_sees_leaves_none():
    assert list(traces(raw(nowhere()), CONFIG).values()) == pytest.approx([0.0] * 8, abs=1e-3)


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
    assert min(found.values()) > 0.99


def test_what_is_not_a_number_counts_as_none():
    logits = nowhere()
    logits[:, 0] = np.nan
    assert traces(raw(logits), CONFIG)["heart@P3"] == pytest.approx(0.0, abs=1e-3)
