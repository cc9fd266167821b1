"""A live scan in a test's hand: a card that shows what the test wants, and the window on it."""

import time

from PySide6.QtWidgets import QLabel

from tests.app.video.numbered import number_in, numbered_picture

AHEAD_S = 600.0  # a slow machine does not make frames old before their time
STEP_S = 0.1


def numbered(number):
    return numbered_picture(number, 360, 480)


def texts(widget):
    return {label.text() for label in widget.findChildren(QLabel) if not label.isHidden()}


class Scan:
    """A card in the test's hand, ten pictures a second, and the window on it."""

    def __init__(self, window, card, qtbot):
        self.window, self.card, self._qtbot = window, card, qtbot
        self._time_s = time.monotonic() + AHEAD_S
        self._count = 0

    @property
    def viewing(self):
        return self.window.station.viewing

    @property
    def shown(self):
        return self.window.station.shown

    @property
    def number(self):
        """What the picture on the screen says that it is."""
        self.window.show_frame()
        return number_in(self.shown.frame.pixels)

    def go_on(self, count, picture_of=numbered, analysed=True):
        """So many pictures more, each kept, and with what was found in it."""
        for _ in range(count):
            self._time_s += STEP_S
            frame = self.card.show_pixels(picture_of(self._count).copy(), self._time_s)
            self._count += 1
            self._qtbot.waitUntil(lambda f=frame: self._is_kept(f, analysed), timeout=20_000)

    def _is_kept(self, frame, analysed):
        kept = self.viewing.session.cine.get(frame.index)
        is_shown = self.viewing.is_frozen or (self.shown.is_exact and self.shown.frame is frame)
        return kept is not None and (not analysed or (kept.found is not None and is_shown))
