"""Pictures that keep themselves, and the tray: a card in the test's hand, real keys."""

import errno
import os

import pytest
from PySide6.QtCore import Qt

import app.ui.examining as examining
from app.ui.thumbnails import KeptStrip
from app.ui.tray import Tray
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import press
from tests.app.ui.pictures import HEAD
from tests.app.ui.scans import texts

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def good(scan, qtbot, monkeypatch):
    """All criteria of the head have held for more than half a second."""
    monkeypatch.setattr(examining, "GUARD_S", 0.0)
    scan.window.station.set_whole_screen(True)
    scan.go_on(4)
    qtbot.waitUntil(lambda: count(scan.window) == 1, timeout=20_000)
    return scan


def count(window):
    words = texts(window.findChild(KeptStrip))
    return max((int(text) for text in words if text.isdigit()), default=0)


def files(tmp_path):
    folder = tmp_path / "stills"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def whole_files(tmp_path):
    return [name for name in files(tmp_path) if not name.endswith(".part")]


def tray(window):
    return window.findChild(Tray)


def test_a_picture_that_meets_all_criteria_is_kept_silently(good, tmp_path):
    assert {"Kept pictures", "Head"} <= texts(good.window.findChild(KeptStrip))
    assert files(tmp_path) == []
    assert good.window.message == ""


def test_pictures_that_fail_a_criterion_are_not_kept(open_scan):
    scan = open_scan(lambda: HeadAnalyzer(HEAD[:1]))  # not complete
    assert count(scan.window) == 0
    assert "none yet" in texts(scan.window.findChild(KeptStrip))


def test_a_opens_the_tray_and_closes_it(good):
    press(good.window, Qt.Key.Key_A)
    assert tray(good.window).isVisible()
    assert any(text.startswith("Head  ") for text in texts(tray(good.window)))
    press(good.window, Qt.Key.Key_A)
    assert not tray(good.window).isVisible()


def test_esc_closes_the_tray(good):
    press(good.window, Qt.Key.Key_A)
    press(good.window, Qt.Key.Key_Escape)
    assert not tray(good.window).isVisible()


def test_enter_accepts_and_only_then_still_and_clip_are_on_the_disk(good, qtbot, tmp_path):
    good.go_on(25)  # the seconds after it, too
    press(good.window, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: any("clip of" in text for text in texts(tray(good.window))))
    assert files(tmp_path) == []
    press(good.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(whole_files(tmp_path)) == 4, timeout=30_000)
    kinds = [(name.partition(" ")[0], name.rpartition(".")[2]) for name in files(tmp_path)]
    assert kinds == [("clip", "jsonl"), ("clip", "mp4"), ("still", "png"), ("still", "png")]
    assert good.window.examining.listing.exam.said == ()  # the list heard nothing of it


def test_an_accepted_picture_leaves_the_tray(good, qtbot, tmp_path):
    press(good.window, Qt.Key.Key_A)
    press(good.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: count(good.window) == 0)


def test_delete_discards_and_undo_brings_it_back(good, tmp_path):
    press(good.window, Qt.Key.Key_A)
    press(good.window, Qt.Key.Key_Delete)
    assert count(good.window) == 0
    assert "Nothing kept yet" in texts(tray(good.window))
    press(good.window, Qt.Key.Key_Z, CTRL)
    assert count(good.window) == 1
    assert files(tmp_path) == []


def test_delete_does_nothing_while_the_tray_is_closed(good):
    press(good.window, Qt.Key.Key_Delete)
    assert count(good.window) == 1


def test_what_the_disk_refuses_comes_back_to_the_tray(good, qtbot, tmp_path, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    press(good.window, Qt.Key.Key_A)
    press(good.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "No space left" in good.window.message, timeout=20_000)
    assert count(good.window) == 1
    assert whole_files(tmp_path) == []


def test_a_picture_is_written_as_its_own_source_asks_when_another_is_on_the_screen(
    good, qtbot, tmp_path
):
    press(good.window, Qt.Key.Key_A)
    good.window.station.open("phantom")  # whose whole screen may be kept: it names nobody
    qtbot.waitUntil(lambda: good.window.station.is_practice, timeout=20_000)
    press(good.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "No fan was found" in good.window.message, timeout=20_000)
    assert files(tmp_path) == []


def test_a_new_examination_begins_without_the_pictures_of_the_former_one(good, qtbot):
    press(good.window, Qt.Key.Key_N, CTRL | SHIFT)
    qtbot.waitUntil(lambda: count(good.window) == 0)
    assert good.window.examining.number == 1


def test_frozen_and_looked_back_at_nothing_is_kept_anew(good, qtbot):
    press(good.window, Qt.Key.Key_A)
    press(good.window, Qt.Key.Key_Delete)
    press(good.window, Qt.Key.Key_A)
    press(good.window, Qt.Key.Key_Space)
    for _ in range(4):
        press(good.window, Qt.Key.Key_Left)
        good.window.show_frame()
    assert count(good.window) == 0
