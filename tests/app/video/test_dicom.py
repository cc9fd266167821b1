"""DICOM pictures and loops, of every transfer syntax that can be written or found here."""

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.data import get_testdata_file
from pydicom.encaps import encapsulate
from pydicom.uid import (
    HEVCMP51,
    MPEG4HP41,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
    UltrasoundMultiFrameImageStorage,
)

from app.video import SeekableSource, SourceError, open_source
from tests.app.video.numbered import number_in, numbered_picture, write_clip

FRAMES = 5
PLAIN = [
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
]
COMPRESSED = [RLELossless, JPEGLSLossless, JPEG2000Lossless]


def loop(frames=FRAMES, syntax=ExplicitVRLittleEndian, **elements):
    """A data set of numbered RGB frames; keywords add or replace elements."""
    pictures = np.stack([numbered_picture(number) for number in range(frames)])
    dataset = Dataset()
    dataset.file_meta = Dataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = (
        UltrasoundMultiFrameImageStorage
    )
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    dataset.PatientName, dataset.PatientID = "Miller^Anna", "4711"
    dataset.NumberOfFrames = frames
    dataset.Rows, dataset.Columns = pictures.shape[1:3]
    dataset.SamplesPerPixel, dataset.PlanarConfiguration = 3, 0
    dataset.PhotometricInterpretation = "RGB"
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit, dataset.PixelRepresentation = 7, 0
    dataset.FrameTime = "40"
    dataset.PixelData = pictures.tobytes()
    dataset["PixelData"].VR = "OB"
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return dataset


def saved(dataset, path):
    dataset.save_as(path, enforce_file_format=True)
    return str(path)


def read_all(source):
    return list(iter(source.read, None))


def numbers(source):
    return [number_in(frame.pixels) for frame in read_all(source)]


@pytest.mark.parametrize("syntax", PLAIN, ids=lambda syntax: syntax.name)
def test_an_uncompressed_loop_is_shown_as_it_was_taken(tmp_path, syntax):
    source = open_source(saved(loop(syntax=syntax), tmp_path / "loop.dcm"))
    frames = read_all(source)
    assert isinstance(source, SeekableSource)
    assert all(
        np.array_equal(frame.pixels, numbered_picture(number))
        for number, frame in enumerate(frames)
    )
    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.04, 0.08, 0.12, 0.16])


@pytest.mark.parametrize("syntax", COMPRESSED, ids=lambda syntax: syntax.name)
def test_a_losslessly_compressed_loop_is_exact(tmp_path, syntax):
    dataset = loop()
    dataset.compress(syntax, generate_instance_uid=False)
    source = open_source(saved(dataset, tmp_path / "loop.dcm"))
    frames = read_all(source)
    assert len(frames) == FRAMES
    assert all(
        np.array_equal(frame.pixels, numbered_picture(number))
        for number, frame in enumerate(frames)
    )


def test_a_loop_is_read_twice_at_once(tmp_path):
    source = open_source(str(saved(loop(), tmp_path / "loop.dcm")))
    *_, seen = source.aside().approach(source.duration_s * 0.99)
    assert number_in(seen.pixels) == FRAMES - 1
    assert number_in(source.read().pixels) == 0


def test_a_jpeg_loop_comes_out_as_rgb(tmp_path):
    source = open_source(saved(jpeg_loop(FRAMES), tmp_path / "loop.dcm"))
    source.seek_frame(3)
    frame = source.read()
    assert number_in(frame.pixels) == 3
    assert frame.pixels[40, 32] == pytest.approx([200, 60, 20], abs=12)


def jpeg_loop(frames):
    """Baseline JPEG with half the colour, as scanners write it; an orange lower half."""
    pictures = [numbered_picture(number) for number in range(frames)]
    for picture in pictures:
        picture[24:] = (200, 60, 20)
    files = [BytesIO() for _ in pictures]
    for file, picture in zip(files, pictures, strict=True):
        Image.fromarray(picture).save(file, "JPEG", quality=95, subsampling="4:2:2")
    dataset = loop(
        frames,
        JPEGBaseline8Bit,
        PhotometricInterpretation="YBR_FULL_422",
        PixelData=encapsulate([file.getvalue() for file in files]),
    )
    dataset["PixelData"].is_undefined_length = True
    return dataset


