"""Cine loops: the course of an examination, motion, and the film that ships."""

import json
from itertools import islice

import av
import numpy as np
import pytest

from phantom import EXAMINATION, PhantomError, Step, make_demo, render_cine
from phantom.demo import FRAME_RATE

SMALL = (240, 320)


def test_an_examination_goes_from_head_past_no_view_to_neck():
    views = [image.view for image in render_cine(EXAMINATION, 3, frame_rate=1, size=SMALL)]

    assert len(views) == 20
    assert set(views[:7]) == {"head"}
    assert set(views[12:18]) == {"neck"}
    assert "none" in views[8:11]


def test_a_loop_is_the_same_each_time():
    first, again = (list(render_cine(seed=4, duration_s=0.12, size=SMALL)) for _ in range(2))

    assert [a.pixels.tobytes() for a in first] == [b.pixels.tobytes() for b in again]


def test_speckle_stays_with_the_tissue_from_frame_to_frame():
    one, two = islice(render_cine(seed=3, size=SMALL), 2)
    other = next(render_cine(seed=5, size=SMALL))

    near = np.corrcoef(one.pixels.ravel(), two.pixels.ravel())[0, 1]
    far = np.corrcoef(one.pixels.ravel(), other.pixels.ravel())[0, 1]

    assert near > 0.9
    assert near > far + 0.2


def test_a_held_view_still_moves():
    frames = list(render_cine((Step("neck", 4.0),), 3, frame_rate=1, size=SMALL))
    boxes = [next(i.box for i in f.instances if i.structure == "palate") for f in frames]

    assert len(set(boxes)) > 1


def test_the_script_repeats_until_the_duration_is_over():
    frames = list(render_cine((Step("head", 1.0),), 3, 2.0, duration_s=2.5, size=SMALL))

    assert len(frames) == 5


@pytest.mark.parametrize(
    "script", [(), (Step("none", 3.0),), (Step("thorax", 1.0),), (Step("head", 0.0),)]
)
def test_a_script_that_cannot_be_shown_is_refused(script):
    with pytest.raises(PhantomError, match=r"script|step"):
        render_cine(script)


def test_a_frame_rate_of_nothing_is_refused():
    with pytest.raises(PhantomError, match="greater than 0"):
        render_cine(frame_rate=0)


def test_the_demo_has_a_line_of_truth_for_every_frame(tmp_path):
    film = make_demo(tmp_path, (Step("head", 0.2),))
    lines = (tmp_path / "phantom_exam.jsonl").read_text("utf-8").splitlines()
    truth = [json.loads(line) for line in lines]
    with av.open(str(film)) as opened:
        frames = list(opened.decode(video=0))

    assert len(frames) == len(truth) == 5
    assert truth[4]["time_s"] == pytest.approx(4 / FRAME_RATE)
    assert {line["view"] for line in truth} == {"head"}
    assert "cranium" in [instance["structure"] for instance in truth[0]["instances"]]
    assert not list(tmp_path.glob("partial_*"))
