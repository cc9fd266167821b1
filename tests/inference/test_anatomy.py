import pytest

from inference.anatomy import load_anatomy

ANATOMY = load_anatomy()


def test_there_are_eighteen_structures_six_views_and_the_places_are_the_labels():
    assert len(ANATOMY.structures) == 18
    assert [view.id for view in ANATOMY.views] == [
        "head",
        "neck",
        "thorax",
        "abdomen",
        "extremity",
        "spine",
    ]
    assert [structure.index for structure in ANATOMY.structures] == list(range(18))


def test_what_makes_a_view_is_annotated_and_tested_in_it():
    strays = [
        (view.id, structure.id)
        for view in ANATOMY.views
        for structure in {*view.essential, *view.tested} - set(view.annotated)
    ]
    assert strays == []


def test_a_fetus_has_one_skull_and_two_of_what_comes_in_pairs():
    assert ANATOMY.structure("cranium").most == 1
    assert ANATOMY.structure("choroid_plexus").most == 2
    assert {s.most for s in ANATOMY.view("extremity").essential} == {2}


def test_everything_has_a_name_in_every_language():
    named = [*ANATOMY.structures, *ANATOMY.views]
    assert {frozenset(item.names) for item in named} == {frozenset({"en", "ko"})}
    assert {frozenset(item.plain_names) for item in named} == {frozenset({"en", "ko"})}
    told = [*(view.patient_titles for view in ANATOMY.views), ANATOMY.no_view_titles]
    told += [*(view.patient_sentences for view in ANATOMY.views), ANATOMY.no_view_sentences]
    assert {frozenset(words) for words in told} == {frozenset({"en", "ko"})}


@pytest.mark.parametrize("look_up", [ANATOMY.structure, ANATOMY.view])
def test_an_unknown_id_is_a_key_error(look_up):
    with pytest.raises(KeyError):
        look_up("none")