@pytest.mark.parametrize(
    ("name", "codec", "syntax"),
    [
        ("stream.mp4", "libx264", MPEG4HP41),
        ("stream.ts", "libx264", MPEG4HP41),
        ("stream.h264", "libx264", MPEG4HP41),
        ("stream.ts", "libx265", HEVCMP51),
    ],
)
def test_a_loop_stored_as_video_plays_like_one(tmp_path, name, codec, syntax):
    stream = write_clip(tmp_path / name, frames=30, codec=codec, rate=25).read_bytes()
    dataset = loop(30, syntax, PixelData=encapsulate([stream], has_bot=False))
    dataset["PixelData"].is_undefined_length = True
    source = open_source(saved(dataset, tmp_path / "loop.dcm"))
    source.seek_frame(17)
    frame = source.read()
    source.close()
    assert number_in(frame.pixels) == 17
    assert frame.time_s == pytest.approx(17 / 25)
    assert source.frame_count == 30


@pytest.mark.parametrize(
    "name",
    [
        "SC_rgb_dcmtk_+eb+cr.dcm",  # JPEG baseline, RGB
        "SC_rgb_dcmtk_+eb+cy+np.dcm",  # JPEG baseline, YBR_FULL_422
        "SC_rgb_dcmtk_+eb+cy+s4.dcm",  # JPEG baseline, YBR_FULL
        "SC_rgb_jpeg_gdcm.dcm",  # JPEG lossless SV1
        "SC_rgb_gdcm_KY.dcm",  # JPEG 2000
        "SC_rgb_jls_lossy_line.dcm",
        "SC_rgb_jls_lossy_sample.dcm",
        "SC_rgb_rle.dcm",
        "SC_rgb_rle_16bit.dcm",
        "SC_rgb_rle_32bit.dcm",
        "SC_ybr_full_422_uncompressed.dcm",
    ],
)
def test_the_same_bars_look_the_same_in_every_encoding(name):
    pixels = open_source(get_testdata_file(name)).read().pixels
    bars = pixels[[5, 25, 45, 65, 95], 50].astype(int)
    expected = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [0, 0, 0], [255, 255, 255]]
    assert np.abs(bars - expected).max() <= 6  # what lossy compression leaves


def test_lossless_jpeg_is_exact():
    path = get_testdata_file("SC_rgb_jpeg_gdcm.dcm")
    plain = get_testdata_file("SC_rgb_rle.dcm")
    assert np.array_equal(open_source(path).read().pixels, open_source(plain).read().pixels)


@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")  # pydicom says what it finds
def test_damaged_lossless_jpeg_ends_in_frames_or_in_a_sentence(tmp_path):
    with open(get_testdata_file("SC_rgb_jpeg_gdcm.dcm"), "rb") as file:
        whole = file.read()
    chance = np.random.default_rng(2)
    outcomes = [outcome_of(tmp_path / "a.dcm", damaged(whole, chance)) for _ in range(60)]
    assert set(outcomes) <= {"frames", "sentence"}


def test_a_real_cine_from_a_scanner_plays():
    source = open_source(get_testdata_file("examples_ybr_color.dcm"))
    frames = read_all(source)
    assert len(frames) == 30
    assert frames[1].time_s == pytest.approx(0.033333)
    assert frames[0].pixels.shape == (240, 320, 3)


def test_a_palette_is_turned_into_its_colours(tmp_path):
    path = get_testdata_file("examples_palette.dcm")
    pixels = open_source(path).read().pixels
    dataset = dcmread(path)
    red = np.frombuffer(dataset.RedPaletteColorLookupTableData, np.uint16)
    stored = dataset.pixel_array
    assert np.array_equal(pixels[..., 0], (red[stored] >> 8).astype(np.uint8))


