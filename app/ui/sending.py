"""What the patient's window shows: the live picture, a chosen one, or black."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.patient import PatientPicture
from app.ui.commands import Command
from app.ui.language import noted, tr
from app.ui.patient_panel import PatientPanel, Sends
from app.ui.patient_pictures import PatientPictures
from app.ui.patient_scene import Pace, Scene
from app.ui.patient_window import PatientWindow
from app.ui.side_panel import SidePanel
from app.ui.speech import Speech
from inference.anatomy import View
from inference.types import Frame

STEP_S = 0.066  # between two live pictures: one costs up to 20 ms of the operator's window
COPY_S = 0.2  # between two of the small copy
UNPLUGGED = noted("The patient's monitor was unplugged, so the patient window closed.")
CLOSED = noted("The patient window is closed. P opens it.")


class Sending(QObject):
    """Owns the patient's window, and its small copy beside the operator's picture.

    Nothing comes to the patient's eyes by itself: the window opens black, and is black again after
    another source and another examination.
    """

    said = Signal(object)  # a sentence that something is wrong
    told = Signal(str)  # a note
    picture_asked = Signal()  # a chosen picture, while none was chosen

    def __init__(
        self,
        operator: QWidget,
        side: SidePanel,
        pictures: PatientPictures,
        clock: Callable[[], float],
    ) -> None:
        """operator: the operator's window; side: has the copy at its foot."""
        super().__init__(operator)
        self._pictures, self._clock = pictures, clock
        self._speech = Speech()
        self._sends, self._former = Sends.BLACK, Sends.LIVE
        self._scene: Scene | None = None
        self._sent: PatientPicture | None = None
        self._followed_s = self._copied_s = -COPY_S
        self._followed: tuple[Frame, View | None, Pace] | None = None
        self._window, self._panel = PatientWindow(operator), PatientPanel()
        side.add_foot(self._panel, self._panel.set_short)
        self._window.closed.connect(self._leave)
        self._window.unplugged.connect(lambda: self.said.emit(tr(UNPLUGGED)))
        self._panel.asked.connect(self._send)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {
            "patient_window": self._toggle,
            "patient_live": partial(self._if_open, partial(self._send, Sends.LIVE)),
            "patient_black": partial(self._if_open, self._toggle_black),
        }

    @property
    def is_open(self) -> bool:
        return self._window.isVisible()

    @property
    def scene(self) -> Scene | None:
        """What the patient sees; None is black."""
        return self._scene if self.is_open else None

    def speak(self, speech: Speech) -> None:
        """The patient's language may be another."""
        self._speech = speech
        if self._scene is not None:
            self._show(replace(self._scene, speech=speech))

    def show_language(self) -> None:
        """The operator's language is another."""
        self._panel.show_sent(self._sends, self._scene)

    def show_source(self) -> None:
        """Another source, maybe of another patient: nothing live goes on by itself."""
        if self._sends is Sends.LIVE:
            self._send(Sends.BLACK)

    def take(self) -> None:
        """Follow the operator's screen, if that is what the patient sees. By the display timer."""
        now_s = self._clock()
        if self._sends is not Sends.LIVE or not self.is_open:
            return
        if now_s - self._followed_s >= STEP_S:
            self._followed_s = now_s
            self._follow()

    def show_picture(self, picture: PatientPicture) -> None:
        """A chosen one; while the window is closed it is what comes after black."""
        self._sent = picture
        if self.is_open:
            self._send(Sends.PICTURE)
        else:
            self._former = Sends.PICTURE

    def exchange(self, former: PatientPicture, picture: PatientPicture) -> None:
        """If the former is the chosen one, it is this now."""
        if self._sent is not former:
            return
        self._sent = picture
        if self._sends is Sends.PICTURE:
            self._send(Sends.PICTURE)

    def begin_anew(self) -> None:
        """Another examination: nothing of the former patient is shown."""
        self._sent, self._former = None, Sends.LIVE
        self._send(Sends.BLACK)
        self._window.black_out()

    def close(self) -> None:
        self._window.close()

    def _toggle(self) -> None:
        if self.is_open:
            self._window.close()
            return
        self._send(Sends.BLACK)
        self._former = Sends.PICTURE if self._sent is not None else Sends.LIVE
        self._window.open()
        self._panel.show()

    def _if_open(self, command: Command) -> None:
        if self.is_open:
            command()
        else:
            self.told.emit(tr(CLOSED))

    def _leave(self) -> None:
        self._panel.hide()
        self._send(Sends.BLACK)

    def _toggle_black(self) -> None:
        self._send(self._former if self._sends is Sends.BLACK else Sends.BLACK)

    def _send(self, sends: Sends) -> None:
        """Live, the picture that was chosen last, or black."""
        if sends is Sends.PICTURE and self._sent is None:
            self.picture_asked.emit()
            return
        if sends is Sends.BLACK and self._sends is not Sends.BLACK:
            self._former = self._sends
        self._sends, self._followed = sends, None
        if sends is Sends.LIVE:
            self._follow()
        elif sends is Sends.PICTURE and self._sent is not None:
            self._show(Scene(self._sent, Pace.PAUSED, self._speech))
        else:
            self._show(None)

    def _follow(self) -> None:
        """The operator's picture of now; black where there is none, and nothing more is said."""
        frame, analysis = self._pictures.own_pair()
        if self._pictures.is_lost or frame is None:
            self._followed = None
            self._show(None)
            return
        now = frame, self._pictures.view(analysis), self._pictures.pace()
        if now == self._followed:
            return
        self._followed = now
        picture = self._pictures.picture(frame, analysis)
        self._show(None if picture is None else Scene(picture, now[2], self._speech))

    def _show(self, scene: Scene | None) -> None:
        former, self._scene = self._scene, scene
        self._window.show_scene(scene)
        now_s = self._clock()
        is_next = scene is not None and former is not None and scene.pace is not Pace.PAUSED
        if not is_next or now_s - self._copied_s >= COPY_S:
            self._copied_s = now_s
            self._panel.show_sent(self._sends, scene)
