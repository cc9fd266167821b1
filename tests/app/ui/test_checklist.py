"""The checklist at work: a real session of a speckled clip, real keys, a mouse."""

from fractions import Fraction

import av
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

import app.ui.examining as examining
from app.checklist import BUILT_IN, built_in
from app.exam import ItemStatus, Reason
from app.settings import Settings
from app.ui.checklist_rows import ItemRow
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import exact_index, named, press
from tests.app.ui.pictures import HEAD

SEEN, CONFIRMED = ItemStatus.MODEL_SEEN, ItemStatus.CONFIRMED


@pytest.fixture(scope="module")
def speckled(tmp_path_factory):
    """A second of speckle, ten frames, as sharp as a scanner's picture."""
    path = tmp_path_factory.mktemp("clips") / "speckle.mkv"
    random = np.random.default_rng(0)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=10)
        stream.width, stream.height, stream.pix_fmt = 480, 360, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 10)
        for number in range(10):
            grains = random.integers(0, 255, (180, 240, 1), np.uint8)
            picture = np.kron(grains, np.ones((2, 2, 3), np.uint8))
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return str(path)


@pytest.fixture
def open_exam(qtbot, open_window, speckled, monkeypatch):
    """Makes windows that stand on the first frame of the clip; keys count at once."""
    monkeypatch.setattr(examining, "GUARD_S", 0.0)
    monkeypatch.setattr(examining, "OPENS_AFTER_S", 0.0)
    monkeypatch.setattr(examining, "IN_USE_S", 0.0)

    def start(**options):
        window = open_window(**options)
        window.station.open(speckled)
        qtbot.waitUntil(lambda: window.station.shown.analysis is not None, timeout=20_000)
        window.station.viewing.session.pause()
        go_to(window, 0, qtbot)
        return window

    return start


@pytest.fixture
def window(open_exam):
    return open_exam()


def go_to(window, index, qtbot):
    window.station.viewing.seek(index / 10)
    qtbot.waitUntil(lambda: exact_index(window) == index, timeout=20_000)


def watch(window, qtbot):
    """Half a second of the clip, by the key for one frame on."""
    for index in range(1, 7):
        press(window, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda index=index: exact_index(window) == index, timeout=20_000)


def status(window, item):
    return window.examining.listing.exam.status(item)


def texts(window):
    return {label.text() for label in window.findChildren(QLabel) if label.isVisible()}


def row(window, name):
    return next(r for r in window.findChildren(ItemRow) if r.accessibleName().startswith(name))


def test_half_a_second_of_a_good_head_is_seen_and_counted(window, qtbot):
    watch(window, qtbot)
    assert status(window, "skull") is SEEN
    assert "0 confirmed, 3 seen, of 24" in texts(window)


def test_the_group_of_the_view_opens_by_itself_with_its_first_item_chosen(window, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.group == "head")
    assert window.examining.listing.chosen == "skull"


