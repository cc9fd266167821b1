"""The real command on a real X server: a window that maps, takes keys, and ends as it should."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from app.main import practice_loop
from tests.app.lookout import Lookout

REPOSITORY = Path(__file__).parents[2]
PATIENCE_MS, A_WHILE_MS = 50_000, 5_000
LOOKS = 40  # after a key
MOST_LIGHT = 0.05  # of the screen: bright tissue has less, a page or a window more

missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
pytestmark = [
    pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)}"),
    pytest.mark.timeout(180),  # a whole program, which other programs may slow
]


def screen(folder: Path) -> tuple[subprocess.Popen, str]:
    """An X server that takes clients, and the display that it chose. Its pixels are in a folder."""
    heard, tell = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        + ["-fbdir", str(folder)]
        + ["-noreset"],  # else it starts anew after each client, and turns away who comes then
        pass_fds=[tell],
    )
    os.close(tell)
    with os.fdopen(heard) as told:
        return server, f":{int(told.readline())}"


class Desk:
    """An X server of its own with `fetalens run` on it, and a hand on its keyboard."""

    def __init__(self, folder: Path, qtbot) -> None:
        self.stills = folder / "stills"
        self.settings = folder / "config" / "fetalens" / "settings.toml"
        self._qtbot = qtbot
        self.settings.parent.mkdir(parents=True)
        self.settings.write_text(f'pictures_folder = "{self.stills.as_posix()}"\n', "utf-8")
        self._screen, display = screen(folder)
        self.lookout = Lookout(folder)
        self._env = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._program = subprocess.Popen(
            [sys.executable, "-m", "fetalens", "run", practice_loop()],
            env=self._env
            | {f"XDG_{home}_HOME": str(folder / home.lower()) for home in ("CONFIG", "STATE")},
            cwd=REPOSITORY,
        )

    def wait(self, is_so) -> None:
        """Until it is so; fails after a while, or when the program ends before."""
        self._qtbot.waitUntil(lambda: is_so() or self._has_ended, timeout=PATIENCE_MS)
        assert is_so()

    @property
    def has_window(self) -> bool:
        return bool(self._windows())

    def watch(self) -> None:
        """Wait for so many looks that whatever a key opened has been painted."""
        enough = self.lookout.looks + LOOKS
        self.wait(lambda: self.lookout.looks >= enough)

    def kept(self, kind: str) -> list[Path]:
        """Whole stills with this word in their names."""
        return list(self.stills.glob(f"*{kind}*.png"))

    def press_until(self, key: str, is_so) -> None:
        """Again when nothing has come of it for a while, as a person does."""
        for _ in range(PATIENCE_MS // A_WHILE_MS):
            self.press(key)
            with suppress(self._qtbot.TimeoutError):
                return self._qtbot.waitUntil(lambda: bool(is_so()), timeout=A_WHILE_MS)
        pytest.fail(f"nothing came of {key}")

    def press(self, key: str) -> None:
        self._xdotool("windowfocus", "--sync", self._windows(), "key", key)

    def terminate(self) -> None:
        """As a session manager does."""
        self._program.terminate()

    def take_the_screen_away(self) -> None:
        self._screen.terminate()

    def exit_code(self) -> int:
        return self._program.wait(timeout=PATIENCE_MS / 1000)

    def clear_away(self) -> None:
        self.lookout.close()
        for process in (self._program, self._screen):
            process.kill()
            process.wait()

    @property
    def _has_ended(self) -> bool:
        return self._program.poll() is not None

    def _windows(self) -> str:
        """The number of the window on the screen; empty without one."""
        return self._xdotool("search", "--onlyvisible", "--name", "^Fetalens$")

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._env, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()


@pytest.fixture
def desk(tmp_path, qtbot):
    """A desk with the window on its screen."""
    made = Desk(tmp_path, qtbot)
    try:
        made.wait(lambda: made.has_window)
        yield made
    finally:
        made.clear_away()


def test_the_window_takes_keys_keeps_a_still_and_ends(desk):
    desk.press_until("s", lambda: desk.kept("still"))
    desk.press("space")  # a frame that stands is analysed, however busy the machine
    desk.press_until("s", lambda: desk.kept("overlay"))
    desk.press("ctrl+q")
    assert desk.exit_code() == 0
    with Image.open(desk.kept("overlay")[0]) as picture:
        assert picture.text["Comment"] == "Practice phantom. Research use, not for diagnosis"
        assert picture.text["Model"]


def test_a_window_that_is_told_to_end_keeps_its_settings(desk):
    desk.terminate()
    assert desk.exit_code() == 0
    assert "[window]" in desk.settings.read_text("utf-8")


def test_a_window_whose_screen_goes_away_has_kept_its_settings_and_ends(desk):
    desk.wait(lambda: "[window]" in desk.settings.read_text("utf-8"))
    desk.take_the_screen_away()
    desk.exit_code()
    assert "[window]" in desk.settings.read_text("utf-8")


def test_nothing_light_flashes_up_while_windows_and_pages_open(desk):
    desk.watch()
    for key in ("ctrl+comma", "question", "Escape", "slash", "Escape", "e", "Escape", "p", "i"):
        desk.press(key)
        desk.watch()
    assert desk.lookout.lightest < MOST_LIGHT
