"""The patient's picture as a widget: in the patient's window, and small in the operator's panel."""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.label_column import Label
from app.ui.label_motion import LabelMotion
from app.ui.looks import Look, worn
from app.ui.patient_scene import Pace, Scene, Stage, paint_scene, scene_image, scene_names

FADE_MS = 300
LEAST_PX = 640  # a narrower picture is painted so wide, then made smaller


class PatientView(QWidget):
    """Shows a scene, or black. It fades into black and out of it."""

    def __init__(self, parent: QWidget | None = None, flags: Qt.WindowType | None = None) -> None:
        super().__init__(parent, flags or Qt.WindowType.Widget)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._clock: Callable[[], float] = time.monotonic
        self._scene: Scene | None = None  # stays while it fades
        self._is_black = True
        self._motion = LabelMotion()
        self._image, self._painted_in = QImage(), Look()
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.valueChanged.connect(self.update)
        self._level = 0.0

    @property
    def is_black(self) -> bool:
        """Nothing is shown, or will be once it has faded."""
        return self._is_black

    def show_scene(self, scene: Scene | None) -> None:
        """None fades to black."""
        former = self._scene
        if scene is not None and scene is not former:
            self._scene = scene
            if former is None or scene.picture is not former.picture:
                self._image = QImage()
            self._aim(at_once=scene.pace is Pace.PAUSED or former is None or self._is_black)
            self.update()
        if (scene is None) != self._is_black:
            self._is_black = scene is None
            self._fade_to(0.0 if scene is None else 1.0)

    def show_at_once(self, scene: Scene) -> None:
        """Without fading."""
        self.show_scene(scene)
        self._fade.stop()
        self._level = 1.0

    def black_out(self) -> None:
        """At once, and nothing of the former scene is kept."""
        self._fade.stop()
        self._scene, self._is_black, self._level = None, True, 0.0
        self._image = QImage()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            level = self._level_now()
            if self._scene is None or level <= 0.0:
                return
            stage = self._stage()
            if self._image.isNull() or self._painted_in != worn():
                self._image = scene_image(self._scene, stage, self.devicePixelRatioF())
                self._painted_in = worn()
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(self.width() / stage.box.width(), self.width() / stage.box.width())
            paint_scene(
                painter, self._scene, stage, self._motion.labels(self._clock()), self._image
            )
            painter.restore()
            if level < 1.0:
                painter.setOpacity(1.0 - level)
                painter.fillRect(self.rect(), Qt.GlobalColor.black)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._image = QImage()
        self._aim(at_once=True)
        super().resizeEvent(event)

    def _stage(self) -> Stage:
        """Of this widget's size; a small copy is a large picture made smaller, lines and all."""
        scale = max(LEAST_PX / max(self.width(), 1), 1.0)
        return Stage(QRectF(0, 0, self.width() * scale, self.height() * scale))

    def _fade_to(self, level: float) -> None:
        now = self._level_now()
        self._fade.stop()
        self._level = level
        self._fade.setStartValue(now)
        self._fade.setEndValue(level)
        self._fade.start()
        self.update()

    def _level_now(self) -> float:
        """0 is black, 1 is the whole scene."""
        if self._fade.state() is not QAbstractAnimation.State.Running:
            return self._level
        return float(self._fade.currentValue())

    def _aim(self, at_once: bool) -> None:
        scene, stage = self._scene, self._stage()
        if scene is None or self.width() < 2 or self.height() < 2:
            return

        def place(former: Mapping[int, Label], keep_sides: bool) -> tuple[Label, ...]:
            return scene_names(scene, stage, former, keep_sides)

        if at_once:
            self._motion.settle(place({}, False))
        else:
            self._motion.aim(place, self._clock())
