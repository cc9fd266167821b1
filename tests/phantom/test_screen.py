"""Scan conversion and what stands on the screen beside the fan."""

import numpy as np
import pytest

from phantom.layout import Layout, sample_layout
from phantom.plane import Window, sector_for
from phantom.screen import compose, scan_convert, text_page

WINDOW = Window(640, 480, 0.11, -33.0, 20.0)
SECTOR = sector_for(WINDOW, 48.0, 0.4, 384, 208)
BARE = Layout(
    text=(), scale=0.4, font=0, text_grey=200, bar=None, ticks=None, calipers=(), covers=(),
    base_grey=12, tint=(1.0, 1.0, 1.0),
)  # fmt: skip


def grey_fan():
    return scan_convert(np.full(SECTOR.shape, 0.5, np.float32), SECTOR, WINDOW)


def screen_of(**changes):
    layout = Layout(**{name: getattr(BARE, name) for name in BARE.__slots__} | changes)
    return compose(*grey_fan(), layout, WINDOW.pixel_size_mm)


def test_scan_conversion_puts_every_echo_within_a_hundredth_of_a_millimetre_of_its_place():
    x, depth = (np.asarray(grid, np.float32) for grid in SECTOR.in_plane())

    across, fan = scan_convert(x, SECTOR, WINDOW)
    down, _ = scan_convert(depth, SECTOR, WINDOW)

    inner = fan.copy()
    inner[:2], inner[-2:], inner[:, :2], inner[:, -2:] = False, False, False, False
    right = np.broadcast_to(WINDOW.lateral, fan.shape)
    below = np.broadcast_to(WINDOW.depth, fan.shape)
    assert np.abs(across - right)[inner].max() < 0.01
    assert np.abs(down - below)[inner].max() < 0.01


def test_the_fan_ends_where_the_beams_do():
    _, fan = grey_fan()

    angles = np.abs(np.arctan2(WINDOW.lateral, WINDOW.depth + 48.0))
    assert fan[angles < 0.395].all()
    assert not fan[angles > 0.405].any()


def test_beside_the_fan_the_screen_has_its_base_grey():
    _, fan = grey_fan()

    screen = screen_of()

    assert (screen[~fan] == 12).all()
    assert np.abs(screen[fan].astype(int) - 127).max() <= 1


def test_covers_and_the_inset_hide_the_picture_and_say_so():
    layout = sample_layout(np.random.default_rng(0))
    hidden = Layout(
        **{name: getattr(layout, name) for name in layout.__slots__}
        | {"covers": ((0.7, 0.8, 1.0, 1.0),), "inset": (0.0, 0.7, 0.25, 1.0)}
    ).hidden

    covered = screen_of(covers=((0.7, 0.8, 1.0, 1.0),))
    with_inset = screen_of(inset=(0.0, 0.7, 0.25, 0.99))

    assert hidden == ((0.7, 0.8, 1.0, 1.0), (0.0, 0.7, 0.25, 1.0))
    assert (covered[384:, 448:] == 12).all()
    assert (with_inset[340:470, 4:30] == 0).all()


def test_words_on_the_right_end_where_they_are_set_and_on_the_left_begin_there():
    left, right = (
        np.flatnonzero((screen_of(text=((x, 0.4, "HRes"),), right_of=0.5) == 200).any(axis=(0, 2)))
        for x in (0.3, 0.7)
    )

    assert 0.3 * 640 <= left.min() < 0.3 * 640 + 8
    assert 0.7 * 640 - 8 < right.max() <= 0.7 * 640


def test_a_tint_colours_the_picture_but_not_the_words():
    screen = screen_of(tint=(0.8, 0.9, 1.0), text=((0.4, 0.4, "2D"),))

    r, g, b = screen[300, 320].astype(int)
    assert r < g < b
    assert (screen == 200).all(axis=2).any()


@pytest.mark.parametrize("seed", range(12))
def test_any_layout_leaves_most_of_the_fan_to_be_seen(seed):
    layout = sample_layout(np.random.default_rng(seed))
    picture, fan = grey_fan()

    screen = compose(picture, fan, layout, WINDOW.pixel_size_mm)

    hidden = sum((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in layout.hidden)
    assert screen.shape == (480, 640, 3)
    assert screen.dtype == np.uint8
    assert hidden < 0.4


def test_a_banner_names_a_phantom_and_never_a_person():
    layouts = [sample_layout(np.random.default_rng(seed)) for seed in range(80)]
    banners = [words for layout in layouts for *_, words in layout.text if "ID" in words]

    assert len(banners) > 4
    assert all(words.startswith("PHANTOM, Specimen") for words in banners)


def test_a_page_of_text_has_no_fan():
    page = text_page(np.random.default_rng(5), 120, 160)

    assert page.shape == (120, 160, 3)
