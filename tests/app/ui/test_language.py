"""The window speaks the language that is chosen, at once; another one is added by its file."""

import pickle
import re
import shutil
import subprocess
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton

import app.ui.language as language
import app.ui.main_window as main_window
from app.checklist import BUILT_IN
from app.settings import Settings
from app.ui.language import SHIPPED, LanguageError, in_words, languages, tr, use_language
from app.video import SourceError, open_source
from inference.told import told
from inference.yolact.checkpoint import ModelError, read_card
from tests.app.ui.hand import press
from tests.fakes import FakeSource

ROOT = Path(__file__).parents[3]
SOURCES = [
    path for part in ("app", "inference", "phantom") for path in sorted((ROOT / part).rglob("*.py"))
]
ALIASES = ",".join(f"tr+={name}" for name in ("noted", "say", "words", "quiet_button", "told"))
NAMES = re.compile(  # that are the same in every language
    r"Fetalens|AI|ONNX Runtime|float32|test-model 2026|[0-9a-f]{12}|English|clip\.mp4|CRL|ms|x|A-B"
    r"|p\d\d"
    r"|(Ctrl|Shift|Alt|Space|Enter|Return|Esc|Home|End|Left|Right|Up|Down|Backspace|Del|PgDown|PgUp|F?\d+|[A-Z])"
)


@pytest.fixture
def english(qapp):
    """What the other tests take for granted comes back."""
    yield
    use_language("en")


@pytest.fixture
def korean(qtbot, open_window, clip, english):
    window = open_window(settings=Settings(language="ko"))
    window.resize(1920, 1080)
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.view_words == "머리", timeout=20_000)
    return window


def tool(name):
    """lupdate or lrelease, as they come with PySide6."""
    found = shutil.which(name, path=str(Path(PySide6.__file__).parent))
    assert found
    return found


def shown_texts(window):
    parts = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    return {part.text() for part in parts if part.isVisible() and part.text()}


def english_in(texts):
    """Words of three Latin letters and more that are no names."""
    words = {word for text in texts for word in re.findall(r"[A-Za-z][A-Za-z.0-9-]{2,}", text)}
    return {word for word in words if not NAMES.fullmatch(word)}


def test_a_window_in_korean_has_no_english_word(korean):
    assert english_in(shown_texts(korean)) - {"ONNX", "Runtime", "test-model"} == set()


@pytest.mark.parametrize("key", [Qt.Key.Key_W, Qt.Key.Key_D, Qt.Key.Key_F1, Qt.Key.Key_Slash])
def test_nor_have_its_tabs_and_pages(korean, key):
    press(korean, key)
    known = {"ONNX", "Runtime", "test-model", "synchronised"}
    keys = {word for text in shown_texts(korean) if "+" in text for word in english_in([text])}
    assert english_in(shown_texts(korean)) - known - keys == set()


def test_the_language_is_switched_at_once_and_back(replay, qtbot, english):
    press(replay, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    next(b for b in replay.findChildren(QPushButton) if b.text() == "한국어").click()
    qtbot.waitUntil(lambda: replay.view_words == "머리")
    assert {"체크리스트", "설정", "두개골"} & shown_texts(replay) >= {"설정"}
    assert replay.settings_now().language == "ko"
    next(b for b in replay.findChildren(QPushButton) if b.text() == "English").click()
    qtbot.waitUntil(lambda: replay.view_words == "Head")
    assert "Settings" in shown_texts(replay)


def test_terms_come_from_the_anatomy(korean):
    press(korean, Qt.Key.Key_W)
    assert {"두개골", "맥락얼기"} <= shown_texts(korean)


def test_commands_are_found_in_both_languages(korean):
    press(korean, Qt.Key.Key_Slash)
    field = korean.focusWidget()
    field.setText("윤곽선")
    press(korean, Qt.Key.Key_Return)
    assert korean.station.drawing.style.outline_only
    press(korean, Qt.Key.Key_Slash)
    field.setText("outline")
    press(korean, Qt.Key.Key_Return)
    assert not korean.station.drawing.style.outline_only


def test_a_third_language_is_added_by_its_file(
    qtbot, open_window, clip, tmp_path, english, monkeypatch
):
    source = tmp_path / "fr.ts"
    text = (SHIPPED / "ko.ts").read_text("utf-8").replace('language="ko"', 'language="fr"')
    text = text.replace("체크리스트", "Liste").replace(
        "<source>Checklist</source>",
        "<source>Head</source><translation>Tête</translation></message><message>"
        "<source>Checklist</source>",
        1,
    )
    source.write_text(text, "utf-8")
    subprocess.run(
        [tool("lrelease"), source, "-qm", tmp_path / "fr.qm"], check=True, capture_output=True
    )
    folders = (SHIPPED, tmp_path)
    monkeypatch.setattr(language.languages, "__defaults__", (folders,))
    monkeypatch.setattr(language.use_language, "__defaults__", (folders,))
    window = open_window(settings=Settings(language="fr"))
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.view_words == "Tête", timeout=20_000)
    assert ("fr", "français") in languages()
    assert "Liste" in shown_texts(window)


