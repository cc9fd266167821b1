"""Qt without a screen, for pictures that are painted where no window is."""

from functools import cache

from PySide6.QtWidgets import QApplication

from app.ui import theme


@cache  # Qt bears one application in a process, which must live as long as it
def offscreen_application() -> QApplication:
    """The program's application if there is one already, else one that needs no screen."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    made = QApplication(["fetalens", "-platform", "offscreen"])
    theme.dress(made)
    return made
