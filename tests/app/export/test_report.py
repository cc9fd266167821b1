"""The report on the disk: the page is read by another library, the file as JSON."""

import errno
import json
import os
import re
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pypdfium2
import pytest

from app.checklist import Checklist, built_in
from app.exam import Reason, begin, confirmed, not_obtainable, overridden
from app.export.report_file import ReportError, file_of, write_report
from app.export.report_page import report_pdf
from app.export.thumbnail import thumbnail
from app.record import Origin, Record
from app.report import report_of
from app.settings import Paper
from app.ui.overlay_style import OverlayStyle
from app.ui.speech import Speech
from inference.analyzer import ModelInfo
from tests.app.test_report import AT, BEGAN, HASH, Session, later, seen, shot
from tests.app.ui.pictures import ANATOMY, analysis_of

MODEL = ModelInfo("test-model", HASH, "PyTorch", "float32", ANATOMY.structures, card="Learnt here.")
AUDIT = "0f" * 32


@pytest.fixture(autouse=True)
def _application(qapp):
    """Fonts need one."""


@pytest.fixture
def session():
    """A head that the model saw, a chest that a person confirmed, and a spine not to be had."""
    session = Session()
    session.record.models = {HASH: MODEL}
    session.becomes(seen(session.exam, "skull"))
    session.becomes(confirmed(session.exam, "chest", AT), shot)
    session.becomes(not_obtainable(session.exam, "spine_line", Reason.POSITION, AT))
    session.becomes(overridden(session.exam, "thorax", AT))
    return session


def opened(report, language="en"):
    return pypdfium2.PdfDocument(report_pdf(report, AUDIT, Speech(language)))


def text(report, language="en"):
    pages = [sheet.get_textpage().get_text_bounded() for sheet in opened(report, language)]
    return " ".join(" ".join(pages).split())


def values(report):
    return json.loads(file_of(report))


def item(report, item_id):
    return next(each for each in values(report)["items"] if each["id"] == item_id)


class TestThePage:
    def test_says_how_many_core_items_are_confirmed_and_which_are_open(self, session):
        words = text(session.report)
        assert "1 of 18 core items confirmed" in words
        assert "Open core items: Heart beat seen; " in words
        assert "Skull outline closed (seen by model)" in words
        assert "Not obtainable: Spine, a regular line (Position)." in words

    def test_says_of_each_item_state_who_and_when(self, session):
        words = text(session.report)
        assert re.search(r"Chest outline confirmed operator 09:14:03", words)
        assert re.search(r"Skull outline closed seen by model model 09:13:03", words)
        assert "reason: Position" in words
        assert words.count("not seen yet") == 22  # 21 items, and once that it never means absent

    def test_says_what_it_is_not(self, session):
        words = text(session.report)
        assert "Research use, not for diagnosis." in words
        assert "'not seen yet' never means that something is absent" in words

    def test_says_by_which_model_and_program(self, session):
        words = text(session.report)
        assert f"Model test-model, SHA-256 {HASH}. Learnt here." in words
        assert "by Fetalens " in words

    def test_carries_the_hash_of_its_file(self, session):
        assert AUDIT in text(session.report)

    def test_says_recorded_and_when(self, session):
        words = text(session.report)
        assert "Pictures: recorded" in words
        assert "23 November 2026 began 09:12:03 last entry 09:16:03 written 10:12:03" in words

    def test_of_the_phantom_is_stamped(self, session):
        session.record.origins = {1: Origin.PRACTICE}
        words = text(session.report)
        assert words.count("Practice phantom, not a patient") == 2
        assert "Pictures: recorded" not in words

    def test_shows_a_picture_with_its_items_its_time_and_its_model(self, session):
        words = text(session.report)
        assert f"1 Head Chest outline 09:12:03, operator model {HASH[:12]}" in words

    def test_says_which_view_was_set(self, session):
        assert "09:16:03 Thorax (model: No standard view)" in text(session.report)

    def test_with_nothing_seen_is_one_page_that_says_so(self):
        report = Session().report
        words = text(report)
        assert len(opened(report)) == 1
        assert "0 of 18 core items confirmed Open core items: all 18." in words
        assert "No model took part." in words
        assert words.count("not seen yet") == 25

    def test_in_korean_has_no_english_but_names(self, session):
        words = text(session.report, "ko")
        assert "검사 기록 보고서" in words
        assert "핵심 항목 18개 중 1개 확인함" in words
        known = {"Fetalens", "SHA", "json", "test", "model", "Learnt", "here", "CRL"}
        rest = words.replace(HASH, "").replace(AUDIT, "").replace(HASH[:12], "")
        assert set(re.findall(r"[A-Za-z]{3,}", rest)) <= known

    def test_korean_letters_are_embedded(self, session):
        content = report_pdf(session.report, AUDIT, Speech("ko"))
        assert re.search(rb"/FontFile\d?", content)
        assert re.search(rb"/Subtype\s*/Type3", content) is None

    @pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
    @pytest.mark.parametrize("language", ["en", "ko"])
    def test_with_all_items_open_or_said_fits_on_one_page(self, session, paper, language):
        assert len(opened(replace(session.report, paper=paper), language)) == 1

    def test_goes_on_on_more_pages_with_more_pictures(self, session):
        session.record.accepted = [shot(later(n)) for n in range(40)]
        report = session.report
        assert text(report).count("accepted") == 40
        pages = [page.get_textpage().get_text_bounded() for page in opened(report)]
        assert len(pages) > 1
        assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1))
        assert all("Research use, not for diagnosis." in page for page in pages)

    def test_of_a_long_list_loses_no_item(self):
        items = [
            {"id": f"i{n}", "by": "manual", "level": "core", "names": {"en": f"Item {n}."}}
            for n in range(300)
        ]
        group = {"id": "all", "names": {"en": "All"}, "items": items}
        checklist = Checklist(version=1, id="long", names={"en": "Long"}, groups=(group,))
        report = report_of(
            begin(checklist), Record(began=BEGAN), lambda item: True, later(1), Paper.A4
        )
        words = text(report)
        assert all(f"Item {n}." in words for n in range(300))

    def test_keeps_its_margins_and_colours_inside_of_pictures(self, session):
        page = opened(session.report)[0].render(scale=1).to_pil().convert("RGB")
        pixels = np.asarray(page).astype(int)
        inked = np.argwhere((pixels < 200).any(axis=2))
        margin = 15 / 25.4 * 72 - 2
        (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0)
        assert min(top, left, 842 - bottom, 595 - right) >= margin
        assert (pixels.max(axis=2) - pixels.min(axis=2)).max() < 30  # this thumbnail is black