def test_a_language_without_a_file_is_said_and_the_window_speaks_english(open_window, english):
    window = open_window(settings=Settings(language="tlh"))
    assert window.message.startswith("There is no language file tlh.qm that can be read")
    assert "Checklist" in shown_texts(window)


def test_a_file_that_is_no_translation_is_refused(qapp, tmp_path, english):
    (tmp_path / "xx.qm").write_text("no words")
    with pytest.raises(LanguageError):
        use_language("xx", (tmp_path,))
    assert tr("Checklist") == "Checklist"


def test_a_language_file_may_be_replaced_while_it_is_spoken(qapp, tmp_path, english):
    path = tmp_path / "ko.qm"
    shutil.copy(SHIPPED / "ko.qm", path)
    use_language("ko", (tmp_path,))
    path.write_bytes(b"")
    assert tr("Checklist") == "체크리스트"


def test_every_word_of_the_window_stands_in_the_korean_file(tmp_path):
    """If not: make words, translate what is unfinished in ko.ts, make words."""
    path = tmp_path / "ko.ts"
    shutil.copy(SHIPPED / "ko.ts", path)
    update = [tool("lupdate"), *SOURCES, "-ts", path, "-locations", "none"]
    subprocess.run([*update, "-tr-function-alias", ALIASES], check=True, capture_output=True)
    text = path.read_text("utf-8")
    assert 'type="unfinished"' not in text
    assert 'type="vanished"' not in text


def test_the_compiled_file_is_that_of_its_source(tmp_path):
    made = tmp_path / "ko.qm"
    subprocess.run(
        [tool("lrelease"), SHIPPED / "ko.ts", "-qm", made], check=True, capture_output=True
    )
    assert made.read_bytes() == (SHIPPED / "ko.qm").read_bytes()


def test_places_for_numbers_are_the_same_in_both_languages():
    text = (SHIPPED / "ko.ts").read_text("utf-8")
    pairs = re.findall(r"<source>(.*?)</source>\s*<translation>(.*?)</translation>", text, re.S)
    assert len(pairs) > 200
    places = re.compile(r"\{[^}]*\}")
    assert [p for p in pairs if sorted(places.findall(p[0])) != sorted(places.findall(p[1]))] == []


def test_a_fault_of_a_source_is_said_in_korean(korean, qtbot, tmp_path):
    korean.station.open(str(tmp_path / "none.mp4"))
    said = "none.mp4 파일을 찾지 못했습니다. 이름과 폴더를 확인하세요."
    qtbot.waitUntil(lambda: korean.message == said, timeout=10_000)


def test_a_signal_that_ends_is_said_in_korean_and_solved_by_another_source(
    open_window, english, clip, qtbot, monkeypatch
):
    card = FakeSource()
    sources = {"card": lambda _: card}
    monkeypatch.setattr(main_window, "open_source", lambda url: sources.get(url, open_source)(url))
    window = open_window(settings=Settings(language="ko"))
    window.station.open("card")
    qtbot.waitUntil(lambda: window.station.viewing is not None)
    card.fail(SourceError(told("No signal from {name}. Check the cable.", name="카드")))
    said = "카드 신호가 없습니다. 케이블을 확인하세요."
    qtbot.waitUntil(lambda: window.message == said, timeout=10_000)
    window.station.open(str(clip))
    qtbot.waitUntil(lambda: window.message == "", timeout=10_000)


