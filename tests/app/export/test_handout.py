"""The hand-out page, read and looked at as a PDF by another library."""

import re
from dataclasses import replace
from datetime import datetime

import numpy as np
import pypdfium2
import pytest

from app.export.handout import Handout, HandoutError, handout_pdf, write_handout
from app.patient import picture_for_patient
from app.settings import Paper
from app.ui.speech import Speech
from tests.app.ui.pictures import ANATOMY, HEAD, Ellipse, analysis_of

TAKEN = datetime(2026, 11, 23, 9, 47, 12)
FAN = ((60, 10), (420, 10), (420, 350), (60, 350))
SPINE = (Ellipse("spine", (240, 190), (120, 15)),)
A4, LETTER = (595, 842), (612, 792)  # points


@pytest.fixture(autouse=True)
def _application(qapp):
    """Fonts need one."""


def picture(shapes=HEAD, view="head", **fields):
    analysis = analysis_of(shapes, view)
    found = picture_for_patient(analysis.frame, analysis, ANATOMY.view(view), FAN, 0.3)
    return replace(found, taken=TAKEN, **fields)


def handout(*pictures, languages=("en",), **fields):
    return Handout(pictures or (picture(),), tuple(map(Speech, languages)), **fields)


def opened(page):
    return pypdfium2.PdfDocument(handout_pdf(page))


def text(page):
    """All its words, lines joined."""
    pages = [sheet.get_textpage().get_text_bounded() for sheet in opened(page)]
    return " ".join(" ".join(pages).split())


def rendered(page, number=0):
    """(H, W, 3), 72 dots to the inch."""
    return np.asarray(opened(page)[number].render(scale=1).to_pil().convert("RGB"))


def test_it_says_in_plain_words_what_is_to_be_seen():
    words = text(handout())
    assert "Your first-trimester scan" in words
    assert "Your baby's head A slice across the head, as if looking down from above." in words
    assert all(name in words for name in ("Head", "Middle of the brain", "Inside of the brain"))
    assert "Cranium" not in words


def test_it_says_that_it_is_no_medical_report():
    assert "This page is not a medical report and says nothing about health." in text(handout())


def test_in_korean_it_has_no_english_but_names_of_products():
    words = text(handout(languages=("ko",), clinic="서울 여성 병원"))
    assert "아기의 머리" in words
    assert "의료 보고서가 아니며" in words
    assert "서울 여성 병원" in words
    assert set(re.findall(r"[A-Za-z]{3,}", words)) <= {"Fetalens", "abcdef"}


def test_both_languages_stand_one_above_the_other():
    words = text(handout(languages=("ko", "en")))
    assert words.index("임신 초기 초음파 검사") < words.index("Your first-trimester scan")
    assert words.index("아기의 머리") < words.index("Your baby's head")


def test_korean_letters_are_embedded():
    content = handout_pdf(handout(languages=("ko", "en")))
    assert len(re.findall(rb"/FontFile\d?", content)) >= 2
    assert re.search(rb"/Subtype\s*/Type3", content) is None


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, A4), (Paper.LETTER, LETTER)])
def test_it_has_the_size_of_the_paper_and_margins_of_18_mm(paper, size):
    page = handout(picture(), picture(SPINE, "spine"), paper=paper, clinic="A clinic")
    assert opened(page)[0].get_size() == pytest.approx(size, abs=1)
    inked = np.argwhere((rendered(page) < 200).any(axis=2))
    margin = 18 / 25.4 * 72 - 2
    (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0)
    assert min(top, left, size[1] - bottom, size[0] - right) >= margin


def test_five_pictures_are_all_there_on_as_many_pages_as_they_need():
    page = handout(*[picture(SPINE, "spine")] * 5, languages=("ko", "en"), paper=Paper.LETTER)
    assert text(page).count("Your baby's back") == 5
    assert all(
        "medical report" in sheet.get_textpage().get_text_bounded() for sheet in opened(page)
    )


def test_one_page_holds_one_large_and_two_half_pictures():
    assert len(opened(handout(picture(), picture(SPINE, "spine"), picture()))) == 1


def test_each_structure_carries_its_number_and_its_name_below():
    words = text(handout(picture(SPINE, "spine")))
    assert re.search(r"1 Your baby's back .* 1 Backbone", words)


def test_colours_of_structures_are_inside_pictures_and_dots_alone():
    pixels = rendered(handout()).astype(int)
    coloured = (pixels.max(axis=2) - pixels.min(axis=2)) > 60
    assert coloured.any()
    assert coloured.mean() < 0.05


def test_a_picture_of_the_phantom_is_stamped():
    assert "Practice phantom, not a patient" in text(handout(picture(is_practice=True)))
    assert "Practice phantom" not in text(handout())


def test_a_recording_has_no_date():
    assert "November" in text(handout())
    assert "November" not in text(handout(picture(), replace(picture(), taken=None)))


def test_it_is_written_whole_under_a_name_of_date_and_time(tmp_path):
    first = write_handout(handout(), tmp_path / "new", TAKEN)
    second = write_handout(handout(), tmp_path / "new", TAKEN)
    assert first.name == "hand-out 2026-11-23 09.47.12.pdf"
    assert second.name == "hand-out 2026-11-23 09.47.12 2.pdf"
    assert not list(tmp_path.rglob("*.part"))
    assert len(pypdfium2.PdfDocument(first)) == 1


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    with pytest.raises(HandoutError, match="The page could not be kept in .* choose another"):
        write_handout(handout(), blocked, TAKEN)