def test_enter_confirms_and_the_next_item_is_chosen(window, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    press(window, Qt.Key.Key_Return)
    assert status(window, "skull") is CONFIRMED
    assert window.examining.listing.chosen == "midline"
    assert window.examining.listing.exam.items["skull"].word.at.frame_index == 0


def test_enter_right_after_the_view_has_changed_confirms_nothing(window, qtbot, monkeypatch):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    monkeypatch.setattr(examining, "GUARD_S", 3600.0)
    press(window, Qt.Key.Key_Return)
    assert window.examining.listing.exam.count(CONFIRMED) == 0


def test_enter_confirms_nothing_on_a_list_that_cannot_be_seen_but_brings_it(window, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_Return)
    assert window.examining.listing.exam.count(CONFIRMED) == 0
    press(window, Qt.Key.Key_Return)
    assert status(window, "skull") is CONFIRMED


def test_a_press_on_the_sign_confirms_and_one_on_the_name_only_chooses(window, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.group == "head")
    sign, name = QPoint(18, 20), QPoint(120, 20)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(row(window, "Both choroid plexuses"), left, pos=name)
    assert window.examining.listing.chosen == "choroid_plexuses"
    QTest.mouseClick(row(window, "Posterior fossa"), left, pos=sign)
    assert status(window, "posterior_fossa") is CONFIRMED
    assert status(window, "choroid_plexuses") is not CONFIRMED


def test_a_press_on_a_confirmed_row_shows_its_picture_again(window, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    press(window, Qt.Key.Key_Return)
    go_to(window, 5, qtbot)
    QTest.mouseClick(row(window, "Skull outline"), Qt.MouseButton.LeftButton, pos=QPoint(120, 20))
    qtbot.waitUntil(lambda: exact_index(window) == 0, timeout=20_000)


def test_n_asks_why_in_place_and_the_reason_is_kept(window, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    press(window, Qt.Key.Key_N)
    next(b for b in window.findChildren(QPushButton) if b.text() == "Position").click()
    assert status(window, "skull") is ItemStatus.NOT_OBTAINABLE
    assert window.examining.listing.exam.items["skull"].word.reason is Reason.POSITION


def test_esc_closes_the_reasons_and_says_nothing_of_the_item(window, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_Escape)
    assert not window.examining.listing.asks
    assert window.examining.listing.exam.said == ()


def test_backspace_takes_back_and_ctrl_z_undoes(window, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Backspace)
    assert status(window, "skull") is not CONFIRMED
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert status(window, "skull") is CONFIRMED


def test_arrows_walk_over_groups_and_the_list_stays_while_it_is_used(window, qtbot, monkeypatch):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    monkeypatch.setattr(examining, "IN_USE_S", 3600.0)
    press(window, Qt.Key.Key_Up)
    window.show_frame()
    listing = window.examining.listing
    assert (listing.group, listing.chosen) == ("whole_fetus", "crl_plane")


def test_a_manual_item_says_so_and_is_confirmed_by_hand(window, qtbot):
    named(window, "Abdomen, 0 of 4 confirmed").click()
    assert "manual" in texts(window)
    row(window, "Bladder").click()
    named(window, "Confirm item, key Enter").click()


def test_items_of_structures_that_the_model_lacks_are_manual(open_exam):
    class NoMidline(HeadAnalyzer):
        info = HeadAnalyzer.info.__class__(
            *("test-model", "0" * 64, "ONNX Runtime", "float32"), HeadAnalyzer.info.structures[:1]
        )

    listing = open_exam(load_analyzer=NoMidline).examining.listing
    manual = {item.id for item in built_in().items if listing.is_manual(item)}
    assert "midline" in manual
    assert "skull" not in manual


def test_a_small_head_is_not_seen_and_the_window_says_what_it_lacks(open_exam, qtbot):
    small = [shape._replace(radii=(shape.radii[0] // 2, shape.radii[1] // 2)) for shape in HEAD]
    window = open_exam(load_analyzer=lambda: HeadAnalyzer(small))
    watch(window, qtbot)
    assert status(window, "skull") is ItemStatus.NOT_SEEN
    assert "Too small" in texts(window)
    assert "Too small: enlarge until it fills a third of the picture." in texts(window)


def test_a_seek_back_and_forth_is_no_half_second(window, qtbot):
    go_to(window, 3, qtbot)
    go_to(window, 0, qtbot)
    go_to(window, 3, qtbot)
    assert status(window, "skull") is ItemStatus.NOT_SEEN


def test_the_operator_sets_the_view_by_one_key_and_gives_it_back(window, qtbot):
    press(window, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: window.view_words == "Thorax")
    assert {"set by you", "model: Head"} <= texts(window)
    override = window.examining.override
    assert (override.model, override.operator) == ("head", "thorax")
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.view_words == "Head")
    assert len(window.examining.listing.exam.overrides) == 1


def test_no_standard_view_can_be_set_too(window, qtbot):
    press(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: window.view_words == "No standard view")


def test_another_source_leaves_the_view_to_the_model_and_keeps_the_words(window, speckled, qtbot):
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_F4)
    first = window.station.viewing
    window.station.open(speckled)
    qtbot.waitUntil(lambda: window.station.viewing is not first, timeout=20_000)
    assert window.examining.override is None
    assert status(window, "skull") is CONFIRMED


def test_a_new_examination_begins_empty_and_can_be_undone(window, qtbot):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.waitUntil(lambda: window.examining.listing.chosen == "skull")
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_N, both)
    assert window.examining.listing.exam.count(CONFIRMED) == 0
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert status(window, "skull") is CONFIRMED


def test_near_the_end_the_open_items_are_named(window, qtbot):
    press(window, Qt.Key.Key_F8)  # no picture to be judged
    named(window, "Preliminaries, 0 of 3 confirmed").click()
    for item in built_in().items[:-1]:
        window.examining.commands["item_down"]()
        window.examining.confirm(item.id)
    assert "1 open: Placenta: look, site" in texts(window)


def test_a_broken_list_is_said_and_the_built_in_one_is_shown(open_window, tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(BUILT_IN.read_text("utf-8").replace("cranium", "crown"), "utf-8")
    window = open_window(settings=Settings(checklist=path))
    assert window.message.startswith('The checklist ours.toml cannot be used: "skull" names')
    assert window.examining.listing.exam.checklist is built_in()


def test_no_row_says_that_anything_is_absent(window, qtbot):
    watch(window, qtbot)
    assert not [text for text in texts(window) if "absent" in text or "missing" in text]


def test_states_are_told_apart_without_colour(window, qtbot):
    watch(window, qtbot)
    press(window, Qt.Key.Key_Return)
    assert row(window, "Skull outline closed").accessibleName().endswith("confirmed")
    assert row(window, "Both choroid").accessibleName().endswith("seen by model")
    assert row(window, "Posterior").accessibleName().endswith("manual")
