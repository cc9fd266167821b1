"""Small pieces that several regions are made of: words, key caps, chips, action buttons."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from app.ui import theme
from app.ui.actions import Action
from app.ui.bindings import Bindings
from app.ui.language import say, tr

SEMIBOLD = QFont.Weight.DemiBold
CAP_SIDES_PX = 16  # padding and edges of a key cap
DOT = "circle-fill"  # drawn smaller: a dot, not a disc


def words(
    text: str = "",
    size: float = 16,
    weight: QFont.Weight = QFont.Weight.Normal,
    colour: str = theme.TEXT,
) -> QLabel:
    """A text in one of the theme's colours and in the operator's language."""
    label = QLabel()
    if text:
        say(text, on=label)
    label.setFont(theme.font(size, weight))
    label.setTextFormat(Qt.TextFormat.PlainText)
    tint(label, colour)
    return label


def tint(widget: QWidget, colour: str) -> None:
    """Give a text this colour. By palette: polishing anew by style sheet would cost its font."""
    role = theme.ROLES.get(colour, QPalette.ColorRole.WindowText)
    widget.setForegroundRole(role)
    palette, drawn = widget.palette(), theme.colour(colour)
    if colour not in theme.ROLES and palette.color(role) != drawn:
        palette.setColor(role, drawn)
        widget.setPalette(palette)


def scrolling(body: QWidget) -> QScrollArea:
    """A column that scrolls where it does not fit its height; the keyboard passes it by."""
    scroll = QScrollArea()
    scroll.setWidget(body)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return scroll


class KeyCap(QLabel):
    """The cap of one of the keys of an action, by its place; hidden if it has not so many."""

    def __init__(self, action: Action, place: int = 0, height: int = 24) -> None:
        super().__init__()
        self._action, self._place = action, place
        self.setFont(theme.font(min(13, height - 6), SEMIBOLD))
        self.setProperty("role", "key")
        tint(self, theme.TEXT2)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(height)
        self.show_bindings(Bindings())

    def show_bindings(self, bindings: Bindings) -> None:
        keys = bindings.keys(self._action)
        self.setText(keys[self._place] if self._place < len(keys) else "")
        width = self.fontMetrics().horizontalAdvance(self.text()) + CAP_SIDES_PX
        self.setFixedWidth(max(width, 24))
        self.setHidden(not self.text())


def key_cap(action: Action) -> KeyCap:
    """The cap of the key that stands on the action's button."""
    return KeyCap(action)


def quiet_button(text: str, role: str) -> QPushButton:
    """A button whose word is brighter once it is chosen. role: one of the theme's quiet ones."""
    button = QPushButton()
    say(text, on=button)
    button.setProperty("role", role)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    theme.ink(button, theme.DIMMINGS[0])
    return button


def rule(vertical: bool = False) -> QFrame:
    """A line of one pixel."""
    line = QFrame()
    line.setProperty("role", "rule")
    if vertical:
        line.setFixedSize(1, 20)
    else:
        line.setFixedHeight(1)
    return line


class Icon(QLabel):
    """An icon of the set at one size; drawn again only when it changes."""

    def __init__(self, size: int = 20) -> None:
        super().__init__()
        self._size = size
        self._drawn: tuple[str, str] | None = None
        self.setFixedSize(size, size)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_icon(self, name: str, colour: str = theme.TEXT) -> None:
        if (name, colour) == self._drawn:
            return
        self._drawn = (name, colour)
        size = round(self._size * 0.6) if name == DOT else self._size
        ratio = self.devicePixelRatioF()
        self.setPixmap(theme.icon(name, colour).pixmap(QSize(size, size), ratio))


class Chip(QFrame):
    """A state: icon, strong word, note. Its kind is plain, warn or alert."""

    PADDING, GAP = 12, 8

    COLOURS = {  # of the icon, the word and the note
        "plain": (theme.TEXT2, theme.TEXT, theme.TEXT2),
        "warn": (theme.WARN, theme.WARN_TEXT, theme.WARN_TEXT),
        "alert": (theme.ALERT, theme.ALERT_TEXT, theme.ALERT_TEXT),
    }

    def __init__(self, size: float = 18, height: int = 40) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        self.setProperty("kind", "plain")
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._icon = Icon(round(size * 1.1))
        self._word = words(size=size, weight=SEMIBOLD)
        self._note = words(size=size)
        row = QHBoxLayout(self)
        row.setContentsMargins(self.PADDING, 0, self.PADDING, 0)
        row.setSpacing(self.GAP)
        for part in (self._icon, self._word, self._note):
            row.addWidget(part)

    def width_of(self, word: str, note: str = "") -> int:
        """How wide it is when it says this, px."""
        width = 2 * self.PADDING + self._icon.width() + 2  # and its edges
        for label, text in ((self._word, word), (self._note, note)):
            if text:
                width += self.GAP + label.fontMetrics().horizontalAdvance(text)
        return width

    def show_state(self, icon: str, word: str, note: str = "", kind: str = "plain") -> None:
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        shape, strong, weak = self.COLOURS[kind]
        self._icon.show_icon(icon, theme.TEXT if icon == DOT else shape)
        tint(self._word, strong)
        tint(self._note, weak)
        self._word.setText(word)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"{word} {note}".strip())


class ActionButton(QPushButton):
    """Icon, word and key cap of one action."""

    def __init__(self, action: Action, size: float = 17) -> None:
        super().__init__()
        self.action = action
        self._icon = Icon(22)
        self._word = words(size=size, weight=QFont.Weight.Medium)
        self._cap = key_cap(action)
        self._source = action.words
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        row.addStretch(1)
        for part in (self._icon, self._word, self._cap):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part)
        row.addStretch(1)
        self.show_words(action.words, action.icon)

    def show_words(self, text: str, icon: str) -> None:
        self._icon_name = icon
        self._source = text
        self._word.setText(tr(text))
        self._name()
        self._tint()
        self.updateGeometry()

    def show_bindings(self, bindings: Bindings) -> None:
        """Another key stands on its cap, or its words are of another language."""
        self._cap.show_bindings(bindings)
        self._word.setText(tr(self._source))
        self._name()

    def _name(self) -> None:
        action, key = tr(self._source), self._cap.text()
        self.setAccessibleName(tr("{action}, key {key}").format(action=action, key=key))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self._tint()
        super().changeEvent(event)

    def show_icon(self, on: bool) -> None:
        self._icon.setVisible(on)

    def show_cap(self, on: bool) -> None:
        self._cap.setVisible(on and bool(self._cap.text()))

    def lay_out(self) -> None:
        """At once: what is hidden leaves no gap, whether the window is shown yet or not."""
        self._row.invalidate()
        self._row.activate()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def _tint(self) -> None:
        self._icon.show_icon(self._icon_name, theme.TEXT if self.isEnabled() else theme.OFF)
        tint(self._word, theme.TEXT if self.isEnabled() else theme.OFF)


class Elided(QLabel):
    """A text that gives way: too long for its place, it ends in three dots."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            text = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, self.width()
            )
            self.style().drawItemText(
                painter,
                self.rect(),
                int(self.alignment()),
                self.palette(),
                self.isEnabled(),
                text,
                self.foregroundRole(),
            )


def show_bindings(root: QWidget, bindings: Bindings) -> None:
    """Print on every cap and button below this widget the key that is bound."""
    for cap in root.findChildren(KeyCap):
        cap.show_bindings(bindings)
    for button in root.findChildren(ActionButton):
        button.show_bindings(bindings)
