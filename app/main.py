"""Starts the program with a window, and the demo without one. Called by the command line."""

import faulthandler
import logging
import logging.handlers
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, NoReturn

import platformdirs

import resources

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.profiles import Profile
    from app.settings import Settings
    from app.ui.main_window import MainWindow

# NumPy, Qt and torch are imported inside the functions: the environment is prepared first.

log = logging.getLogger(__name__)

EngineChoice = Literal["auto", "torch", "onnx"]
LOG_BYTES, LOG_FILES = 2_000_000, 3
KEEP_MS = 2000  # after so long a changed setting is in the file
LOG_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def run_window(
    source: str | None,
    model: Path | None,
    engine: EngineChoice = "auto",
    profile_name: str | None = None,
) -> int:
    """Open the window and stay until it is closed. Returns the exit status.

    source        what to open at once, as `open_source` takes it; None is the practice phantom
    model         other weights than those that ship
    profile_name  a room's, or its file; what is named besides goes before. Raises ProfileError
    """
    prepare_process()
    profile = _profile(profile_name)
    if profile is not None:
        source, model = source or profile.source, model or profile.model
        profile = profile.model_copy(update={"model": model})
    _keep_log()
    app = _application()
    from PySide6.QtCore import QTimer

    from app.settings import SettingsError, load_settings, settings_path
    from app.video.practice import PRACTICE
    from inference.errors import ToldError

    path = settings_path()
    trouble = ""
    try:
        settings = load_settings(path)
    except SettingsError as error:
        trouble, settings = str(error), _defaults()
    is_unread = bool(trouble)
    window = _window(settings, model, engine)
    # As if the window were closed: settings are kept. A signal before the loop runs waits for it.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: QTimer.singleShot(0, app.quit))
    window.start()
    window.show()
    if profile is not None:
        try:
            window.rooms.use(profile, opens_source=False)
        except ToldError as error:
            trouble = trouble or str(error)
    if trouble:
        window.show_message(trouble)
    window.station.open(source or PRACTICE)
    keep = _settings_keeper(window, path)
    timer = QTimer(window, interval=KEEP_MS)
    timer.timeout.connect(keep)
    if not is_unread:  # a file that could not be read is left as it is
        timer.start()
    status = app.exec()
    if not is_unread:
        keep()
    # A screen that goes away ends the loop, and no more. What asks for that screen then may end the
    # process at once: so this comes last.
    window.close()
    return status


def _settings_keeper(window: "MainWindow", path: Path) -> Callable[[], None]:
    """Writes the window's settings where they are not what was written last.

    Not at the end alone: X11 may end a program whose screen goes away in the middle of a call.
    """
    from app.settings import SettingsError, save_settings

    kept: Settings | None = None

    def keep() -> None:
        nonlocal kept
        now = window.settings_now()
        if now != kept:
            kept = now  # also where it fails, which is told once
            try:
                save_settings(now, path)
            except SettingsError as error:
                log.warning("%s", error)

    return keep


def leave(status: int) -> NoReturn:
    """End the process here and now, when the window is closed and all is written.

    A thread that has painted letters takes its fonts down after it was joined. Were the program
    torn down in the usual way meanwhile, Qt would crash now and then, with all work done.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def render_demo(source: str | None, out: Path) -> None:
    """Write out/demo.png and out/demo.mp4: the window over every frame of a loop, without a screen.

    source  None takes the bundled loop. Raises SourceError or ModelError, one sentence each
    """
    prepare_process()
    from app.offscreen import offscreen_application
    from app.ui.demo import record_demo

    offscreen_application()

    window = _window(_defaults(), None, "auto")
    record_demo(window, source or practice_loop() or "", out)


def prepare_process() -> None:
    """What must be so before NumPy, OpenCV and threads start."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its idle pool spins and halves inference
    sys.setswitchinterval(0.0005)  # else Python in the analysis thread makes frames late
    import cv2

    cv2.setNumThreads(1)


def practice_loop() -> str | None:
    """The bundled loop of the phantom; None if this copy of the program carries none."""
    loops = sorted((resources.ROOT / "demo").glob("*.mp4"))
    return str(loops[0]) if loops else None


def _window(settings: "Settings", model: Path | None, engine: EngineChoice) -> "MainWindow":
    from app.ui.main_window import MainWindow
    from app.video import list_devices
    from inference.analyzer import load_analyzer

    window = MainWindow(
        settings,
        lambda: load_analyzer(model, engine),
        practice=practice_loop(),
        list_devices=list_devices,
    )
    window.rooms.use_models(model, lambda path: load_analyzer(path, engine))
    return window


def _profile(name: str | None) -> "Profile | None":
    from app.profiles import find_profile, profiles_folder

    return None if name is None else find_profile(name, profiles_folder())


def _defaults() -> "Settings":
    from app.settings import Settings

    return Settings()


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    from app.ui import theme

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Fetalens")
    app.setDesktopFileName("fetalens")
    theme.dress(app)
    return app


def _keep_log() -> None:
    """Everything worth knowing afterwards, in the user's log folder; crashes too."""
    try:
        folder = Path(platformdirs.user_log_dir("fetalens", ensure_exists=True))
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "fetalens.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError:  # a home that cannot be written to: the terminal has to do
        handler = logging.StreamHandler()
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT, handlers=[handler])
    sys.excepthook = _log_exception
    threading.excepthook = lambda args: _log_exception(
        args.exc_type, args.exc_value, args.exc_traceback
    )


def _log_exception(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """The picture goes on: an unexpected error in a slot is written down, and that is all."""
    log.critical("Unexpected error", exc_info=(kind, error or kind(), trace))
