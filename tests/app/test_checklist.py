"""The list that ships is whole; a broken one is refused in one sentence that names the fault."""

import pytest

from app.checklist import BUILT_IN, ChecklistError, built_in, load_checklist
from inference.anatomy import load_anatomy


@pytest.fixture
def edited(tmp_path):
    """The built-in list with one text put in another's place, as a file."""

    def write(before, after):
        text = BUILT_IN.read_text("utf-8")
        assert before in text
        path = tmp_path / "ours.toml"
        path.write_text(text.replace(before, after, 1), "utf-8")
        return path

    return write


def test_the_built_in_list_has_a_group_for_every_view():
    views = {group.view for group in built_in().groups if group.view}
    assert views == {view.id for view in load_anatomy().views}


def test_every_item_and_group_has_both_languages():
    parts = (*built_in().items, *built_in().groups)
    assert all({"en", "ko"} <= set(part.titles) for part in parts)


def test_an_item_without_names_is_called_as_the_anatomy_calls_its_structure():
    palate = next(item for item in built_in().items if item.id == "palate")
    assert palate.titles["ko"] == load_anatomy().structure("palate").names["ko"]


def test_a_group_without_names_is_called_as_the_anatomy_calls_its_view():
    assert built_in().group_for("thorax").titles["en"] == "Thorax"


def test_groups_are_found_by_item_and_by_view():
    assert built_in().group_of("bladder").id == "abdomen"
    assert built_in().group_for(None) is None


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("version = 1", "version = 2", "its version is 2, and this program reads 1"),
        ("version = 1", "version =", "it is not TOML"),
        ('["cranium"]', '["skull_base"]', '"skull" names the structure "skull_base"'),
        ('view = "head"', 'view = "skull"', '"head" names the view "skull"'),
        ('id = "alive"', 'id = "alive"\nnote = "x"', "groups.0.items.0.note is not known"),
        ('id = "number"', 'id = "alive"', '"alive" stands in it twice'),
        ('by = "manual"', 'by = "guess"', "groups.0.items.0.by"),
    ],
)
def test_a_faulty_list_is_refused_with_its_fault(edited, before, after, reason):
    with pytest.raises(ChecklistError) as refused:
        load_checklist(edited(before, after))
    assert reason in str(refused.value)
    assert str(refused.value).startswith("The checklist ours.toml cannot be used: ")


def test_a_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ChecklistError, match="it is not there"):
        load_checklist(tmp_path / "gone.toml")
