import json
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
from pycocotools import mask as coco_mask
from typer.testing import CliRunner

from phantom.coco import run_lengths
from tests.training.collection.samples import image_entry, skull
from training.collection import check
from training.collection.exchange import export_to, import_from
from training.data_commands import data_cli
from training.dataset import DatasetError

TOOLS = ["labelme", "cvat", "label-studio"]


def entries(path):
    document = json.loads(path.read_text("utf-8"))
    return document["images"], document["annotations"]


@pytest.fixture
def round_trip(write_set, tmp_path):
    """Sends a set through a tool that changes nothing; gives back its images and annotations."""

    def go(tool, images, annotations):
        source = write_set(images, annotations)
        export_to(tool, source, tmp_path / tool)
        back = source.with_name("train_back.json")
        import_from(tool, tmp_path / tool, back)
        faults = [fault.sentence for fault in check([back])]
        assert faults == [fault.sentence for fault in check([source])]
        return entries(back)

    return go


@pytest.mark.parametrize("tool", TOOLS)
def test_views_patients_and_fields_come_back(round_trip, tool):
    told = {
        "route": "transvaginal",
        "gestational_age": "12+3",
        "pixel_size_mm": 0.1,
        "twins": False,
    }
    one = image_entry(1, view="neck", patient_group="Ä & <B>", **told)
    other = image_entry(2, view="none", patient_group=None)
    images, _ = round_trip(tool, [one, other | {"record": {"stays": "behind"}}], [])
    del other["patient_group"]
    assert images == [one, other]


@pytest.mark.parametrize("tool", TOOLS)
def test_polygons_and_their_source_come_back(round_trip, tool):
    palate = skull(2, image=2, category_id=6, mask_source="ellipse")
    _, annotations = round_trip(
        tool, [image_entry(1), image_entry(2, view="neck")], [skull(1, image=1), palate]
    )
    assert [each["category_id"] for each in annotations] == [1, 6]
    assert [each["mask_source"] for each in annotations] == ["human", "ellipse"]
    assert annotations[0]["segmentation"] == [[20, 10, 100, 10, 100, 70, 20, 70]]
    assert annotations[0]["bbox"] == [20, 10, 80, 60]


@pytest.mark.parametrize("tool", TOOLS)
def test_a_box_stays_a_box(round_trip, tool):
    _, (box,) = round_trip(
        tool, [image_entry(1)], [skull(1, image=1, segmentation=[], mask_source="box")]
    )
    assert box["mask_source"] == "box"
    assert box["bbox"] == [20, 10, 80, 60]


@pytest.mark.parametrize("tool", TOOLS)
def test_a_mask_comes_back_within_a_pixel(round_trip, tool):
    mask = np.zeros((100, 200), np.uint8)
    cv2.ellipse(mask, (90, 50), (60, 30), 15, 0, 360, 1, -1)
    drawn = skull(1, image=1, segmentation=run_lengths(mask), bbox=[25, 10, 130, 80])
    _, (back,) = round_trip(tool, [image_entry(1)], [drawn])
    again = coco_mask.decode(coco_mask.frPyObjects(back["segmentation"], 100, 200))[..., 0]
    assert np.all(cv2.erode(mask, np.ones((3, 3))) <= again)
    assert np.all(again <= cv2.dilate(mask, np.ones((3, 3))))


@pytest.mark.parametrize("tool", TOOLS)
def test_a_structure_in_two_parts_stays_one(round_trip, tool):
    parts = [[20, 10, 40, 10, 40, 70], [60, 10, 100, 10, 100, 70]]
    _, (both,) = round_trip(tool, [image_entry(1)], [skull(1, image=1, segmentation=parts)])
    assert both["segmentation"] == parts


@pytest.mark.parametrize("tool", TOOLS)
def test_a_prediction_that_nobody_looked_at_stays_one_and_is_refused(round_trip, tool):
    _, (skull_again,) = round_trip(
        tool, [image_entry(1)], [skull(1, image=1, mask_source="model", score=0.875)]
    )
    assert skull_again["mask_source"] == "model"
    assert skull_again["score"] == 0.875


@pytest.fixture
def predicted(write_set, tmp_path):
    """A predicted image handed to a tool; `back` brings it back."""
    image = image_entry(1, predicted_view="head")
    source = write_set([image], [skull(1, image=1, mask_source="model", score=0.875)])

    class Predicted:
        folder = tmp_path / "tool"

        def hand_to(self, tool):
            self.tool = tool
            export_to(tool, source, self.folder)
            return self

        def back(self):
            out = source.with_name("train_back.json")
            import_from(self.tool, self.folder, out)
            (image,), (annotation,) = entries(out)
            return image, annotation

        def edit_json(self, name, edit):
            content = json.loads((self.folder / name).read_text())
            edit(content)
            (self.folder / name).write_text(json.dumps(content))

        def edit_xml(self, edit):
            tree = ElementTree.parse(self.folder / "annotations.xml")
            edit(tree)
            tree.write(self.folder / "annotations.xml")

    return Predicted()


