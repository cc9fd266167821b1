"""The program as a whole, in a process and a home of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.main import practice_loop
from app.settings import load_settings
from tests.app.video.numbered import write_clip

REPOSITORY = Path(__file__).parents[2]
RUN_A_MOMENT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.main import run_window
application = QApplication([])

def look():
    from app.ui.main_window import MainWindow
    windows = [w for w in application.topLevelWidgets() if isinstance(w, MainWindow)]
    if windows and windows[0].station.shown.frame is not None:
        application.quit()

timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
raise SystemExit(run_window(sys.argv[1], None))
"""


@pytest.fixture
def run(tmp_path):
    """Runs the window on a clip until it shows; gives the home it ran in."""

    def run_a_moment(settings_text=None):
        config = tmp_path / "config" / "fetalens" / "settings.toml"
        if settings_text is not None:
            config.parent.mkdir(parents=True)
            config.write_text(settings_text, "utf-8")
        clip = write_clip(tmp_path / "clip.mp4", size=(120, 160))
        homes = {
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        command = [sys.executable, "-c", RUN_A_MOMENT, str(clip)]
        subprocess.run(command, env=os.environ | homes, cwd=REPOSITORY, check=True, timeout=50)
        return tmp_path, config, clip

    return run_a_moment


def test_the_window_opens_a_clip_and_leaves_settings_and_a_log(run):
    home, config, clip = run()
    assert load_settings(config).recent == (str(clip),)
    assert (home / "state" / "fetalens" / "log" / "fetalens.log").exists()


def test_settings_that_cannot_be_read_are_left_as_they_are(run):
    _, config, _ = run("fill = ")
    assert config.read_text("utf-8") == "fill = "


def test_a_home_that_takes_no_log_does_not_keep_the_window_shut(run, tmp_path):
    (tmp_path / "state").write_text("a file where a folder should be")
    _, config, clip = run()
    assert load_settings(config).recent == (str(clip),)


def test_the_practice_loop_ships_with_the_program():
    assert Path(practice_loop()).name == "phantom_exam.mp4"
