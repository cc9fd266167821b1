from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.examples import ExampleRow
from training.mosaic import PIECES, is_of_limbs, mosaic
from training.sets import LabelledSet


@pytest.fixture
def calf(disc):
    """A bright ring, labelled as a calf of an image of limbs."""

    def make(x=150.0, y=110.0, radius=60.0, unknown=frozenset()):
        image = disc(x=x, y=y, radius=radius, view="extremity")
        limb = replace(image.instances[0], class_id="calf")
        return replace(image, instances=(limb,), unknown=unknown)

    return make


def test_each_quarter_shows_a_limb_in_its_outline(calf):
    """Wherever a limb lies in its image, and however large it is there."""
    images = [calf(), calf(radius=100), calf(x=40, y=60, radius=30), calf(x=290, radius=25)]
    for seed in range(20):
        example = mosaic(images, 192, np.random.default_rng(seed))
        quarters = set()
        for target in example.targets:
            column, row = ((target.box[:2] + target.box[2:]) / 2 >= 0.5).tolist()
            quarters.add((row, column))
            corner = np.array([column, row], np.float32) / 2
            for outline in target.outlines:
                assert (outline >= corner).all()
                assert (outline <= corner + 0.5).all()
            assert (target.box[:2] >= corner - 1e-6).all()
            assert (target.box[2:] <= corner + 0.5 + 1e-6).all()
        assert len(quarters) == PIECES


def test_the_outlines_lie_on_the_rings(calf):
    contrasts = []
    for seed in range(20):
        example = mosaic([calf()] * PIECES, 192, np.random.default_rng(seed))
        for target in example.targets:
            places = (np.concatenate(target.outlines) * 192).astype(int).clip(0, 191)
            on = example.pixels[places[:, 1], places[:, 0]]
            contrasts.append(float(np.median(on)) - float(np.median(example.pixels)))
    assert np.mean(np.array(contrasts) > 30) > 0.8


def test_what_one_image_does_not_tell_is_unknown_in_all(calf):
    images = [calf(), calf(), calf(unknown=frozenset({"hand"})), calf(unknown=frozenset({"foot"}))]
    example = mosaic(images, 96, np.random.default_rng(0))
    assert example.unknown == {"hand", "foot"}


def test_only_images_of_labelled_limbs_are_put_together(calf, disc):
    """A row of heads and limbs: heads come alone, limbs now alone and now as four."""
    assert not is_of_limbs(disc())
    assert not is_of_limbs(replace(calf(), instances=()))
    heads = ExampleRow([LabelledSet(Path("heads"), 1.0, [disc()])], 96, 0, 30)
    assert all(len(heads[i].targets) <= 1 for i in range(30))
    limbs = ExampleRow([LabelledSet(Path("limbs"), 1.0, [calf()])], 96, 0, 30)
    counts = {len(limbs[i].targets) for i in range(30)}
    assert PIECES in counts
    assert 1 in counts
