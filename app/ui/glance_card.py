"""The small picture above the lanes: of the frame below the pointer, with its time and view."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.live import Glance
from app.ui import theme
from app.ui.overlay import image_of, paint_overlay
from app.ui.overlay_style import OverlayStyle
from app.ui.parts import SEMIBOLD, words

HEIGHT, WIDEST = 80, 150
EDGE = 24  # of its parent, where nothing stands
PADDING, GAP = 4, 10


class GlanceCard(QFrame):
    """Stands over the transport row, where nothing can be pressed while one points at the lanes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = _Picture()
        self._time, self._view = words(size=17, weight=SEMIBOLD), words(size=15)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addStretch(1)
        said.addWidget(self._time)
        said.addWidget(self._view)
        said.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, PADDING, PADDING + GAP, PADDING)
        row.setSpacing(GAP)
        row.addWidget(self._picture)
        row.addLayout(said)
        self.setFixedHeight(HEIGHT)
        self.hide()

    @property
    def glance(self) -> Glance | None:
        """What is on it; None while it is hidden."""
        return self._picture.glance if self.isVisible() else None

    @property
    def said(self) -> tuple[str, str]:
        """Time and view."""
        return self._time.text(), self._view.text()

    def show_glance(self, glance: Glance, style: OverlayStyle | None, time: str, view: str) -> None:
        """style: how what was found in it is drawn; None: it is not."""
        self._picture.show_glance(glance, style)
        self._time.setText(time)
        self._view.setText(view)
        self.setAccessibleName(f"{time}, {view}")
        self.adjustSize()
        self.show()
        self.raise_()

    def stand(self, x: float, bottom: float, width: float) -> None:
        """Its middle above this place of its parent, which is so wide, as far as there is room."""
        last = width - EDGE - self.width()
        left = min(max(x - self.width() / 2, EDGE), last)
        self.move(round(left), round(max(bottom - HEIGHT, 0.0)))


class _Picture(QWidget):
    """The frame with its own masks, painted once."""

    def __init__(self) -> None:
        super().__init__()
        self.glance: Glance | None = None
        self._style: OverlayStyle | None = None
        self._painted = QPixmap()

    def show_glance(self, glance: Glance, style: OverlayStyle | None) -> None:
        if glance is self.glance and style == self._style:
            return
        self.glance, self._style, self._painted = glance, style, QPixmap()
        frame, most = glance.frame, QSizeF(WIDEST, HEIGHT - 2 * PADDING)
        whole = QSizeF(frame.width, frame.height)
        size = whole.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        self.setFixedSize(size.expandedTo(QSize(1, 1)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._painted.isNull() and self.glance is not None:
            self._painted = self._paint(self.glance)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._painted)

    def _paint(self, glance: Glance) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        area = QRectF(QPointF(0, 0), QSizeF(self.size()))
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, image_of(glance.frame))
            if glance.analysis is not None and self._style is not None:
                paint_overlay(painter, glance.analysis, self._style, area, labels=())
            painter.setPen(QPen(theme.colour(theme.LINE2), 1))
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        return pixmap