class TestTheFile:
    def test_holds_each_item_with_who_said_what_and_when(self, session):
        assert [each["id"] for each in values(session.report)["items"]] == [
            each.id for each in built_in().items
        ]
        chest = item(session.report, "chest")
        assert (chest["state"], chest["said_by"]) == ("confirmed", "operator")
        assert chest["time"].startswith("2026-11-23T09:14:03")
        assert chest["frame"] == {
            "source": 1,
            "is": "recorded",
            "frame": 375,
            "source_time_s": 12.5,
        }
        assert chest["picture"] == 1
        assert item(session.report, "spine_line")["reason"] == "position"

    def test_keeps_what_the_model_saw_beside_a_person_s_word(self, session):
        session.becomes(confirmed(session.exam, "skull", AT))
        skull = item(session.report, "skull")
        assert skull["said_by"] == "operator"
        assert skull["model"]["best_score"] == 0.8
        assert skull["model"]["best"]["frame"]["is"] == "recorded"
        assert skull["model"]["sha256"] == HASH

    def test_holds_both_views_where_one_was_set(self, session):
        (override,) = values(session.report)["view_overrides"]
        assert (override["model"], override["operator"]) == ("none", "thorax")
        assert override["time"].startswith("2026-11-23T09:16:03")

    def test_holds_versions_and_hashes(self, session):
        held = values(session.report)
        assert held["version"] == 1
        assert held["checklist"]["id"] == "first_trimester_11_14"
        assert held["models"][0]["sha256"] == HASH
        assert held["program"]["version"]

    def test_is_the_same_for_the_same_report(self, session):
        report = session.report
        assert file_of(report) == file_of(replace(report))


class TestWriting:
    def paint(self, report, audit):
        return audit.encode()

    def test_page_and_file_have_one_name_and_the_page_the_file_s_hash(self, session, tmp_path):
        page = write_report(session.report, self.paint, tmp_path / "new")
        assert page.name == "report 2026-11-23 10.12.03.pdf"
        assert page.read_text() == sha256(page.with_suffix(".json").read_bytes()).hexdigest()

    def test_a_second_one_takes_no_name_of_the_first(self, session, tmp_path):
        first = write_report(session.report, self.paint, tmp_path)
        first.unlink()
        second = write_report(session.report, self.paint, tmp_path)
        assert second.name == "report 2026-11-23 10.12.03 2.pdf"
        assert len(list(tmp_path.iterdir())) == 3

    def test_a_folder_that_is_a_file_is_one_sentence(self, session, tmp_path):
        blocked = tmp_path / "blocked"
        blocked.write_text("a file where a folder should be")
        with pytest.raises(ReportError, match="The report could not be kept in .* another folder"):
            write_report(session.report, self.paint, blocked)

    def test_a_disk_that_fills_up_keeps_neither(self, session, tmp_path, monkeypatch):
        replace_file = os.replace

        def full(part, path):
            if path.suffix == ".pdf":
                raise OSError(errno.ENOSPC, "No space left on device")
            replace_file(part, path)

        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(ReportError, match="No space left"):
            write_report(session.report, self.paint, tmp_path)
        assert list(tmp_path.iterdir()) == []


class TestThumbnails:
    def test_is_cut_to_the_fan_and_black_outside(self):
        analysis = analysis_of()
        bright = replace(analysis.frame, pixels=np.full((360, 480, 3), 200, np.uint8))
        fan = np.zeros((360, 480), np.bool_)
        fan[100:200, 50:250] = True
        fan[100:110, 50:60] = False
        small = thumbnail(bright, None, OverlayStyle(), fan)
        assert small.shape == (100, 200, 3)
        assert small[:9, :9].max() == 0
        assert small[50, 50].min() == 200

    def test_has_what_was_found_in_its_place(self):
        analysis = analysis_of()
        fan = np.ones((360, 480), np.bool_)
        bare = thumbnail(analysis.frame, None, OverlayStyle(), fan).astype(int)
        drawn = thumbnail(analysis.frame, analysis, OverlayStyle(), fan).astype(int)
        changed = np.argwhere(np.abs(drawn - bare).max(axis=2) > 40)
        middle = changed.mean(axis=0) * 360 / 300
        assert np.allclose(middle, (190, 240), atol=12)

    def test_without_a_fan_there_is_none(self):
        assert thumbnail(analysis_of().frame, None, OverlayStyle(), None) is None
