import shutil

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from tests.training.collection.samples import image_entry, picture, skull
from training.collection import check
from training.data_commands import data_cli
from training.dataset import DatasetError


@pytest.fixture
def told(write_set):
    """The lines that a check of one image and its annotations says."""

    def check_set(images, annotations, **lists):
        return [str(fault) for fault in check([write_set(images, annotations, **lists)])]

    return check_set


@pytest.fixture
def told_of_image(write_set):
    """The one line that a check says when the image file is replaced by what `spoil` writes."""

    def check_set(spoil, **fields):
        path = write_set([image_entry(1, **fields)], [])
        spoil(path.parents[1] / "images" / image_entry(1, **fields)["file_name"])
        (fault,) = check([path])
        return str(fault)

    return check_set


def test_nothing_is_said_of_a_sound_set(told):
    assert told([image_entry(1), image_entry(2, view="none")], [skull(1, image=1)]) == []


def test_a_folder_means_its_annotation_files(write_set):
    path = write_set([image_entry(1)], [skull(1, image=1)])
    assert check([path.parents[1]]) == []


def test_a_folder_without_annotation_files_is_refused(tmp_path):
    with pytest.raises(DatasetError, match=r"holds no annotations/\*\.json"):
        check([tmp_path])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"images": [', "is not JSON, or is cut off"),
        ("", "is not JSON, or is cut off"),
        ("[" * 100_000, "is not JSON, or is cut off"),
        ("[]", "is not COCO"),
        ('{"images": [], "annotations": {}, "categories": []}', "is not COCO"),
        ('{"images": [], "annotations": [], "categories": []}', "lists no image"),
    ],
)
def test_a_file_that_is_no_collection_is_named(tmp_path, text, sentence):
    path = tmp_path / "train.json"
    path.write_text(text)
    (fault,) = check([path])
    assert str(fault).startswith(f"{path}: {sentence}")


def test_a_broken_record_hides_no_other(told):
    broken, missing_id = {"id": 7, "image_id": 1}, 3
    wide = skull(8, image=1, bbox=[20, 10, 500, 60])
    lines = told([image_entry(1)], [broken, missing_id, wide])
    assert ["annotation 7: " in lines[0], "annotation no. 2" in lines[1]] == [True, True]
    assert "annotation 8: its box leaves the image" in lines[2]
    assert len(lines) == 3


def test_annotations_of_a_broken_image_entry_are_not_told_again(told):
    (line,) = told([image_entry(1, width=0)], [skull(1, image=1)])
    assert "image 1: width" in line


def test_a_number_that_is_no_number_is_a_broken_record(told):
    (line,) = told([image_entry(1)], [skull(1, image=1, bbox=[float("nan"), 0, 1, 1])])
    assert "annotation 1: bbox.0" in line


def test_a_missing_image_is_told(told_of_image):
    assert 'image 1 "1.png": the image file is missing' in told_of_image(lambda path: path.unlink())


def test_a_name_that_is_too_long_for_the_disk_is_told(write_set):
    path = write_set([image_entry(1)], [])
    path.write_text(path.read_text().replace('"1.png"', f'"{"a" * 300}.png"'))
    (fault,) = check([path])
    assert "the image is cut off or not an image" in str(fault)


def test_a_truncated_image_is_told(told_of_image):
    line = told_of_image(lambda path: path.write_bytes(path.read_bytes()[:-200]))
    assert "the image is cut off" in line


def test_what_is_no_image_is_told(told_of_image):
    assert "cut off or not an image" in told_of_image(lambda path: path.write_text("hello"))


@pytest.mark.parametrize("shape", [(100, 200), (100, 200, 3)])
def test_a_16_bit_image_is_told(told_of_image, shape):
    line = told_of_image(lambda path: cv2.imwrite(str(path), np.full(shape, 300, np.uint16)))
    assert "more than 8 bits" in line


