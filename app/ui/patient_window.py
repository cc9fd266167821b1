"""The window that a patient looks at: full screen on another monitor than the operator's."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from app.ui.language import say
from app.ui.patient_view import PatientView

ALONE = QSize(960, 600)  # a normal window, where there is one monitor only


class PatientWindow(PatientView):
    """Opened by the operator alone, and black. It takes no key from the operator's window."""

    closed = Signal()
    unplugged = Signal()  # its monitor is gone, and so is it

    def __init__(self, operator: QWidget) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(operator, flags)
        self._operator = operator
        self._monitor: QScreen | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        say("Patient window", self, "accessibleName")
        self.setWindowTitle("Fetalens")
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._lose)

    def open(self) -> None:
        """Full screen on a monitor that the operator's window is not on, if there is one."""
        own = self._operator.screen()
        others = [screen for screen in QGuiApplication.screens() if screen is not own]
        if others:
            self.stand_on(others[0])
        else:
            self._monitor = None
            self.resize(ALONE)
            self.showNormal()

    def stand_on(self, monitor: QScreen) -> None:
        """Fill this monitor."""
        self._monitor = monitor
        self.setGeometry(monitor.geometry())
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()  # showFullScreen would ask for the keyboard

    def closeEvent(self, event: QCloseEvent) -> None:
        self.black_out()
        super().closeEvent(event)
        self.closed.emit()

    def _lose(self, monitor: QScreen) -> None:
        if self.isVisible() and monitor is self._monitor:
            self._monitor = None
            self.close()
            self.unplugged.emit()