def test_a_checklist_that_cannot_be_used_is_said_in_the_language(open_window, tmp_path, english):
    path = tmp_path / "ours.toml"
    path.write_text("version = 9\n", "utf-8")
    window = open_window(settings=Settings(language="ko", checklist=path))
    assert window.message.startswith("체크리스트 ours.toml을(를) 쓸 수 없습니다: 버전이 9인데")


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('["cranium"]', '["crown"]', "“skull” 항목의 구조 “crown”은(는) 알 수 없는 이름입니다"),
        ('view = "head"', 'view = "tail"', "“head” 묶음의 단면 “tail”은(는) 알 수 없는 이름입니다"),
        ('view = "head"', "", "“head” 묶음에 모델 항목이 있는데 단면 이름이 없습니다"),
        ('by = "model"', 'by = "manual"', "“skull” 항목에는 model일 때만"),
        ('{ en = "Number of', '{ fr = "Number of', "“number”에 영어 이름(en)이 없습니다"),
        ('{ en = "Whole', '{ fr = "Whole', "“whole_fetus”에 영어 이름(en)이 없습니다"),
        ('id = "number"', 'id = "alive"', "“alive” 항목이 두 번 들어 있습니다"),
        ("version = 1", "", "version 값이 빠져 있습니다"),
        ('by = "manual"', 'by = "guess"', "groups.0.items.0.by 값은 'model', 'manual' 가운데"),
        ('id = "alive"', 'id = "Alive!"', "groups.0.items.0.id 값에는 소문자, 숫자, _만"),
        ('["cranium"]', '["cranium"]\ncount = 9', "groups.2.items.0.count 값을 쓸 수 없습니다"),
        ('id = "alive"', 'id = "alive"\nx = 1', "groups.0.items.0.x은(는) 알 수 없는 항목입니다"),
        ("version = 1", "version =", "TOML 형식이 아닙니다"),
    ],
)
def test_what_is_wrong_inside_of_a_checklist_is_said_in_the_language(
    open_window, tmp_path, english, good, bad, said
):
    text = BUILT_IN.read_text("utf-8")
    assert good in text
    path = tmp_path / "ours.toml"
    path.write_text(text.replace(good, bad, 1), "utf-8")
    window = open_window(settings=Settings(language="ko", checklist=path))
    assert window.message.startswith(f"체크리스트 ours.toml을(를) 쓸 수 없습니다: {said}")


def test_a_checklist_without_groups_or_that_is_not_there_is_said_in_the_language(
    open_window, tmp_path, english
):
    path = tmp_path / "ours.toml"
    path.write_text('version = 1\nid = "ours"\nnames = {}\ngroups = []\n', "utf-8")
    window = open_window(settings=Settings(language="ko", checklist=path))
    assert "groups 값이 비어 있습니다." in window.message
    path.unlink()
    window = open_window(settings=Settings(language="ko", checklist=path))
    assert "파일이 없습니다." in window.message


def test_a_model_that_is_not_there_is_said_in_the_language(qtbot, open_window, tmp_path, english):
    def load():
        raise ModelError(told("There is no model file {path}.", path="ours.safetensors"))

    window = open_window(load, settings=Settings(language="ko"))
    qtbot.waitUntil(lambda: "모델 파일 ours.safetensors이(가) 없습니다." in window.message)


def test_what_the_phantom_refuses_is_said_in_the_language(qapp, english):
    use_language("ko")
    with pytest.raises(SourceError) as refused:
        open_source("phantom?seed=-1")
    assert in_words(str(refused.value)) == "연습 팬텀의 시드는 0 이상이어야 합니다."


def test_a_fault_from_another_process_can_still_be_translated(qapp, english):
    use_language("ko")
    error = pickle.loads(
        pickle.dumps(SourceError(told("There is no model file {path}.", path="x")))
    )
    assert in_words(str(error)) == "모델 파일 x이(가) 없습니다."


def test_a_damaged_model_is_refused_in_words_of_the_language(qapp, english, tmp_path):
    (tmp_path / "bad.safetensors").write_bytes(b"no weights")
    use_language("ko")
    with pytest.raises(ModelError) as refused:
        read_card(tmp_path / "bad.safetensors")
    assert "safetensors 파일이 아니거나" in in_words(str(refused.value))


def test_a_sentence_within_a_sentence_is_translated_too(qapp, english):
    use_language("ko")
    fault = told("“{place}”, which Fetalens does not know", place="lamp")
    whole = told(
        "{name} holds {fault}, so nothing of it is used. Correct the file.",
        name="room.toml",
        fault=fault,
    )
    assert in_words(whole) == (
        "room.toml 파일에 Fetalens가 모르는 “lamp” 항목이 들어 있어 사용하지 않았습니다. "
        "파일을 고치세요."
    )