def grey(values, **elements):
    """One grey frame of 16-bit values."""
    values = np.asarray(values, np.uint16)
    return loop(
        1,
        Rows=values.shape[0],
        Columns=values.shape[1],
        SamplesPerPixel=1,
        BitsAllocated=16,
        BitsStored=12,
        HighBit=11,
        PhotometricInterpretation=elements.pop("PhotometricInterpretation", "MONOCHROME2"),
        PixelData=values.tobytes(),
        **elements,
    )


def shown(dataset, path):
    return open_source(saved(dataset, path)).read().pixels[..., 0].tolist()


def test_a_window_says_what_is_black_and_what_is_white(tmp_path):
    # PS3.3 C.11.2.1.2: with centre 1024.5 and width 1025 black is 512, white 1536.
    dataset = grey([[0, 512, 1024, 1536, 4000]], WindowCenter="1024.5", WindowWidth="1025")
    assert shown(dataset, tmp_path / "window.dcm") == [[0, 0, 128, 255, 255]]


def test_a_window_is_given_in_rescaled_values(tmp_path):
    dataset = grey(
        [[0, 256, 512]],
        WindowCenter="512.5",
        WindowWidth="1025",
        RescaleSlope="2",
        RescaleIntercept="0",
    )
    assert shown(dataset, tmp_path / "rescaled.dcm") == [[0, 128, 255]]


def test_without_a_window_the_whole_range_of_the_first_frame_shows(tmp_path):
    assert shown(grey([[100, 200, 300]]), tmp_path / "range.dcm") == [[0, 128, 255]]


def test_in_monochrome1_the_lowest_value_is_white(tmp_path):
    dataset = grey([[100, 300]], PhotometricInterpretation="MONOCHROME1")
    assert shown(dataset, tmp_path / "inverse.dcm") == [[255, 0]]


def test_a_loop_without_times_says_that_its_rate_is_assumed(tmp_path):
    dataset = loop()
    del dataset.FrameTime
    source = open_source(saved(dataset, tmp_path / "loop.dcm"))
    assert source.name == "loop.dcm (30/s assumed)"
    assert source.duration_s == pytest.approx(FRAMES / 30)


@pytest.mark.parametrize("file_name", ["anna_miller.dcm", "id4711.dcm"])
def test_a_file_named_after_the_patient_shows_another_name(tmp_path, file_name):
    assert open_source(saved(loop(), tmp_path / file_name)).name == "DICOM loop"


def test_a_file_without_the_usual_ending_is_known_by_its_mark(tmp_path):
    source = open_source(saved(loop(), tmp_path / "IM_0001"))
    assert numbers(source) == list(range(FRAMES))


def test_more_frames_announced_than_there_are_plays_those_that_are(tmp_path):
    source = open_source(saved(loop(NumberOfFrames=100), tmp_path / "loop.dcm"))
    assert source.name == "loop.dcm (5 of 100 frames)"
    assert numbers(source) == list(range(FRAMES))


def test_more_compressed_frames_announced_than_there_are_plays_those_that_are(tmp_path):
    dataset = jpeg_loop(FRAMES)
    dataset.NumberOfFrames = 80_000
    source = open_source(saved(dataset, tmp_path / "loop.dcm"))
    assert source.name == "loop.dcm (5 of 80000 frames)"
    assert numbers(source) == list(range(FRAMES))


@pytest.mark.parametrize(
    ("elements", "sentence"),
    [
        ({"Rows": 60_000, "Columns": 60_000}, "asks for pictures of 60000 x 60000 pixels"),
        ({"NumberOfFrames": 2_000_000_000}, "says that it holds 2000000000 frames"),
        ({"NumberOfFrames": -3}, "says that it holds -3 frames"),
        ({"Rows": 0}, "says that its pictures are empty"),
        ({"Rows": 4000, "Columns": 4000}, "is cut short"),
    ],
)
def test_a_header_that_asks_too_much_is_refused_before_decoding(tmp_path, elements, sentence):
    path = saved(loop(**elements), tmp_path / "loop.dcm")
    with pytest.raises(SourceError, match=f"loop.dcm {sentence}"):
        open_source(path)


