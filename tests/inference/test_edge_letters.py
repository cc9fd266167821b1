"""Letters that the edge of the fan cuts, on pictures of the phantom and on real ones."""

import cv2
import numpy as np
import pytest

from app.video import open_source
from inference.edge_letters import letters_across
from inference.fan import find_fan

WHITE = (230, 230, 230)


def fan_on_black(seed=0):
    """Speckle in a sector on black: the picture, and where the sector is."""
    fan = np.zeros((360, 480), np.uint8)
    cv2.ellipse(fan, (240, 30), (300, 300), 0, 50, 130, 1, -1)
    noise = np.random.default_rng(seed).normal(size=fan.shape)
    grey = np.clip(70 + 60 * cv2.GaussianBlur(noise, (0, 0), 1.5), 8, 140) * fan
    return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2), fan > 0


def test_a_word_across_the_edge_is_found_as_far_as_it_is_inside():
    picture, fan = fan_on_black()
    x = np.flatnonzero(fan[150])[0]
    written = picture.copy()
    cv2.putText(written, "HRes", (x - 25, 155), cv2.FONT_HERSHEY_PLAIN, 1.0, WHITE, 1)
    found = letters_across(written, fan)
    strokes = fan & (written[..., 0] == 230)
    assert strokes[:, : x + 15].sum() > 5
    assert found[:, : x + 15][strokes[:, : x + 15]].all()
    assert not (found & ~fan).any()
    assert found.mean() < 0.01


@pytest.mark.parametrize("seed", range(4))
def test_tissue_at_the_edge_stays(seed):
    picture, fan = fan_on_black(seed)
    cv2.line(picture, (200, 200), (250, 330), WHITE, 3)
    found_small = cv2.erode(fan.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert not letters_across(picture, fan).any()
    assert not letters_across(picture, found_small).any()


def test_words_beside_the_fan_and_within_it_stay():
    picture, fan = fan_on_black()
    cv2.putText(picture, "HRes", (10, 40), cv2.FONT_HERSHEY_PLAIN, 1.0, WHITE, 1)
    cv2.putText(picture, "HRes", (220, 200), cv2.FONT_HERSHEY_PLAIN, 1.0, WHITE, 1)
    assert not letters_across(picture, fan).any()


@pytest.mark.parametrize(
    "name", ["phantom_eye_butterfly.mp4", "pocus_cardiac_banner.mp4", "pocus_fast_philips.avi"]
)
def test_of_real_loops_nothing_is_taken(name, real_data):
    source = open_source(str(real_data / "cine" / name))
    frames = [source.read() for _ in range(60)][::20]
    source.close()
    fan = find_fan([frame.pixels for frame in frames])
    assert [letters_across(frame.pixels, fan).sum() for frame in frames] == [0, 0, 0]
