"""The report of an examination through the real window: one key, two files, nobody's name."""

import json
import re
import shutil
import zlib
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import Qt

import app.ui.examining as examining
import app.ui.main_window as main_window
from app.settings import Settings
from app.ui.language import use_language
from inference.types import Screen
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import button, press
from tests.app.ui.measured import SQUARE, Card, ruler
from tests.app.ui.pictures import HEAD, HEIGHT, WIDTH

FAN = ((60, 10), (420, 10), (420, 350), (60, 350))
NAME = "KIM SOOJIN 1991-04-23.mp4"
Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class FanAnalyzer(HeadAnalyzer):
    """Knows where the fan is."""

    def analyze(self, frame):
        return replace(super().analyze(frame), screen=Screen(fan=FAN))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """No press is too near to a change of the view."""
    monkeypatch.setattr(examining, "GUARD_S", 0.0)
    yield
    use_language("en")


@pytest.fixture
def show(qtbot, open_window, clip, tmp_path):
    """Makes windows that play a recording whose name is a patient's."""

    def start(analyzer=FanAnalyzer, **settings):
        named = shutil.copy(clip, tmp_path / NAME)
        window = open_window(analyzer, Settings(pictures_folder=tmp_path / "stills", **settings))
        window.resize(1280, 800)
        window.station.open(str(named))
        qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
        return window

    return start


@pytest.fixture
def report(qtbot, tmp_path):
    """Presses the key; gives the page, and what the file beside it holds."""

    def write(window):
        before = set(tmp_path.glob("stills/report *.pdf"))
        press(window, Key.Key_E, CTRL)
        qtbot.waitUntil(lambda: set(tmp_path.glob("stills/report *.pdf")) > before, timeout=30_000)
        qtbot.waitUntil(lambda: window.message != "", timeout=30_000)
        (page,) = set(tmp_path.glob("stills/report *.pdf")) - before
        return page, json.loads(page.with_suffix(".json").read_text("utf-8"))

    return write


def text(page):
    words = [p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(page)]
    return " ".join(" ".join(words).split())


def all_bytes(path):
    """Of a file, and of what is packed in it."""
    raw = path.read_bytes()
    yield raw
    for start in re.finditer(rb"stream\r?\n", raw):
        try:
            yield zlib.decompressobj().decompress(raw[start.end() :])
        except zlib.error:
            continue  # of another kind


def confirm_first(window):
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)


def item(held, item_id):
    return next(each for each in held["items"] if each["id"] == item_id)


def test_a_key_writes_page_and_file_and_the_strip_says_where(show, report, tmp_path):
    window = show()
    page, _ = report(window)
    assert re.fullmatch(r"report \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.pdf", page.name)
    assert window.message == f"Session report kept as {page.name} in {tmp_path / 'stills'}"
    assert {path.suffix for path in page.parent.iterdir()} == {".pdf", ".json"}


def test_the_page_carries_the_hash_of_the_file(show, report):
    page, _ = report(show())
    assert sha256(page.with_suffix(".json").read_bytes()).hexdigest() in text(page)


def test_what_was_confirmed_is_on_it_with_its_picture(show, report):
    window = show()
    confirm_first(window)
    page, held = report(window)
    alive = item(held, "alive")
    assert (alive["state"], alive["said_by"]) == ("confirmed", "operator")
    (picture,) = held["pictures"]
    assert picture["items"] == ["alive"]
    assert picture["is_shown"]
    assert set(picture["structures"]) == {"cranium", "midline_falx", "choroid_plexus"}
    assert picture["frame"]["is"] == "recorded"
    assert "1 Head Heart beat seen" in text(page)
    assert "Pictures: recorded" in text(page)


def test_why_something_cannot_be_had_is_on_it(show, report):
    window = show()
    press(window, Key.Key_Down)
    press(window, Key.Key_N)
    button(window, "Position").click()
    page, held = report(window)
    assert item(held, "alive")["reason"] == "position"
    assert "Not obtainable: Heart beat seen (Position)." in text(page)


def test_a_view_that_the_operator_set_stands_beside_the_model_s(show, report):
    window = show()
    press(window, Key.Key_F4)
    confirm_first(window)
    page, held = report(window)
    (override,) = held["view_overrides"]
    assert (override["model"], override["operator"]) == ("head", "thorax")
    assert (held["pictures"][0]["view"], held["pictures"][0]["view_by_model"]) == ("thorax", "head")
    assert "Thorax (model: Head)" in text(page)
    assert "set by the operator; model: Head" in text(page)


def test_in_korean_it_is_korean(show, report, tmp_path):
    window = show(language="ko")
    confirm_first(window)
    page, held = report(window)
    assert "핵심 항목 18개 중 1개 확인함" in text(page)
    assert "심장 박동 확인" in text(page)
    assert item(held, "alive")["name"] == "Heart beat seen"
    assert window.message.startswith("검사 기록 보고서 저장됨")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nobody_s_name_is_in_it(show, report, language):
    window = show(language=language)
    confirm_first(window)
    page, _ = report(window)
    names = [b"KIM", b"SOOJIN", b"1991-04-23", b".mp4", b"stills"]
    names += [name.decode().encode("utf-16-be") for name in names]
    for path in (page, page.with_suffix(".json")):
        for content in all_bytes(path):
            assert [name for name in names if name in content] == []
    assert "SOOJIN" not in text(page)


