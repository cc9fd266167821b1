"""Panel tab "This picture": what is on the screen, and how it is drawn."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.settings import LabelMode, OverlayMode, Preset
from app.ui import theme
from app.ui.actions import BY_ID
from app.ui.language import ENGLISH, noted, say, term, tr
from app.ui.lines import paint_swatch
from app.ui.overlay_style import MOST_FILL, OverlayStyle
from app.ui.parts import SEMIBOLD, Elided, key_cap, quiet_button, rule, scrolling, tint, words
from inference.anatomy import Structure, load_anatomy
from inference.types import Analysis

ROW_PX, LEAST_ROW_PX = 38, 32
PADDING = 24
BAR_PX = 10  # of the bar that the panel is scrolled by
EYE_PX, EYE_ICON_PX = 32, 20
PRESETS = (
    (Preset.SCAN, noted("Scan")),
    (Preset.TEACH, noted("Teach")),
    (Preset.PATIENT, noted("Patient")),
)
LABELS = (
    (LabelMode.NAMES, noted("Names")),
    (LabelMode.SHORT, noted("Short")),
    (LabelMode.NONE, noted("None")),
)
MODES = (
    (OverlayMode.SYNCHRONISED, noted("Same frame")),
    (OverlayMode.LOW_LATENCY, noted("Low latency")),
)


class PicturePanel(QWidget):
    """Rows in the order of the anatomy that never move, and the controls of the overlay."""

    style_requested = Signal(object)  # OverlayStyle
    mode_requested = Signal(object)  # OverlayMode
    whole_screen_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = OverlayStyle()
        self._rows = {s: StructureRow(s) for s in load_anatomy().structures}
        self._preset = Segments(PRESETS)
        self._labels = Segments(LABELS)
        self._mode = Segments(MODES)
        say(
            "Same frame: masks only on the frame they were found in. "
            "Low latency: the newest frame, masks fade with age.",
            self._mode,
            "toolTip",
        )
        self._extent = Segments([(False, noted("Fan only")), (True, noted("Whole screen"))])
        say(
            "Fan only: stills are black outside of the fan, where scanners write names. "
            "Whole screen: stills of this source keep everything, names too.",
            self._extent,
            "toolTip",
        )
        self._fill = QSlider(Qt.Orientation.Horizontal)
        self._fill.setRange(0, round(MOST_FILL * 100))
        self._fill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        say("Fill", self._fill, "accessibleName")
        self._percent = words(size=16, weight=SEMIBOLD)
        self._percent.setMinimumWidth(44)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._outline, self._hatch = QCheckBox(), QCheckBox()
        say("Outline only", self._outline)
        say("Hatch", self._hatch)
        for box in (self._outline, self._hatch):
            box.setMinimumHeight(36)
        self._lay_out()
        self._connect()

    def show_offered(self, structures: Sequence[Structure]) -> None:
        """Rows for the structures that the model knows."""
        for structure, row in self._rows.items():
            row.setVisible(structure in structures)

    def show_found(self, analysis: Analysis | None) -> None:
        """Which structures are on the screen now; None: no overlay at all."""
        scores: dict[int, list[float]] = {}
        if analysis is not None:
            for label, score in zip(
                analysis.detections.labels, analysis.detections.scores, strict=True
            ):
                scores.setdefault(int(label), []).append(float(score))
        for structure, row in self._rows.items():
            row.show_found(scores.get(structure.index, []), self._style)

    def show_style(self, style: OverlayStyle) -> None:
        self._style = style
        self._preset.show_choice(style.preset)
        self._labels.show_choice(style.labels)
        with QSignalBlocker(self._fill), QSignalBlocker(self._outline), QSignalBlocker(self._hatch):
            self._fill.setValue(round(style.fill * 100))
            self._outline.setChecked(style.outline_only)
            self._hatch.setChecked(style.hatch)
        self._hatch.setEnabled(not style.outline_only)
        self._fill.setEnabled(not style.outline_only)
        self._percent.setText("0 %" if style.outline_only else f"{round(style.fill * 100)} %")
        for row in self._rows.values():
            row.show_name(style)

    def set_compact(self, compact: bool) -> None:
        for row in self._rows.values():
            row.set_compact(compact)

    def show_mode(self, mode: OverlayMode) -> None:
        self._mode.show_choice(mode)

    def show_extent(self, whole_screen: bool) -> None:
        self._extent.show_choice(whole_screen)

    def _lay_out(self) -> None:
        rows = QWidget()
        listed = QVBoxLayout(rows)
        listed.setContentsMargins(PADDING, 0, PADDING - (EYE_PX - EYE_ICON_PX) // 2, 0)
        listed.setSpacing(0)
        for row in self._rows.values():
            listed.addWidget(row)
        listed.addStretch(1)
        scroll = scrolling(rows)
        scroll.viewport().setAutoFillBackground(False)
        controls = self._controls = QVBoxLayout()
        controls.setSpacing(8)
        controls.addWidget(words("Overlay", 16, SEMIBOLD, theme.TEXT2))
        controls.addLayout(_line(self._preset, key_cap(BY_ID["preset"])))
        fill = _line(words("Fill", 16, colour=theme.TEXT2), self._fill, self._percent)
        fill.addWidget(key_cap(BY_ID["less_fill"]))
        fill.addWidget(key_cap(BY_ID["more_fill"]))
        controls.addLayout(fill)
        pattern = _line(self._outline, key_cap(BY_ID["outline"]))
        pattern.setSpacing(6)
        pattern.addStretch(1)
        for part in (self._hatch, key_cap(BY_ID["hatch"])):
            pattern.addWidget(part)
        controls.addLayout(pattern)
        controls.addLayout(_line(self._labels, key_cap(BY_ID["labels"])))
        controls.addLayout(_line(self._mode, key_cap(BY_ID["mode"])))
        controls.addLayout(_line(words("Stills", 16, colour=theme.TEXT2), self._extent))
        content = self._content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        heading = words("Structures", 16, SEMIBOLD, theme.TEXT2)
        heading.setContentsMargins(PADDING, 4, PADDING, 0)
        column.addWidget(heading)
        column.addWidget(scroll, 1)
        column.addWidget(rule())
        column.addLayout(controls)
        self._whole = scrolling(content)
        self._whole.viewport().setAutoFillBackground(False)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._whole)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """In a low window all of it scrolls, and the bar needs its room."""
        scrolls = self._content.minimumSizeHint().height() > self.height()
        self._controls.setContentsMargins(PADDING, 12, PADDING - BAR_PX * scrolls, 16)

    def _connect(self) -> None:
        self._preset.chosen.connect(
            lambda preset: self.style_requested.emit(self._style.with_preset(preset))
        )
        self._labels.chosen.connect(
            lambda mode: self.style_requested.emit(replace(self._style, labels=mode))
        )
        self._mode.chosen.connect(self.mode_requested)
        self._extent.chosen.connect(lambda whole: self.whole_screen_requested.emit(whole))
        self._fill.valueChanged.connect(
            lambda percent: self.style_requested.emit(replace(self._style, fill=percent / 100))
        )
        self._outline.toggled.connect(
            lambda on: self.style_requested.emit(replace(self._style, outline_only=on))
        )
        self._hatch.toggled.connect(
            lambda on: self.style_requested.emit(replace(self._style, hatch=on))
        )
        for structure, row in self._rows.items():
            row.hide_requested.connect(
                lambda hide, name=structure.id: self.style_requested.emit(
                    replace(
                        self._style,
                        hidden=self._style.hidden | {name} if hide else self._style.hidden - {name},
                    )
                )
            )


class StructureRow(QWidget):
    """Line, name, state and eye of one structure. Brightness says whether it is on the screen."""

    hide_requested = Signal(bool)

    def __init__(self, structure: Structure) -> None:
        super().__init__()
        self._structure = structure
        self._is_hidden = self._is_compact = False
        self._language = ENGLISH
        self.setFixedHeight(ROW_PX)
        self._swatch = Swatch(structure)
        self._name = Elided()
        self._name.setFont(theme.font(17, theme.MEDIUM))
        self._state = words(size=14, colour=theme.TEXT3)
        self._eye = QPushButton()
        self._eye.setProperty("role", "quiet")
        self._eye.setFixedSize(EYE_PX, EYE_PX)
        self._eye.setIconSize(QSize(EYE_ICON_PX, EYE_ICON_PX))
        self._eye.clicked.connect(lambda: self.hide_requested.emit(not self._is_hidden))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._swatch)
        row.addWidget(self._name, 1)
        row.addWidget(self._state)
        row.addWidget(self._eye)
        self._show_eye(hidden=False)

    def set_compact(self, compact: bool) -> None:
        """Where there is little room, the brightness of the name says "steady"."""
        self._is_compact = compact
        self.setFixedHeight(LEAST_ROW_PX if compact else ROW_PX)
        self._name.setFont(theme.font(16 if compact else 17, theme.MEDIUM))

    def show_name(self, style: OverlayStyle) -> None:
        self._language = style.language
        self._name.setText(term(self._structure.names, style.language))
        self._name_eye()
        hidden = self._structure.id in style.hidden
        if hidden != self._is_hidden:
            self._show_eye(hidden)

    def show_found(self, scores: Sequence[float], style: OverlayStyle) -> None:
        found = bool(scores)
        is_shown = found and not self._is_hidden
        tint(self._name, theme.TEXT if is_shown else theme.TEXT3)
        self._swatch.show_strength(1.0 if is_shown else 0.35)
        if self._is_hidden:
            self._state.setText(tr("hidden"))
        elif found:
            steady = style.is_steady(max(scores))
            count = f"×{len(scores)} " if len(scores) > 1 else ""
            word = tr("steady") if steady else tr("uncertain")
            word = "" if steady and self._is_compact else word
            self._state.setText(count + word)
        else:
            self._state.setText("")

    def _show_eye(self, hidden: bool) -> None:
        self._is_hidden = hidden
        self._eye.setIcon(theme.icon("eye-slash" if hidden else "eye", theme.TEXT2))
        self._name_eye()

    def _name_eye(self) -> None:
        text = tr("Show {structure}") if self._is_hidden else tr("Hide {structure}")
        name = term(self._structure.names, self._language)
        self._eye.setAccessibleName(text.format(structure=name))


class Swatch(QWidget):
    """A structure's line, in its colour and style."""

    def __init__(self, structure: Structure) -> None:
        super().__init__()
        self._structure = structure
        self._strength = 1.0
        self.setFixedSize(34, 16)

    def show_strength(self, strength: float) -> None:
        if strength != self._strength:
            self._strength = strength
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(self._strength)
            paint_swatch(painter, self._structure, QRectF(self.rect()), 3.0)


class Segments(QFrame):
    """One choice of a few, all in sight."""

    chosen = Signal(object)

    def __init__(self, choices: Sequence[tuple[object, str]]) -> None:
        super().__init__()
        self.setProperty("role", "segments")
        self._group = QButtonGroup(self)
        self._values = [value for value, _ in choices]
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for place, (_, text) in enumerate(choices):
            button = quiet_button(text, "segment")
            button.setCheckable(True)
            button.setFont(theme.font(16))
            button.setFixedHeight(32)
            self._group.addButton(button, place)
            row.addWidget(button, 1)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))

    def show_choice(self, value: object) -> None:
        self._group.button(self._values.index(value)).setChecked(True)


def _line(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(10)
    for part in parts:
        line.addWidget(part, 1 if isinstance(part, Segments | QSlider) else 0)
    return line
