"""The application that the doctor's window lives in: on a screen if there is one."""

import os
import sys

from PySide6.QtWidgets import QApplication

from app.offscreen import offscreen_application
from app.ui import theme


def doctors_application() -> QApplication:
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    if not has_display() and "QT_QPA_PLATFORM" not in os.environ:
        return offscreen_application()
    made = QApplication(["fetalens"])
    theme.dress(made)
    return made


def has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