def test_a_cmyk_image_is_told(told_of_image):
    line = told_of_image(
        lambda path: Image.new("CMYK", (200, 100)).save(path, "JPEG"),
        file_name="1.jpg",
    )
    assert "colours of print" in line


def test_an_oversize_image_is_told(told_of_image):
    line = told_of_image(lambda path: Image.new("1", (20_001, 1)).save(path))
    assert "larger than 20000 pixels" in line


def test_an_image_of_too_many_pixels_in_all_is_told(told_of_image):
    line = told_of_image(lambda path: Image.new("1", (19_000, 19_000)).save(path))
    assert "too many pixels" in line


def test_an_image_that_exif_turns_is_told(told_of_image):
    exif = Image.Exif()
    exif[0x0112] = 6
    line = told_of_image(lambda path: Image.new("L", (200, 100)).save(path, exif=exif))
    assert "turned by its EXIF entry" in line


def test_an_image_of_another_size_than_its_entry_is_told(told_of_image):
    line = told_of_image(lambda path: cv2.imwrite(str(path), np.zeros((50, 60), np.uint8)))
    assert "60 x 50 pixels, and its entry says 200 x 100" in line


@pytest.mark.parametrize("name", ["../1.png", "/etc/passwd", "", "a\0b.png"])
def test_a_name_that_leads_out_of_the_folder_is_told(write_set, name):
    path = write_set([image_entry(1)], [])
    path.write_text(path.read_text().replace('"1.png"', '"' + name.replace("\0", "\\u0000") + '"'))
    (fault,) = check([path])
    assert "is no name within the images folder" in str(fault)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"segmentation": [[20, 10, 300, 10, 300, 70]]}, "its outline leaves the image"),
        ({"segmentation": [[20, 10, 100, 10]]}, "fewer than three points"),
        ({"segmentation": [[20, 10, 60, 10, 100, 10]]}, "encloses nothing"),
        ({"segmentation": []}, "its outline is empty"),
        ({"bbox": [20, 10, 0, 60]}, "its box is empty"),
        ({"bbox": [-9, 10, 20, 60]}, "its box leaves the image"),
        ({"segmentation": {"size": [90, 200], "counts": [18000]}}, "an image of 200 x 90 pixels"),
        ({"segmentation": {"size": [100, 200], "counts": [7, 8]}}, "do not fill the mask's size"),
        ({"segmentation": {"size": [100, 200], "counts": "zz0"}}, "do not fill the mask's size"),
        ({"segmentation": {"size": [100, 200], "counts": "P"}}, "do not fill the mask's size"),
        ({"segmentation": {"size": [100, 200], "counts": [20000]}}, "its mask is empty"),
    ],
)
def test_an_outline_that_cannot_be_is_told(told, fields, sentence):
    (line,) = told([image_entry(1)], [skull(1, image=1, **fields)])
    assert sentence in line


def test_a_box_needs_no_outline(told):
    assert told([image_entry(1)], [skull(1, image=1, segmentation=[], mask_source="box")]) == []


def test_an_unknown_structure_is_told(told):
    (line,) = told([image_entry(1)], [], categories=[{"id": 1, "name": "elbow"}])
    assert 'category 1: there is no structure "elbow"' in line


def test_an_unknown_view_is_told(told):
    (line,) = told([image_entry(1, view="knee")], [skull(1, image=1)])
    assert 'image 1: There is no view "knee"' in line


def test_a_structure_that_its_view_does_not_annotate_is_told(told):
    (line,) = told([image_entry(1, view="neck")], [skull(1, image=1)])
    assert "annotation 1: cranium is not annotated in a neck view" in line


def test_a_landmark_belongs_to_its_view(told):
    in_neck, in_head = skull(1, image=1, category_id=101), skull(2, image=2, category_id=101)
    (line,) = told([image_entry(1, view="neck"), image_entry(2)], [in_neck, in_head])
    assert "annotation 2: thalami is not annotated in a head view" in line


