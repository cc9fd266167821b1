"""Films on disk and the ground truth beside them."""

import json

import av
import numpy as np
import pytest
from pycocotools import mask as coco_mask

from phantom import Cine, PhantomError, Script, Step, make_demo, practice_patient, write_film

HEAD = Script((Step("head", 0.2),))


@pytest.fixture
def cine():
    return Cine(HEAD, practice_patient(3, (320, 240)), seed=3)


def lines_of(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def frame_count(path):
    with av.open(str(path)) as film:
        return sum(1 for _ in film.decode(video=0))


def test_a_film_has_a_header_and_a_line_of_truth_for_every_frame(cine, tmp_path):
    film = tmp_path / "loop.mp4"
    header, *lines = lines_of(write_film(film, cine))

    assert frame_count(film) == len(lines) == header["header"]["frame_count"] == 5
    assert [line["index"] for line in lines] == [0, 1, 2, 3, 4]
    assert lines[4]["time_s"] == pytest.approx(4 / 25)
    assert {line["view"] for line in lines} == {"head"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loop.jsonl", "loop.mp4"]


def test_the_header_tells_fetus_and_scanner(cine, tmp_path):
    header = lines_of(write_film(tmp_path / "loop.mp4", cine))[0]["header"]

    assert 60 < header["biometry"]["crown_rump_length"] < 72
    assert header["scanner"]["frequency_mhz"] == 6.0
    assert header["route"] == "transabdominal"
    assert (header["width"], header["height"], header["frame_rate"]) == (320, 240, 25.0)


def test_a_frames_truth_is_that_of_its_picture(cine, tmp_path):
    line = lines_of(write_film(tmp_path / "loop.mp4", cine))[1]
    frame = next(cine.frames())

    assert [each["structure"] for each in line["instances"]] == [
        each.structure for each in frame.image.instances
    ]
    for stored, instance in zip(line["instances"], frame.image.instances, strict=True):
        assert np.array_equal(coco_mask.decode(stored["mask"]).astype(bool), instance.mask)
        assert stored["box"] == list(instance.box)
        assert stored["side"] == instance.side
    assert np.allclose(line["pose"]["axial"], frame.plane.axial, atol=1e-5)


def test_progress_is_told_up_to_the_last_frame(cine, tmp_path):
    told = []

    write_film(tmp_path / "loop.mp4", cine, on_progress=lambda done, count: told.append(done))

    assert told == [1, 2, 3, 4, 5]


def test_a_run_that_is_broken_off_leaves_the_old_film_alone(cine, tmp_path):
    film = tmp_path / "loop.mp4"
    film.write_bytes(b"old")

    def interrupt(done, count):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_film(film, cine, on_progress=interrupt)

    assert film.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [film]


def test_a_film_cannot_have_another_ending(cine, tmp_path):
    with pytest.raises(PhantomError, match="end it in .mp4"):
        write_film(tmp_path / "loop.avi", cine)


def test_the_demo_is_a_film_with_a_line_for_every_frame(tmp_path):
    film = make_demo(tmp_path, HEAD)
    truth = lines_of(tmp_path / "phantom_exam.jsonl")

    assert frame_count(film) == len(truth) == 5
    assert {line["view"] for line in truth} == {"head"}
    assert "cranium" in [instance["structure"] for instance in truth[0]["instances"]]