def test_labelme_a_moved_corner_is_a_persons(predicted):
    predicted.hand_to("labelme")
    predicted.edit_json("1.json", lambda c: c["shapes"][0]["points"].__setitem__(0, [22, 11]))
    _, annotation = predicted.back()
    assert annotation["mask_source"] == "human"
    assert "score" not in annotation


def test_labelme_a_reviewed_image_is_confirmed(predicted):
    predicted.hand_to("labelme")
    predicted.edit_json("1.json", lambda content: content["flags"].update(reviewed=True))
    image, annotation = predicted.back()
    assert annotation["mask_source"] == "human"
    assert "predicted_view" not in image


def test_labelme_another_view_is_a_persons(predicted):
    predicted.hand_to("labelme")
    flags = {"view head": False, "view none": True}
    predicted.edit_json("1.json", lambda content: content["flags"].update(flags))
    image, annotation = predicted.back()
    assert image["view"] == "none"
    assert "predicted_view" not in image
    assert annotation["mask_source"] == "model"


def test_labelme_finds_the_file_of_an_image_in_a_folder(write_set, tmp_path):
    source = write_set([image_entry(1)], [])
    source.write_text(source.read_text().replace('"1.png"', '"site a/1.png"'))
    export_to("labelme", source, tmp_path / "labelme")
    content = json.loads((tmp_path / "labelme" / "1.json").read_text())
    assert content["imagePath"] == "../set/images/site a/1.png"
    import_from("labelme", tmp_path / "labelme", tmp_path / "back.json")
    assert entries(tmp_path / "back.json")[0][0]["file_name"] == "site a/1.png"


def test_labelme_two_views_are_refused(predicted):
    predicted.hand_to("labelme")
    predicted.edit_json("1.json", lambda content: content["flags"].update({"view neck": True}))
    with pytest.raises(DatasetError, match="head and neck are ticked"):
        predicted.back()


def test_labelme_a_new_shape_is_a_persons(predicted):
    predicted.hand_to("labelme")
    predicted.edit_json("1.json", lambda content: content["shapes"][0].pop("origin"))
    _, annotation = predicted.back()
    assert annotation["mask_source"] == "human"


def test_labelme_a_circle_is_refused(predicted):
    predicted.hand_to("labelme")
    predicted.edit_json("1.json", lambda content: content["shapes"][0].update(shape_type="circle"))
    with pytest.raises(DatasetError, match="is not a labelme file of polygons and rectangles"):
        predicted.back()


def test_cvat_a_moved_corner_is_a_persons(predicted):
    predicted.hand_to("cvat")
    points = "22.00,11.00;100.00,10.00;100.00,70.00;20.00,70.00"
    predicted.edit_xml(lambda tree: tree.find("image/polygon").set("points", points))
    _, annotation = predicted.back()
    assert annotation["mask_source"] == "human"


def test_cvat_a_reviewed_image_is_confirmed(predicted):
    predicted.hand_to("cvat")
    box = "image/tag/attribute[@name='reviewed']"
    predicted.edit_xml(lambda tree: setattr(tree.find(box), "text", "true"))
    image, annotation = predicted.back()
    assert annotation["mask_source"] == "human"
    assert "predicted_view" not in image


def test_cvat_its_own_word_for_predicted_is_enough_where_attributes_are_lost(predicted):
    predicted.hand_to("cvat")
    predicted.edit_xml(lambda tree: tree.find("image/polygon").clear())
    shape = {"label": "cranium", "source": "auto", "points": "20,10;100,10;100,70"}
    predicted.edit_xml(lambda tree: tree.find("image/polygon").attrib.update(shape))
    _, annotation = predicted.back()
    assert annotation["mask_source"] == "model"


def test_cvat_a_brushed_mask_becomes_a_polygon(predicted):
    predicted.hand_to("cvat")
    mask = {"label": "cranium", "rle": "0,4,1,3", "left": "10", "top": "20"}
    size = {"width": "4", "height": "2", "source": "manual"}
    predicted.edit_xml(lambda tree: tree.find("image").remove(tree.find("image/polygon")))
    predicted.edit_xml(lambda tree: ElementTree.SubElement(tree.find("image"), "mask", mask | size))
    _, annotation = predicted.back()
    assert annotation["mask_source"] == "human"
    assert annotation["bbox"] == pytest.approx([10.2, 20.2, 3.6, 1.6], abs=0.11)


def test_cvat_an_ellipse_is_refused(predicted):
    predicted.hand_to("cvat")
    predicted.edit_xml(lambda tree: setattr(tree.find("image/polygon"), "tag", "ellipse"))
    with pytest.raises(DatasetError, match="a ellipse cannot be read"):
        predicted.back()


