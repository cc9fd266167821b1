"""Settings on the disk: whole, typed, and never overwritten unread."""

import pytest
from pydantic import ValidationError

from app.settings import (
    OverlayMode,
    OverlaySettings,
    Settings,
    SettingsError,
    load_settings,
    save_settings,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "fetalens" / "settings.toml"


def test_without_a_file_there_are_the_defaults(path):
    assert load_settings(path) == Settings()


def test_what_is_kept_is_read_again(path, tmp_path):
    settings = Settings(
        language="ko",
        pictures_folder=tmp_path / 'a "quoted" 폴더',
        recent=("/clips/머리.mp4", "C:\\clips\\neck.dcm"),
        overlay=OverlaySettings(mode=OverlayMode.LOW_LATENCY, fill=0.4),
    )
    save_settings(settings, path)
    assert load_settings(path) == settings


@pytest.mark.parametrize(
    "text", ["fill = ", 'language = "Klingon"', "unknown = 1", "[overlay]\nfill = 2.0"]
)
def test_a_file_that_cannot_be_read_is_said_and_left_as_it_is(path, text):
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"cannot be read.*\.$"):
        load_settings(path)
    assert path.read_text("utf-8") == text


def test_settings_that_cannot_be_kept_say_so(tmp_path):
    (tmp_path / "blocked").write_text("a file where a folder should be")
    with pytest.raises(SettingsError, match="could not be kept"):
        save_settings(Settings(), tmp_path / "blocked" / "settings.toml")


def test_settings_cannot_be_changed_in_place():
    with pytest.raises(ValidationError):
        Settings().language = "ko"


def test_the_newest_source_comes_first_and_only_once():
    settings = Settings()
    for source in ("a", "b", "c", "d", "e", "f", "c"):
        settings = settings.with_recent(source)
    assert settings.recent == ("c", "f", "e", "d", "b")
