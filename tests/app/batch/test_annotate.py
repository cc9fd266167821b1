"""What `fetalens annotate` does with its inputs, with a real clip and a real small network."""

import json
import re
import shutil
from contextlib import closing

import av
import numpy as np
import pydicom
import pytest
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from app.batch import annotate
from app.batch.records import frame_record
from app.fans import Fans
from app.live import Session
from app.video import open_source
from inference import Frame, load_analyzer
from inference.anatomy import load_anatomy
from inference.fan import find_fan
from inference.layout import Layout
from inference.rules import Rules
from tests.app.export.screens import BANNER_PX, screen
from tests.app.small_models import save_eager_model
from tests.app.video.numbered import numbered_picture, write_clip


def lines_of(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture(scope="module")
def screens(tmp_path_factory):
    """Six frames of a scanner's screen, with letters that name a patient."""
    path = tmp_path_factory.mktemp("clips") / "screens.mp4"
    pixels = screen(1).pixels
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "12"})
        stream.height, stream.width = (size // 2 * 2 for size in pixels.shape[:2])
        for _ in range(6):
            picture = np.ascontiguousarray(pixels[: stream.height, : stream.width])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def test_a_clip_gives_one_line_a_frame_with_the_clips_own_times(clip, out, analyzer, console):
    assert annotate([str(clip)], out, analyzer, False, console) == []
    lines = lines_of(out / "clip.jsonl")
    assert names_in(out) == ["clip.coco.json", "clip.jsonl"]
    assert [line["index"] for line in lines] == list(range(12))
    assert [line["time_s"] for line in lines][:6] == [0.0, 0.04, 0.08, 0.12, 0.2, 0.24]
    assert any(line["detections"] for line in lines)


def test_batch_and_replay_find_the_same(clip, out, analyzer, console, qtbot):
    annotate([str(clip)], out, analyzer, False, console)
    replayed = replay(clip, analyzer, qtbot)
    named = [frame_record(a, f"clip_{a.frame.index:06d}.png") for a in replayed]
    assert json.loads(json.dumps(named)) == lines_of(out / "clip.jsonl")
    assert sum(len(analysis.detections) for analysis in replayed) > 12


def replay(path, analyzer, qtbot):
    """The analyses of a loop that is stepped through, as an operator may do."""
    session = Session(open_source(str(path)), analyzer)
    session.pause()
    session.start()
    analyses = []

    def next_comes():
        analysis = session.poll_analysis()
        if analysis is not None:
            analyses.append(analysis)
        return analysis is not None

    try:
        qtbot.waitUntil(next_comes)
        for _ in range(session.playback.frame_count - 1):
            session.step(1)
            qtbot.waitUntil(next_comes)
    finally:
        session.close()
    return analyses


def test_annotating_again_gives_the_same_bytes(clip, out, analyzer, console, tmp_path):
    annotate([str(clip)], out, analyzer, False, console)
    annotate([str(clip), str(clip)], tmp_path / "again", analyzer, False, console)
    first = (out / "clip.coco.json").read_bytes()
    assert (tmp_path / "again" / "clip.coco.json").read_bytes() == first
    assert (tmp_path / "again" / "clip-2.coco.json").read_bytes() == first


def test_the_coco_file_is_one_that_pycocotools_reads(clip, out, analyzer, console):
    annotate([str(clip)], out, analyzer, False, console)
    coco = COCO(out / "clip.coco.json")
    lines = lines_of(out / "clip.jsonl")
    row, line = next((i, line) for i, line in enumerate(lines) if line["detections"])
    annotation = coco.loadAnns(coco.getAnnIds(imgIds=[row + 1]))[0]
    found = line["detections"][0]
    mask = coco.annToMask(annotation)
    assert mask.shape == (48, 64)
    assert mask.sum() == annotation["area"]
    assert coco.cats[annotation["category_id"]]["name"] == found["structure"]
    assert annotation["score"] == found["score"]
    x, y, width, height = annotation["bbox"]
    np.testing.assert_allclose([x, y, x + width, y + height], found["box"], atol=0.02)


def test_the_coco_file_says_what_made_it(clip, out, analyzer, console):
    annotate([str(clip)], out, analyzer, False, console)
    content = json.loads((out / "clip.coco.json").read_text("utf-8"))
    info = content["info"]
    assert (info["model"], info["model_sha256"]) == ("eager", analyzer.info.hash)
    assert "Research use" in info["description"]
    expected = [(s.index + 1, s.id) for s in load_anatomy().structures]
    assert [(c["id"], c["name"]) for c in content["categories"]] == expected
    assert content["images"][4] | {"view": None, "confidence": None} == {
        "id": 5,
        "file_name": "clip_000004.png",
        "width": 64,
        "height": 48,
        "index": 4,
        "time_s": 0.2,
        "view": None,
        "confidence": None,
    }


def test_a_mask_is_the_one_that_the_window_shows(clip, out, analyzer, console):
    annotate([str(clip)], out, analyzer, False, console)
    with closing(open_source(str(clip))) as source:
        analysis = analyzer.analyze_alone(source.read())
    found = lines_of(out / "clip.jsonl")[0]["detections"][0]
    np.testing.assert_array_equal(coco_mask.decode(found["mask"]), analysis.detections.full(0))


def test_the_pictures_of_a_folder_are_judged_by_themselves(folder, out, analyzer, console):
    annotate([str(folder)], out, analyzer, False, console)
    lines = lines_of(out / "study.v2.jsonl")
    assert [line["image"] for line in lines] == ["image1.png", "image2.png", "image10.png"]
    alone = analyzer.analyze_alone(Frame(2, 2 / 30, numbered_picture(10, 96, 96)))
    assert lines[2] == json.loads(json.dumps(frame_record(alone, "image10.png")))


def test_a_single_picture_keeps_its_name(folder, out, analyzer, console):
    annotate([str(folder / "image2.png")], out, analyzer, False, console)
    content = json.loads((out / "image2.coco.json").read_text("utf-8"))
    assert [image["file_name"] for image in content["images"]] == ["image2.png"]


def test_the_overlay_video_keeps_the_frames_and_their_times(clip, out, analyzer, console, qapp):
    assert annotate([str(clip)], out, analyzer, True, console, whole_screen=True) == []
    film_path = str(out / "clip.overlay.mp4")
    with closing(open_source(film_path)) as film, closing(open_source(str(clip))) as source:
        assert film.frame_count == source.frame_count == 12
        pairs = [(film.read(), source.read()) for _ in range(12)]
    np.testing.assert_allclose([a.time_s for a, _ in pairs], [b.time_s for _, b in pairs])
    assert any(np.abs(a.pixels.astype(int) - b.pixels).max() > 60 for a, b in pairs)


def test_the_overlay_video_says_what_made_it(clip, out, analyzer, console, qapp):
    annotate([str(clip)], out, analyzer, True, console)
    with av.open(str(out / "clip.overlay.mp4")) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert container.metadata["comment"].startswith(f"eager, {analyzer.info.hash}. Research")


def test_the_overlay_video_is_black_where_the_scanner_writes(screens, out, tmp_path, console, qapp):
    doubtful = load_analyzer(save_eager_model(tmp_path, Rules(min_score=1.0, scores={})), "onnx")
    assert annotate([str(screens)], out, doubtful, True, console) == []
    with closing(open_source(str(out / "screens.overlay.mp4"))) as film:
        pictures = [film.read().pixels for _ in range(6)]
    letters = screen(1).letters.copy()
    letters[:BANNER_PX] = False  # the name of the view is painted over a part of it
    assert max(picture[letters].max() for picture in pictures) < 30
    assert max(picture[:BANNER_PX, -200:].max() for picture in pictures) < 30
    assert min(picture.mean() for picture in pictures) > 15


def test_a_fan_that_an_operator_corrected_is_what_is_filmed(screens, out, tmp_path, console, qapp):
    pixels = screen(1).pixels
    found = find_fan([pixels])
    left, right = np.flatnonzero(found.any(axis=0))[[0, -1]].tolist()
    top, bottom = np.flatnonzero(found.any(axis=1))[[0, -1]].tolist()
    middle = (left + right) // 2
    drawn = ((left, top), (middle, top), (middle, bottom), (left, bottom))
    with closing(open_source(str(screens))) as source:
        shown = source.read().pixels
    fans = Fans().with_correction(Layout.of(find_fan([shown]), shown), drawn)
    doubtful = load_analyzer(save_eager_model(tmp_path, Rules(min_score=1.0, scores={})), "onnx")
    assert annotate([str(screens)], out, doubtful, True, console, fans=fans) == []
    with closing(open_source(str(out / "screens.overlay.mp4"))) as film:
        picture = film.read().pixels
    below = slice(BANNER_PX, bottom)  # the name of the view stands above
    assert picture[below, left : middle - 8].mean() > 15
    assert picture[below, middle + 8 : right].max() < 30


def test_the_whole_screen_is_filmed_when_asked_for(screens, out, analyzer, console, qapp):
    assert annotate([str(screens)], out, analyzer, True, console, whole_screen=True) == []
    with closing(open_source(str(out / "screens.overlay.mp4"))) as film:
        assert film.read().pixels[screen(1).letters].mean() > 100


def test_a_video_without_a_fan_shows_its_findings_on_black(clip, out, analyzer, console, qapp):
    (sentence,) = annotate([str(clip)], out, analyzer, True, console)
    assert sentence.startswith("clip.mp4: no fan was found in 12 of 12 pictures, so the video")
    assert len(lines_of(out / "clip.jsonl")) == 12
    with closing(open_source(str(out / "clip.overlay.mp4"))) as film:
        assert np.median(film.read().pixels) < 20


def test_pictures_of_other_sizes_are_fitted_into_the_film(folder, out, analyzer, console, qapp):
    assert annotate([str(folder)], out, analyzer, True, console, whole_screen=True) == []
    with closing(open_source(str(out / "study.v2.overlay.mp4"))) as film:
        assert [film.read().pixels.shape for _ in range(3)] == [(48, 64, 3)] * 3


def test_a_picture_of_odd_size_is_made_even(folder, out, analyzer, console, qapp):
    assert (
        annotate([str(folder / "image2.png")], out, analyzer, True, console, whole_screen=True)
        == []
    )
    with closing(open_source(str(out / "image2.overlay.mp4"))) as film:
        assert film.read().pixels.shape == (46, 64, 3)


def test_one_bad_input_does_not_stop_the_others(clip, folder, out, analyzer, console, tmp_path):
    bad = tmp_path / "notes.mp4"
    bad.write_text("no video")
    inputs = [str(bad), str(clip), str(tmp_path / "gone.dcm"), str(folder)]
    failures = annotate(inputs, out, analyzer, False, console)
    assert [failure.split()[0] for failure in failures] == ["notes.mp4", "gone.dcm"]
    assert names_in(out) == [
        "clip.coco.json",
        "clip.jsonl",
        "study.v2.coco.json",
        "study.v2.jsonl",
    ]


def test_a_live_source_is_refused(out, analyzer, console):
    failures = annotate(["lavfi:testsrc2=size=64x48"], out, analyzer, False, console)
    assert "is live and has no end" in failures[0]
    assert not out.exists()


def test_nothing_remains_of_an_input_that_breaks_midway(folder, out, analyzer, console, qapp):
    (folder / "image3.png").write_bytes(b"not a picture")
    failures = annotate([str(folder)], out, analyzer, True, console)
    assert failures == ["image3.png is not an image that Fetalens can read. Choose another file."]
    assert names_in(out) == []


class Interrupted:
    """The operator presses Ctrl-C at the third frame."""

    def __init__(self, analyzer) -> None:
        self._analyzer = analyzer
        self.info = analyzer.info

    def reset(self) -> None:
        self._analyzer.reset()

    def analyze(self, frame):
        if frame.index == 2:
            raise KeyboardInterrupt
        return self._analyzer.analyze(frame)


def test_an_interrupted_run_leaves_what_was_there_before(clip, out, analyzer, console, qapp):
    annotate([str(clip)], out, analyzer, False, console)
    before = (out / "clip.jsonl").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        annotate([str(clip)], out, Interrupted(analyzer), True, console)
    assert names_in(out) == ["clip.coco.json", "clip.jsonl"]
    assert (out / "clip.jsonl").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_named(clip, analyzer, console, tmp_path):
    (tmp_path / "taken").write_text("a file")
    failures = annotate([str(clip)], tmp_path / "taken" / "out", analyzer, False, console)
    assert "clip.mp4 could not be written" in failures[0]


def test_what_a_dicom_file_says_of_a_patient_is_written_nowhere(out, analyzer, console, tmp_path):
    path = tmp_path / "loop.dcm"
    write_dicom(path, frames=2)
    assert annotate([str(path)], out, analyzer, False, console) == []
    written = "".join(path.read_text("utf-8") for path in out.iterdir())
    assert len(lines_of(out / "loop.jsonl")) == 2
    assert not [word for word in ("Kim", "Soojin", "4711", "19900101") if word in written]


def test_a_file_named_after_a_patient_is_not_named_in_what_is_written(
    out, analyzer, console, tmp_path
):
    path = tmp_path / "kim_4711.dcm"
    write_dicom(path, frames=2)
    assert annotate([str(path)], out, analyzer, False, console) == []
    written = "".join(path.read_text("utf-8") for path in out.iterdir())
    assert "DICOM loop_000001.png" in written
    assert not [word for word in ("kim", "4711") if word in written]


def test_a_clip_cut_short_says_how_much_of_it_was_read(out, analyzer, console, tmp_path):
    path = write_clip(tmp_path / "cut.mp4", options={"movflags": "faststart"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 4 // 5])
    sentences = annotate([str(path)], out, analyzer, False, console)
    count = len(lines_of(out / "cut.jsonl"))
    assert count > 0
    assert re.fullmatch(
        rf"cut\.mp4: only {count} of \d+ frames could be read\.", "".join(sentences)
    )


def write_dicom(path, frames):
    dataset = pydicom.Dataset()
    dataset.PatientName, dataset.PatientID = "Kim^Soojin", "4711"
    dataset.PatientBirthDate = "19900101"
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.3.1"
    dataset.SOPInstanceUID = generate_uid()
    dataset.Modality = "US"
    dataset.Rows, dataset.Columns, dataset.NumberOfFrames = 48, 64, frames
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 3, "RGB"
    dataset.PlanarConfiguration, dataset.PixelRepresentation = 0, 0
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 8, 8, 7
    dataset.FrameTime = "40"
    dataset.PixelData = b"".join(numbered_picture(number).tobytes() for number in range(frames))
    dataset.file_meta = pydicom.dataset.FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.save_as(path, enforce_file_format=True)


def test_inputs_of_one_name_get_files_of_their_own(clip, out, analyzer, console, tmp_path):
    other = tmp_path / "other" / "CLIP.mp4"
    other.parent.mkdir()
    write_clip(other, frames=3)
    assert annotate([str(clip), str(other)], out, analyzer, False, console) == []
    assert len(lines_of(out / "clip.jsonl")) == 12
    assert len(lines_of(out / "CLIP-2.jsonl")) == 3


def test_an_input_is_never_written_over(clip, analyzer, console, tmp_path, qapp):
    one, other = tmp_path / "a.mp4", tmp_path / "a.overlay.mp4"
    shutil.copy(clip, one)
    shutil.copy(clip, other)
    before = other.read_bytes()
    assert (
        annotate([str(one), str(other)], tmp_path, analyzer, True, console, whole_screen=True) == []
    )
    assert other.read_bytes() == before
    assert (tmp_path / "a-2.overlay.mp4").exists()