@pytest.mark.parametrize("points", ["", "1;2;3", "nan,1;2,3;4,5", "1e99,1;2,3;4,5"])
def test_cvat_points_that_are_none_are_refused(predicted, points):
    predicted.hand_to("cvat")
    predicted.edit_xml(lambda tree: tree.find("image/polygon").set("points", points))
    with pytest.raises(DatasetError, match="an entry is not whole"):
        predicted.back()


def test_cvat_labels_declare_what_has_to_come_back(predicted):
    predicted.hand_to("cvat")
    labels = json.loads((predicted.folder / "labels.json").read_text())
    names = {label["name"]: [a["name"] for a in label["attributes"]] for label in labels}
    assert names["cranium"] == ["mask_source", "score", "trace"]
    assert names["image"] == ["view", "patient", "reviewed", "fields"]


def test_label_studio_shows_what_is_predicted_as_a_prediction(predicted):
    predicted.hand_to("label-studio")
    (task,) = json.loads((predicted.folder / "tasks.json").read_text())
    assert "annotations" not in task
    (view, region) = task["predictions"][0]["result"]
    assert view["value"] == {"choices": ["head"]}
    assert region["value"]["points"][0] == [10, 10]


def test_label_studio_what_was_submitted_is_confirmed(predicted):
    predicted.hand_to("label-studio")
    predicted.edit_json("tasks.json", lambda c: c[0].update(annotations=c[0]["predictions"]))
    image, annotation = predicted.back()
    assert annotation["mask_source"] == "human"
    assert "predicted_view" not in image


def test_label_studio_what_was_cancelled_does_not_count(predicted):
    predicted.hand_to("label-studio")
    cancelled = [{"result": [], "was_cancelled": True}]
    predicted.edit_json("tasks.json", lambda content: content[0].update(annotations=cancelled))
    _, annotation = predicted.back()
    assert annotation["mask_source"] == "model"


def test_label_studio_a_region_cut_off_is_refused(predicted):
    predicted.hand_to("label-studio")
    predicted.edit_json(
        "tasks.json", lambda c: c[0]["predictions"][0]["result"][1]["value"].pop("points")
    )
    with pytest.raises(DatasetError, match="a region is not whole"):
        predicted.back()


def test_label_studio_a_region_without_points_is_refused(predicted):
    predicted.hand_to("label-studio")
    predicted.edit_json(
        "tasks.json", lambda c: c[0]["predictions"][0]["result"][1]["value"].update(points=[])
    )
    with pytest.raises(DatasetError, match="a region is not whole"):
        predicted.back()


@pytest.mark.parametrize("tool", TOOLS)
def test_a_field_that_is_no_number_stays_behind(round_trip, tool):
    images, _ = round_trip(tool, [image_entry(1, pixel_size_mm=float("nan"))], [])
    assert images == [image_entry(1)]


@pytest.mark.parametrize("tool", TOOLS)
def test_an_unknown_label_is_named(predicted, tool):
    predicted.hand_to(tool)
    for file in predicted.folder.iterdir():
        file.write_text(file.read_text().replace("cranium", "elbow"))
    with pytest.raises(DatasetError, match='there is no structure "elbow". Use one of cranium'):
        predicted.back()


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_not_of_the_tool_is_refused(tool, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("tasks.json", "annotations.xml"):
        (tmp_path / "in" / name).write_text("{}" if name == "tasks.json" else "<html></html>")
    with pytest.raises(DatasetError, match=r"is not (a|from|an export)"):
        import_from(tool, tmp_path / "in", tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("tool", TOOLS)
def test_a_missing_path_is_one_sentence(tool, tmp_path):
    with pytest.raises(DatasetError, match="Check the path"):
        import_from(tool, tmp_path / "nothing", tmp_path / "out.json")


def test_a_name_that_leads_out_of_the_folder_is_not_exported(write_set, tmp_path):
    source = write_set([image_entry(1)], [])
    source.write_text(source.read_text().replace('"1.png"', '"../../1.png"'))
    with pytest.raises(DatasetError, match="no name within the images folder"):
        export_to("labelme", source, tmp_path / "a" / "b")


def test_two_images_of_one_labelme_file_are_refused(write_set, tmp_path):
    source = write_set([image_entry(1), image_entry(2, file_name="1.jpg")], [])
    with pytest.raises(DatasetError, match="Two images would be described by"):
        export_to("labelme", source, tmp_path / "out")


def test_the_commands_take_a_set_there_and_back(write_set, tmp_path):
    source = write_set([image_entry(1)], [skull(1, image=1)])
    out, back = str(tmp_path / "labelme"), str(tmp_path / "back.json")
    runner = CliRunner()
    assert runner.invoke(data_cli, ["export", "labelme", str(source), out]).exit_code == 0
    assert runner.invoke(data_cli, ["import", "labelme", out, back]).exit_code == 0
    assert entries(tmp_path / "back.json")[1][0]["area"] == 4800
