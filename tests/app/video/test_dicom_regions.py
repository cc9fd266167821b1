"""Pixel sizes from DICOM's ultrasound regions, and files that tell none that can be used."""

import json

import numpy as np
import pytest
from pydicom import Dataset, Sequence

from app.video import open_source
from app.video.dicom_regions import pixel_aspect, pixel_sizes
from inference.types import PixelSize
from tests.app.video.test_dicom import loop, saved


def region(**changed):
    made = Dataset()
    made.RegionSpatialFormat, made.RegionDataType, made.RegionFlags = 1, 1, 0
    made.RegionLocationMinX0, made.RegionLocationMinY0 = 10, 20
    made.RegionLocationMaxX1, made.RegionLocationMaxY1 = 89, 59
    made.PhysicalUnitsXDirection = made.PhysicalUnitsYDirection = 3
    made.PhysicalDeltaX, made.PhysicalDeltaY = 0.01, 0.02
    for keyword, value in changed.items():
        setattr(made, keyword, value)
    return made


def header(*regions):
    made = Dataset()
    made.Rows, made.Columns = 100, 120
    if regions:
        made.SequenceOfUltrasoundRegions = Sequence(regions)
    return made


def test_a_region_says_how_large_its_pixels_are_and_where():
    assert pixel_sizes(header(region())) == (PixelSize(0.1, 0.2, (10, 20, 90, 60)),)


def shaped(ratio):
    made = Dataset()
    made.PixelAspectRatio = ratio
    return made


def test_a_file_says_the_shape_of_its_pixels_height_first():
    assert pixel_aspect(shaped(["3", "4"])) == pytest.approx(4 / 3)
    assert pixel_aspect(Dataset()) is None


@pytest.mark.parametrize("ratio", [["0", "1"], ["1", "0"], ["1", "99"], ["1"], ["-3", "4"]])
def test_a_shape_that_no_pixel_has_is_not_taken(ratio):
    assert pixel_aspect(shaped(ratio)) is None


def test_a_file_without_regions_says_nothing():
    assert pixel_sizes(header()) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"PhysicalDeltaX": 0.0},
        {"PhysicalDeltaY": 0.0},
        {"PhysicalDeltaY": -0.02},
        {"PhysicalDeltaX": float("nan")},
        {"PhysicalDeltaX": 1e9},
        {"PhysicalUnitsXDirection": 4},  # seconds: an M-mode or a spectrum
        {"PhysicalUnitsYDirection": 0},
        {"RegionSpatialFormat": 2},
        {"RegionLocationMaxX1": 5},
    ],
    ids=str,
)
def test_a_region_that_is_no_plane_in_centimetres_is_left_out(changed):
    assert pixel_sizes(header(region(**changed))) == ()


def test_a_region_larger_than_the_picture_is_of_another_picture():
    assert pixel_sizes(header(region(RegionLocationMaxX1=300))) == ()


def test_the_pixel_behind_the_last_one_is_forgiven():
    (size,) = pixel_sizes(header(region(RegionLocationMaxX1=120, RegionLocationMaxY1=100)))
    assert size.area == (10, 20, 120, 100)


def test_of_two_regions_each_has_its_own_size():
    other = region(RegionLocationMinX0=90, RegionLocationMaxX1=119, PhysicalDeltaX=0.03)
    assert [size.x_mm for size in pixel_sizes(header(region(), other))] == [0.1, 0.3]


def test_beside_a_spectrum_the_picture_keeps_its_size():
    spectrum = region(RegionSpatialFormat=3, PhysicalUnitsXDirection=4, PhysicalUnitsYDirection=7)
    assert len(pixel_sizes(header(spectrum, region()))) == 1


def test_a_region_without_numbers_leaves_no_size():
    bare = region()
    del bare.PhysicalDeltaX
    assert pixel_sizes(header(bare)) == ()


def test_each_frame_of_a_loop_bears_the_sizes(tmp_path):
    small = region(
        RegionLocationMinX0=0,
        RegionLocationMinY0=0,
        RegionLocationMaxX1=31,
        RegionLocationMaxY1=15,
    )
    calibrated = loop(SequenceOfUltrasoundRegions=Sequence([small]))
    source = open_source(saved(calibrated, tmp_path / "loop.dcm"))
    frames = list(iter(source.read, None))
    assert {frame.pixel_sizes for frame in frames} == {(PixelSize(0.1, 0.2, (0, 0, 32, 16)),)}


def test_real_calibrated_heads_bear_their_sizes(real_data):
    notes = json.loads((real_data / "dicom" / "notes.json").read_text("utf-8"))
    heads = {name: note for name, note in notes.items() if "pixel_size_mm" in note}
    read = {name: open_source(str(real_data / "dicom" / name)).read() for name in heads}
    sizes = [frame.pixel_sizes[0].y_mm for frame in read.values()]
    assert np.allclose(sizes, [note["pixel_size_mm"] for note in heads.values()])


@pytest.mark.parametrize(
    "name", ["real_cardiac_cine_30f_ybr422_jpeg.dcm", "real_obstetric_palette_color.dcm"]
)
def test_real_pictures_that_were_made_smaller_bear_none(real_data, name):
    assert open_source(str(real_data / "dicom" / name)).read().pixel_sizes == ()
