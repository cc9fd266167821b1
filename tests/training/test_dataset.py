import json

import numpy as np
import pytest
from PIL import Image

from training.dataset import DatasetError, load_coco, load_views


def test_a_class_that_the_views_annotators_draw_but_the_set_never_labels_is_unknown(coco_folder):
    head, neck = load_coco(coco_folder)
    assert {"midline_falx", "choroid_plexus"} <= head.unknown
    assert "spine" in neck.unknown


def test_a_class_outside_the_views_list_is_background_even_where_it_can_be_seen(coco_folder):
    head, neck = load_coco(coco_folder)
    assert "cranium" not in neck.unknown
    assert "nuchal_translucency" not in head.unknown


def test_a_box_only_label_has_an_outline_inside_its_box_and_no_mask(coco_folder):
    _, neck = load_coco(coco_folder)
    (band,) = neck.instances
    assert not band.has_mask
    outline = np.concatenate(band.outlines)
    np.testing.assert_allclose(outline.min(axis=0), [50, 60], atol=0.5)
    np.testing.assert_allclose(outline.max(axis=0), [140, 72], atol=0.5)


def test_a_polygon_label_keeps_its_mask(coco_folder):
    head, _ = load_coco(coco_folder)
    (skull,) = head.instances
    assert skull.has_mask
    np.testing.assert_array_equal(skull.box, [20, 10, 100, 70])


def test_a_missing_image_is_one_sentence(coco_folder):
    (coco_folder.parents[1] / "images" / "neck.png").unlink()
    with pytest.raises(DatasetError, match=r"neck\.png: the image file is missing"):
        load_coco(coco_folder)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:200]), "the image is cut off"),
        (lambda path: half_a_jpeg(path), "the image is cut off"),
        (lambda path: Image.new("I;16", (160, 120)).save(path), "more than 8 bits"),
        (lambda path: Image.new("CMYK", (160, 120)).save(path, "JPEG"), "colours of print"),
        (lambda path: Image.new("L", (20_001, 1)).save(path), "larger than 20000 pixels"),
    ],
)
def test_an_image_that_would_be_read_otherwise_than_it_is_meant_is_refused(
    coco_folder, spoil, sentence
):
    spoil(coco_folder.parents[1] / "images" / "neck.png")
    with pytest.raises(DatasetError, match=rf"neck\.png: .*{sentence}"):
        load_coco(coco_folder)


def half_a_jpeg(path):
    """OpenCV reads it, its lower half grey."""
    Image.effect_noise((160, 120), 60).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_json_of_another_kind_names_the_place_of_the_fault(tmp_path):
    path = tmp_path / "other.json"
    path.write_text('{"categories": [], "images": [{"id": 1}], "annotations": []}')
    with pytest.raises(DatasetError, match="images.0.file_name"):
        load_coco(path)


def test_an_unknown_view_is_refused(coco_folder):
    coco_folder.write_text(coco_folder.read_text().replace('"view": "neck"', '"view": "elbow"'))
    with pytest.raises(DatasetError, match='no view "elbow"'):
        load_coco(coco_folder)


def test_an_image_of_which_only_the_view_is_known_teaches_what_its_view_does_not_show(coco_folder):
    views = coco_folder.parents[1] / "views.json"
    views.write_text('[{"file_name": "head.png", "view": "thorax"}, {"file_name": "neck.png"}]')
    (thorax,) = load_views(views)
    assert "heart" in thorax.unknown
    assert "cranium" not in thorax.unknown


def test_an_annotation_of_an_image_that_is_not_listed_is_refused(coco_folder):
    coco_folder.write_text(coco_folder.read_text().replace('"image_id": 2', '"image_id": 9'))
    with pytest.raises(DatasetError, match="annotates image 9"):
        load_coco(coco_folder)


def test_an_empty_outline_is_refused(coco_folder):
    text = coco_folder.read_text().replace("[[20, 10, 100, 10, 100, 70, 20, 70]]", "[]")
    coco_folder.write_text(text)
    with pytest.raises(DatasetError, match="empty outline in image 1"):
        load_coco(coco_folder)


def changed(coco_folder, **fields):
    """The set with its first annotation changed."""
    document = json.loads(coco_folder.read_text())
    document["annotations"][0] |= fields
    coco_folder.write_text(json.dumps(document))
    return coco_folder


def test_plain_run_lengths_are_a_mask_as_well(coco_folder):
    rows = {"size": [100, 200], "counts": [2_010, 60, 40, 60, 17_830]}
    head, _ = load_coco(changed(coco_folder, segmentation=rows))
    (outline,) = head.instances[0].outlines
    assert outline.min(axis=0).tolist() == [20.5, 10.5]
    assert outline.max(axis=0).tolist() == [21.5, 69.5]


@pytest.mark.parametrize("counts", [[10, 5], [-5, 20005], "5", "é", ""])
def test_run_lengths_that_do_not_fill_their_image_are_never_decoded(coco_folder, counts):
    with pytest.raises(DatasetError, match="is not COCO JSON"):
        load_coco(changed(coco_folder, segmentation={"size": [100, 200], "counts": counts}))


def test_what_a_model_drew_and_nobody_confirmed_is_no_truth(coco_folder):
    with pytest.raises(DatasetError, match="nobody has confirmed"):
        load_coco(changed(coco_folder, mask_source="model"))