def test_ids_and_names_that_are_given_twice_are_told(told):
    twice = [image_entry(1), image_entry(1, file_name="2.png"), image_entry(3, file_name="2.png")]
    lines = told(twice, [skull(5, image=1), skull(5, image=1)])
    assert any("image 1: the id is given twice" in line for line in lines)
    assert any('image "2.png": the file is listed twice' in line for line in lines)
    assert any("annotation 5: the id is given twice" in line for line in lines)


def test_annotations_of_what_is_not_there_are_told(told):
    lines = told([image_entry(1)], [skull(1, image=4), skull(2, image=1, category_id=77)])
    assert "annotation 1: there is no image 4" in lines[0]
    assert "annotation 2: there is no category 77" in lines[1]


def test_what_a_model_drew_is_refused_until_it_is_confirmed(told):
    (line,) = told([image_entry(1)], [skull(1, image=1, mask_source="model", score=0.9)])
    assert "nobody has confirmed it, so nothing may be learnt from it" in line


def test_a_patient_in_two_splits_is_told(write_set):
    train = write_set([image_entry(1, patient_group="Anna")], [], "train.json")
    test = write_set([image_entry(2, patient_group="Anna")], [], "test.json", folder="other")
    (fault,) = check([train, test])
    assert f'{test}, patient "Anna": is in {train} too' in str(fault)


def test_a_patient_in_two_files_of_one_split_is_fine(write_set):
    one = write_set([image_entry(1, patient_group="Anna")], [], "train_a.json")
    other = write_set([image_entry(2, patient_group="Anna")], [], "train_b.json")
    assert check([one, other]) == []


def test_images_without_a_patient_are_a_warning(told):
    (line,) = told([image_entry(1, patient_group=None)], [])
    assert "(warning) 1 of 1 images name no patient" in line


def test_the_same_picture_of_another_patient_is_told_though_it_was_saved_anew(write_set):
    path = write_set([image_entry(1), image_entry(2, file_name="2.jpg")], [])
    small = cv2.convertScaleAbs(picture(1), alpha=0.9, beta=8)
    cv2.imwrite(str(path.parents[1] / "images" / "2.jpg"), small, [cv2.IMWRITE_JPEG_QUALITY, 60])
    (fault,) = check([path])
    assert 'image 2 "2.jpg": nearly the same picture as image 1, of another' in str(fault)


def test_the_same_picture_of_one_patient_is_fine(write_set):
    same = [image_entry(1, patient_group="Anna"), image_entry(2, patient_group="Anna")]
    path = write_set(same, [])
    images = path.parents[1] / "images"
    shutil.copy(images / "1.png", images / "2.png")
    assert check([path]) == []


def test_the_same_picture_of_unknown_patients_in_two_splits_is_an_error(write_set):
    train = write_set([image_entry(1, patient_group=None)], [], "train.json")
    test = write_set([image_entry(1, patient_group=None)], [], "test.json", folder="other")
    errors = [str(fault) for fault in check([train, test]) if not fault.is_warning]
    assert len(errors) == 1
    assert f"nearly the same picture as image 1 of {train}" in errors[0]


def test_the_command_ends_with_1_where_anything_is_wrong_and_counts_it(write_set):
    path = write_set([image_entry(1)], [skull(1, image=9)])
    result = CliRunner().invoke(data_cli, ["check", str(path)])
    assert result.exit_code == 1
    assert "there is no image 9" in result.stdout
    assert "ids and names" in result.stdout


def test_the_command_ends_with_0_for_warnings(write_set):
    path = write_set([image_entry(1, patient_group=None)], [])
    assert CliRunner().invoke(data_cli, ["check", str(path)]).exit_code == 0


def test_the_real_sets_are_sound(real_data):
    sets = [real_data / name for name in ("hc18_first_trimester", "fetal_planes_head")]
    assert [str(fault) for fault in check(sets) if not fault.is_warning] == []