def test_without_a_source_and_a_model_it_is_honest(open_window, report):
    page, held = report(open_window())
    assert "no source was opened" in text(page)
    assert "0 of 18 core items confirmed" in text(page)
    assert held["examination"] == {"began": None, "last_entry": None, "sources": []}
    assert held["pictures"] == []


def test_a_folder_that_cannot_be_written_is_one_sentence(show, qtbot, tmp_path):
    (tmp_path / "stills").write_text("a file where a folder should be")
    window = show()
    press(window, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: window.message.startswith("The report could not be kept in"))
    assert (tmp_path / "stills").read_text() == "a file where a folder should be"


def test_two_at_once_are_two_reports(show, qtbot, tmp_path):
    window = show()
    press(window, Key.Key_E, CTRL)
    press(window, Key.Key_E, CTRL)
    kept = tmp_path / "stills"
    qtbot.waitUntil(lambda: len(list(kept.glob("*.pdf"))) == 2, timeout=30_000)
    for page in kept.glob("*.pdf"):
        assert sha256(page.with_suffix(".json").read_bytes()).hexdigest() in text(page)


def test_a_new_examination_has_nothing_of_the_former_until_it_is_taken_back(show, report):
    window = show()
    confirm_first(window)
    _, before = report(window)
    press(window, Key.Key_Escape)
    press(window, Key.Key_N, CTRL | SHIFT)
    _, anew = report(window)
    assert anew["core"]["confirmed"] == 0
    assert anew["pictures"] == []
    press(window, Key.Key_Escape)
    press(window, Key.Key_Z, CTRL)
    _, again = report(window)
    assert again["pictures"] == before["pictures"]
    assert item(again, "alive") == item(before, "alive")


def test_with_the_overlay_off_its_picture_has_none(show, report):
    window = show()
    press(window, Key.Key_O)
    confirm_first(window)
    _, held = report(window)
    assert held["pictures"][0]["structures"] == []
    assert held["pictures"][0]["is_shown"]


def test_where_no_fan_is_known_the_picture_is_left_out_and_it_says_so(show, report):
    window = show(HeadAnalyzer)
    window.station.set_whole_screen(True)
    confirm_first(window)
    page, held = report(window)
    assert not held["pictures"][0]["is_shown"]
    assert "Left out: no fan was known in it." in text(page)


def test_what_stands_outside_of_the_fan_is_in_no_picture(qtbot, open_window, report, monkeypatch):
    card = Card()
    monkeypatch.setattr(main_window, "open_source", lambda url: card)
    window = open_window(lambda: FanAnalyzer(HEAD[:0], None))
    window.station.open("card")
    banner = np.full((HEIGHT, WIDTH, 3), (255, 0, 0), np.uint8)
    banner[10:351, 60:421] = 90
    card.show(banner)
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
    confirm_first(window)
    page, held = report(window)
    assert held["pictures"][0]["frame"]["is"] == "live"
    pixels = np.asarray(pypdfium2.PdfDocument(page)[0].render(scale=3).to_pil().convert("RGB"))
    is_red = (pixels[..., 0] > 180) & (pixels[..., 1] < 80)
    assert not is_red.any()


def test_what_a_person_measured_is_on_it(qtbot, open_window, report, monkeypatch):
    card = Card()
    monkeypatch.setattr(main_window, "open_source", lambda url: card)
    window = open_window(FanAnalyzer)
    window.station.open("card")
    card.show(ruler(), SQUARE)
    qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
    press(window, Key.Key_M)
    qtbot.waitUntil(
        lambda: window.measuring.sheet is not None and bool(window.measuring.sheet.measurements),
        timeout=20_000,
    )
    press(window, Key.Key_Return)  # of two proposals one is accepted
    press(window, Key.Key_M)
    page, held = report(window)
    (measured,) = held["measurements"]
    assert (measured["kind"], measured["status"]) == ("HC", "accepted")
    assert f"HC {measured['value_mm']:.1f} mm (accepted)" in text(page)


def test_a_kept_picture_that_was_accepted_is_on_it(scan, report, qtbot, tmp_path):
    scan.window.station.set_whole_screen(True)
    scan.go_on(4)
    press(scan.window, Key.Key_A)
    press(scan.window, Key.Key_Return)
    qtbot.waitUntil(lambda: any(tmp_path.glob("stills/still*overlay.png")), timeout=30_000)
    qtbot.waitUntil(lambda: scan.window.message != "", timeout=30_000)
    press(scan.window, Key.Key_Escape)
    _, held = report(scan.window)
    assert [picture["why"] for picture in held["pictures"]] == ["accepted"]
    assert item(held, "skull")["said_by"] == "model"
    assert item(held, "skull")["model"]["best_score"] == pytest.approx(0.9)
