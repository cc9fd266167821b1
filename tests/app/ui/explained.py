"""A window that plays a clip, and what its patient and its hand-out page show."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from app.ui.handout_page import HandoutPage
from app.ui.patient_window import PatientWindow
from inference.types import Screen
from tests.app.ui.conftest import HeadAnalyzer
from tests.app.ui.hand import button

FAN = ((60, 10), (420, 10), (420, 350), (60, 350))


class FanAnalyzer(HeadAnalyzer):
    """Knows where the fan is."""

    def analyze(self, frame):
        return replace(super().analyze(frame), screen=Screen(fan=FAN))


def patient(window):
    return window.findChild(PatientWindow)


def picture(window):
    return window.explaining.sending.scene.picture


def is_dark(window):
    """Whether the patient's window is black all over."""
    image = patient(window).grab().toImage()
    black = image.copy()
    black.fill(Qt.GlobalColor.black)
    return image == black


def page(window):
    return window.findChild(HandoutPage)


def save_button(window):
    return button(page(window), "Save the page")


def words_of(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def buttons_that_show(window):
    """One for each picture on the page."""
    buttons = page(window).findChildren(QPushButton)
    return [b for b in buttons if "to the patient" in b.accessibleName()]


def tick(window, text):
    return next(box for box in page(window).findChildren(QCheckBox) if box.text() == text)