def cut_short(path, keep_bytes):
    path.write_bytes(path.read_bytes()[:keep_bytes])
    return str(path)


def test_a_loop_cut_short_plays_its_whole_frames(tmp_path):
    saved(loop(), tmp_path / "loop.dcm")
    source = open_source(cut_short(tmp_path / "loop.dcm", keep_bytes=25_000))
    assert source.name == "loop.dcm (2 of 5 frames)"
    assert numbers(source) == [0, 1]


def test_a_loop_cut_short_in_its_first_frame_is_refused(tmp_path):
    saved(loop(), tmp_path / "loop.dcm")
    with pytest.raises(SourceError, match=r"loop\.dcm is cut short\. Copy it from the scanner"):
        open_source(cut_short(tmp_path / "loop.dcm", keep_bytes=5_000))


def test_a_report_without_pictures_is_refused():
    with pytest.raises(SourceError, match=r"test-SR\.dcm is a DICOM file without pictures\."):
        open_source(get_testdata_file("test-SR.dcm"))


def test_text_named_like_dicom_is_refused(tmp_path):
    path = tmp_path / "loop.dcm"
    path.write_text("These are words.")
    with pytest.raises(SourceError, match=r"loop\.dcm is .* Choose another file\."):
        open_source(str(path))


def test_a_damaged_frame_is_named(tmp_path):
    dataset = jpeg_loop(FRAMES)
    content = bytearray(dataset.PixelData)
    second = content.index(b"\xff\xd8", content.index(b"\xff\xd8") + 2)
    content[second : second + 200] = bytes(200)
    dataset.PixelData = bytes(content)
    dataset["PixelData"].is_undefined_length = True
    source = open_source(saved(dataset, tmp_path / "loop.dcm"))
    source.seek_frame(1)
    with pytest.raises(SourceError, match=r"Frame 2 of loop\.dcm cannot be decoded\."):
        source.read()


@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")  # pydicom says what it finds
def test_random_damage_ends_in_frames_or_in_a_sentence(tmp_path):
    path = tmp_path / "loop.dcm"
    saved(jpeg_loop(FRAMES), path)
    whole = path.read_bytes()
    chance = np.random.default_rng(1)
    outcomes = [outcome_of(path, damaged(whole, chance)) for _ in range(60)]
    assert set(outcomes) <= {"frames", "sentence"}


def damaged(whole, chance):
    broken = bytearray(whole)
    for place in chance.integers(132, len(whole), 6):
        broken[place] = chance.integers(256)
    start = whole.index(struct.pack("<HH", 0x28, 0x02))
    broken[start + chance.integers(200)] = chance.integers(256)
    return bytes(broken)


def outcome_of(path, content):
    path.write_bytes(content)
    try:
        read_all(open_source(str(path)))
    except SourceError:
        return "sentence"
    return "frames"


@pytest.mark.parametrize(
    ("name", "frames", "duration_s"),
    [
        ("cine_pocus_ruq_48f_jpeg.dcm", 48, 4.8),
        ("real_cardiac_cine_30f_ybr422_jpeg.dcm", 30, 1.0),
        ("real_obstetric_palette_color.dcm", 1, 1 / 30),
        ("real_power_doppler_j2k_lossless.dcm", 1, 1 / 30),
        ("real_power_doppler_rgb.dcm", 1, 1 / 30),
        ("hc18_calibrated_045_HC.dcm", 1, 1 / 30),
        ("nt_still_rgb.dcm", 1, 1 / 30),
    ],
)
def test_a_real_dicom_file_plays_to_its_end(real_data, name, frames, duration_s):
    source = open_source(str(real_data / "dicom" / name))
    assert len(read_all(source)) == source.frame_count == frames
    assert source.duration_s == pytest.approx(duration_s, abs=1e-3)


def test_two_encodings_of_a_real_picture_look_the_same(real_data):
    j2k = open_source(str(real_data / "dicom" / "real_power_doppler_j2k_lossless.dcm")).read()
    plain = open_source(str(real_data / "dicom" / "real_power_doppler_rgb.dcm")).read()
    assert np.array_equal(j2k.pixels, plain.pixels)
