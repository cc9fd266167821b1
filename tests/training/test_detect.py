"""A network in training finds in a batch what the program's engine finds in one image at a time."""

import numpy as np
import pytest

from inference.analyzer import SHIPPED_MODEL
from inference.rules import Rules
from inference.yolact.checkpoint import load_checkpoint
from phantom import generate_dataset
from training.detect import BATCH, detect, detect_in_batches, exported
from training.sets import load_images


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    count = BATCH + 2  # so that the last batch is short
    return load_images(generate_dataset(tmp_path_factory.mktemp("pictures"), count, seed=11))


def are_in(some, others):
    """Whether all that is fairly sure is found in its place and as sure among the others."""
    return all(
        (
            (others.labels == label)
            & (np.abs(others.boxes - box).max(axis=1) < 1)
            & (np.abs(others.scores - score) < 0.02)
        ).any()
        for label, box, score in zip(some.labels, some.boxes, some.scores, strict=True)
        if score > 0.3
    )


def test_a_batch_finds_what_the_engine_finds_one_by_one(pictures):
    checkpoint = load_checkpoint(SHIPPED_MODEL)
    config = checkpoint.card.config
    batched = detect_in_batches(checkpoint.network, Rules(), pictures)
    single = detect(exported(checkpoint).infer, config, Rules(), pictures)
    assert len(batched) == len(pictures)
    assert sum((found.scores > 0.3).sum() for found in batched) > len(pictures)
    for ours, theirs in zip(batched, single, strict=True):
        assert are_in(ours, theirs)
        assert are_in(theirs, ours)
