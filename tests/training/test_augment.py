import cv2
import numpy as np

from training.augment import Target, _behind, augment
from training.raster import shares


def test_the_same_generator_state_gives_the_same_example(disc):
    first = augment(disc(), 128, np.random.default_rng(7))
    second = augment(disc(), 128, np.random.default_rng(7))
    np.testing.assert_array_equal(first.pixels, second.pixels)
    np.testing.assert_array_equal(first.targets[0].box, second.targets[0].box)


def test_the_outline_moves_with_the_pixels(disc):
    """The ring's brightness under its own outline stays far above the rest, however it is moved."""
    contrasts = []
    for seed in range(40):
        example = augment(disc(), 192, np.random.default_rng(seed))
        for target in example.targets:
            canvas = np.zeros((192, 192), np.uint8)
            outline = np.round(target.outlines[0] * 192 - 0.5).astype(np.int32)
            cv2.polylines(canvas, [outline], True, 1, 2)
            on, off = example.pixels[canvas > 0], example.pixels[canvas == 0]
            contrasts.append(np.median(on) - np.median(off))
    assert np.mean(np.array(contrasts) > 30) > 0.9


def test_a_structure_mostly_outside_the_picture_is_neither_right_nor_wrong(disc):
    examples = [augment(disc(x=318), 96, np.random.default_rng(seed)) for seed in range(60)]
    flags = [target.is_ignored for example in examples for target in example.targets]
    assert any(flags)
    boxes = np.stack([target.box for example in examples for target in example.targets])
    assert boxes.min() >= 0
    assert boxes.max() <= 1


def test_a_neck_is_never_turned_upside_down(disc):
    for seed in range(60):
        example = augment(disc(y=40, radius=20, view="neck"), 96, np.random.default_rng(seed))
        centres = [(target.box[1] + target.box[3]) / 2 for target in example.targets]
        assert all(centre < 0.55 for centre in centres)


def test_a_mask_fills_its_cells_by_the_share_they_cover(disc):
    example = augment(disc(), 192, np.random.default_rng(1))
    (target,) = example.targets
    coarse, fine = shares(target, 24, 24), shares(target, 96, 96)
    np.testing.assert_allclose(coarse.mean(), fine.mean(), rtol=0.03)
    assert 0 < coarse[(coarse > 0) & (coarse < 1)].mean() < 1


def test_a_structure_behind_the_fans_edge_is_not_taught():
    hidden = np.zeros((100, 100), bool)
    hidden[:, :50] = True
    box = np.array([0.1, 0.4, 0.3, 0.5], np.float32)
    half = np.array([0.3, 0.4, 0.7, 0.5], np.float32)
    targets = [Target("palate", (), one, False, False) for one in (box, half)]
    gone, cut = (_behind(target, hidden) for target in targets)
    assert gone is None
    assert cut.is_ignored
