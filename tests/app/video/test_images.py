"""Single images and folders of them."""

from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from app.video import SourceError, open_source
from app.video.images import natural_order
from tests.app.video.numbered import number_in, numbered_picture


def read_all(source):
    return list(iter(source.read, None))


def save_numbered(folder, names):
    for number, name in enumerate(names):
        Image.fromarray(numbered_picture(number)).save(folder / name)


def test_a_folder_plays_in_the_order_people_count(tmp_path):
    save_numbered(tmp_path, ["f1.png", "f2.png", "f9.bmp", "f10.tif", "f11.jpg"])
    source = open_source(str(tmp_path))
    frames = read_all(source)
    assert [number_in(frame.pixels) for frame in frames] == [0, 1, 2, 3, 4]
    assert [frame.time_s for frame in frames] == pytest.approx([0, 1 / 30, 2 / 30, 0.1, 4 / 30])
    assert source.name == tmp_path.name


def test_a_folder_is_read_twice_at_once(tmp_path):
    save_numbered(tmp_path, [f"frame{number}.png" for number in range(4)])
    source = open_source(str(tmp_path))
    (seen,) = source.aside().approach(2 / 30)
    assert number_in(seen.pixels) == 2
    assert number_in(source.read().pixels) == 0


def test_other_files_in_a_folder_are_passed_over(tmp_path):
    save_numbered(tmp_path, ["a.png"])
    (tmp_path / "notes.txt").write_text("none")
    (tmp_path / "folder.png").mkdir()
    assert open_source(str(tmp_path)).frame_count == 1


def test_a_folder_without_images_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"has no PNG, JPEG, TIFF or BMP images\. Choose"):
        open_source(str(tmp_path))


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif"])
def test_a_single_image_is_one_frame_exactly(tmp_path, name):
    picture = np.random.default_rng(0).integers(0, 256, (31, 45, 3), np.uint8)
    Image.fromarray(picture).save(tmp_path / name)
    frames = read_all(open_source(str(tmp_path / name)))
    assert len(frames) == 1
    assert np.array_equal(frames[0].pixels, picture)


def test_a_stack_of_pages_is_a_loop(tmp_path):
    pages = [Image.fromarray(numbered_picture(number)) for number in range(4)]
    pages[0].save(tmp_path / "stack.tif", save_all=True, append_images=pages[1:])
    frames = read_all(open_source(str(tmp_path / "stack.tif")))
    assert [number_in(frame.pixels) for frame in frames] == [0, 1, 2, 3]


def test_sixteen_bits_become_eight(tmp_path):
    Image.fromarray(np.array([[0, 256, 65535]], np.uint16)).save(tmp_path / "deep.png")
    pixels = open_source(str(tmp_path / "deep.png")).read().pixels
    assert pixels[0].tolist() == [[0, 0, 0], [1, 1, 1], [255, 255, 255]]


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "CMYK"])
def test_every_kind_of_colour_becomes_rgb(tmp_path, mode):
    Image.fromarray(numbered_picture(5)).convert(mode).save(tmp_path / "a.tif")
    pixels = open_source(str(tmp_path / "a.tif")).read().pixels
    assert pixels.shape == (48, 64, 3)
    assert number_in(pixels) == 5


def test_an_image_lying_on_its_side_is_turned_as_its_camera_says(tmp_path):
    image = Image.fromarray(numbered_picture(0))
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    assert open_source(str(tmp_path / "a.jpg")).read().pixels.shape == (64, 48, 3)


def test_measured_values_are_no_picture(tmp_path):
    Image.fromarray(np.zeros((4, 4), np.float32)).save(tmp_path / "depth.tif")
    with pytest.raises(SourceError, match=r"depth\.tif holds measured values"):
        open_source(str(tmp_path / "depth.tif"))


@pytest.mark.parametrize("side", [9_000, 60_000])
def test_a_huge_image_is_refused_before_it_is_decoded(tmp_path, side):
    path = tmp_path / "huge.bmp"
    Image.new("1", (1, 1)).save(path)
    header = bytearray(path.read_bytes())
    header[18:26] = side.to_bytes(4, "little") * 2
    path.write_bytes(header)
    with pytest.raises(SourceError, match=r"huge\.bmp .* Choose another file\."):
        open_source(str(path))


@pytest.mark.parametrize("keep", [0, 20, 90])
def test_a_broken_image_is_refused(tmp_path, keep):
    save_numbered(tmp_path, ["a.png"])
    path = tmp_path / "a.png"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SourceError, match=r"a\.png is not an image that Fetalens can read\."):
        open_source(str(path))


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's own, on strange tags
def test_a_tiff_damaged_anywhere_gives_a_picture_or_a_sentence(tmp_path):
    path = tmp_path / "a.tif"
    Image.fromarray(numbered_picture(3)).save(path, compression="tiff_lzw")
    whole, chance = path.read_bytes(), np.random.default_rng(0)
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[chance.integers(len(whole))] = chance.integers(256)
        damaged[-chance.integers(1, 200)] = chance.integers(256)  # the tags stand at the end
        path.write_bytes(damaged)
        with suppress(SourceError):
            read_all(open_source(str(path)))


def test_a_broken_image_in_a_folder_is_named(tmp_path):
    save_numbered(tmp_path, ["a.png", "b.png"])
    (tmp_path / "b.png").write_bytes(b"none")
    source = open_source(str(tmp_path))
    source.read()
    with pytest.raises(SourceError, match=r"b\.png is not an image"):
        source.read()


def test_numbers_in_names_count_by_value(tmp_path):
    names = ["b1", "a10b2", "a2", "a10b10", "A1"]
    ordered = sorted((tmp_path / name for name in names), key=natural_order)
    assert [path.name for path in ordered] == ["A1", "a2", "a10b2", "a10b10", "b1"]
