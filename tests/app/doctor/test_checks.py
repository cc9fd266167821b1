"""What the doctor finds on this machine, and on broken ones."""

import pytest

from app.doctor.cards import check_source
from app.doctor.checks import check_codecs, check_disk, check_files, check_model
from app.doctor.page import page_of
from app.doctor.sheet import Check, Result, Sheet, sheet_of
from app.profiles import Profile, write_profile
from inference.analyzer import SHIPPED_MODEL

shipped = pytest.mark.skipif(not SHIPPED_MODEL.exists(), reason="needs the shipped weights")


def results(checks):
    return [(str(check.name), check.result) for check in checks]


def only(checks):
    (check,) = checks
    return check


@shipped
@pytest.mark.timeout(180)  # PyTorch is imported, on a machine that may be busy
def test_the_shipped_model_gives_the_stored_answer_on_every_engine():
    checks = list(check_model(SHIPPED_MODEL))
    assert {check.result for check in checks if check.name == "Engine"} == {Result.PASSED}
    assert checks[0].found.startswith("fetalens-light")


def test_a_model_that_is_damaged_fails_with_what_to_do(tmp_path):
    (tmp_path / "bad.safetensors").write_bytes(b"no weights")
    check = only(check_model(tmp_path / "bad.safetensors"))
    assert check.result is Result.FAILED
    assert check.advice.endswith(".")


def test_a_clip_is_written_and_read_again():
    assert {result for _, result in results(check_codecs())} == {Result.PASSED}


def test_the_disk_is_measured_and_nothing_stays(tmp_path):
    assert results(check_disk(tmp_path / "pictures"))[1][0] == "Disk speed"
    assert not list((tmp_path / "pictures").iterdir())


def test_a_folder_that_cannot_be_written_to_fails(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert ("Disk speed", Result.FAILED) in results(check_disk(tmp_path / "file" / "pictures"))


def test_the_pattern_is_a_source_that_passes():
    check = check_source("pattern")
    assert check.result is Result.PASSED or "20 pictures" in check.advice
    assert check.found.startswith("Test pattern 1280x720")


def test_a_source_that_is_not_there_fails_in_its_own_words():
    check = check_source("v4l2:/dev/video99")
    assert check.result is Result.FAILED
    assert "was not found" in check.advice


def test_settings_and_profiles_that_cannot_be_read_fail_by_name(tmp_path):
    (tmp_path / "settings.toml").write_text("language = ")
    write_profile(Profile(name="Good"), tmp_path / "profiles" / "Good.toml")
    (tmp_path / "profiles" / "New.toml").write_text("version = 9")
    checks = list(check_files(tmp_path / "settings.toml", tmp_path / "profiles"))
    assert results(checks) == [
        ("Settings", Result.FAILED),
        ("Room profile", Result.PASSED),
        ("Room profile", Result.FAILED),
    ]


GOOD = Check("Disk", Result.PASSED, "69 GB")
BAD = Check("Card", Result.FAILED, "<script>", "Check the cable.")
UNKNOWN = Check("Screen", Result.NOT_CHECKED, "", "There is none.")


def sheet(*checks) -> Sheet:
    return sheet_of(checks)


def test_one_failed_row_fails_the_room_and_an_unknown_one_does_not():
    assert sheet(GOOD, UNKNOWN).is_passed
    assert not sheet(GOOD, BAD).is_passed
    assert sheet(GOOD, BAD, UNKNOWN).summary == "1 passed, 1 failed, 1 not measured"


def test_the_page_says_every_row_and_nothing_that_a_browser_would_run():
    page = page_of(sheet(GOOD, BAD, UNKNOWN))
    assert all(words in page for words in ("69 GB", "Check the cable.", "There is none."))
    assert "<script>" not in page
    assert "This room is not ready." in page


def test_the_sheet_is_written_as_plain_values():
    written = sheet(BAD).to_json()
    assert written["passed"] is False
    assert written["checks"][0] == {
        "name": "Card",
        "result": "failed",
        "found": "<script>",
        "advice": "Check the cable.",
    }
