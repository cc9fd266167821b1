"""The picture's place: shows the picture, or asks for a source in its stead."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.language import noted
from app.ui.welcome import Welcome
from app.video import Device, SourceError

NO_CARD = noted("No capture card was found. Connect one, then press again.")


class Well(QStackedWidget):
    """Before there is a picture it asks for one; later only when it is told to."""

    open_requested = Signal()
    source_requested = Signal(str)  # url
    said = Signal(object)  # a sentence that something is wrong

    def __init__(self, picture: QWidget, list_devices: Callable[[], Sequence[Device]]) -> None:
        """list_devices: the capture cards and screens there are now."""
        super().__init__()
        self._picture, self._welcome = picture, Welcome()
        self._list_devices = list_devices
        self.is_choosing = False  # another source, while the picture goes on
        self.addWidget(self._welcome)
        self.addWidget(picture)
        self._welcome.open_requested.connect(self.open_requested)
        self._welcome.source_requested.connect(self.source_requested)
        self._welcome.capture_requested.connect(self._offer_devices)

    @property
    def shows_picture(self) -> bool:
        return self.currentWidget() is self._picture

    def show_picture(self) -> None:
        """There is one: it comes, unless another source is being chosen."""
        if not self.is_choosing:
            self.setCurrentWidget(self._picture)

    def show_no_source(self) -> None:
        self.setCurrentWidget(self._welcome)

    def choose(self, on: bool) -> None:
        """Ask for another source in the picture's place, or no longer."""
        self.is_choosing = on
        self._welcome.show_way_back(on)
        if on:
            self.setCurrentWidget(self._welcome)

    def show_recent(self, sources: Sequence[str]) -> None:
        self._welcome.show_recent(sources)

    def _offer_devices(self) -> None:
        try:
            devices = [device for device in self._list_devices() if device.kind != "practice"]
        except SourceError as error:
            self.said.emit(str(error))
            return
        if devices:
            self._welcome.show_devices(devices)
        else:
            self.said.emit(NO_CARD)
