"""The page beside the picture while one measures: what there is, by what, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.measuring.measurement import MOST, Kind, Measurement, Sheet
from app.ui import theme
from app.ui.language import noted, say, tr
from app.ui.measure_words import (
    HOW_TO_CALIBRATE,
    HOW_TO_MEASURE,
    NOT_CALIBRATED,
    RUNNING,
    name_of,
    scale_words,
    status_of,
    value_of,
)
from app.ui.parts import SEMIBOLD, tint, words
from app.ui.picture_panel import Segments
from app.ui.side_page import SidePage

ROW_PX, BUTTON_PX = 52, 48


class MeasurePage(SidePage):
    """Renders a sheet of measurements, or asks for a calibration. It keeps neither."""

    row_chosen = Signal(int)
    accept_asked = Signal()
    remove_asked = Signal()
    tool_chosen = Signal(object)  # Kind: what a drag on the picture draws
    calibrate_asked = Signal(str)  # the distance as it was typed
    anew_asked = Signal()

    def __init__(self) -> None:
        super().__init__(noted("Measure"), scrolls=True)
        self._scale = _sentence()
        self._said = _sentence(theme.WARN_TEXT)
        self._asks, self._measures = self._calibrating(), self._measuring()
        for part in (self._scale, self._said, self._asks, self._measures):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addWidget(words("Research use, not for diagnosis", 14, colour=theme.TEXT3))
        self.show_tool(Kind.DISTANCE)

    def show_running(self) -> None:
        """Nothing is measured on a picture that moves."""
        self._show(tr(RUNNING), False, False)

    def show_calibrating(self, marks: int) -> None:
        """How to calibrate; with both marks placed, the distance is asked for."""
        self._show(tr(NOT_CALIBRATED), True, False)
        placed = tr("{count} of 2 marks are placed.").format(count=marks)
        self._placed.setText(placed)
        for part in (self._distance, self._use):
            part.setEnabled(marks == 2)

    def show_sheet(self, sheet: Sheet, notes: list[str], language: str) -> None:
        self._show(scale_words(sheet), False, True)
        self._anew.setVisible(sheet.scale.marks_mm is not None)
        chosen = None if sheet.chosen is None else sheet.chosen[0]
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(sheet.measurements))
            if place < len(sheet.measurements):
                each = sheet.measurements[place]
                row.show_measurement(place + 1, each, place == chosen, language)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        is_proposal = chosen is not None and sheet.measurements[chosen].is_proposal
        self._accept.setEnabled(is_proposal)
        self._remove.setEnabled(chosen is not None)

    def show_said(self, sentence: str) -> None:
        """Why not; empty takes it away."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def show_tool(self, tool: Kind) -> None:
        self._tools.show_choice(tool)

    def ask_distance(self) -> None:
        """The field takes what is typed."""
        self._distance.clear()
        self._distance.setFocus()

    def _show(self, scale: str, asks: bool, measures: bool) -> None:
        self._scale.setText(scale)
        self._asks.setVisible(asks)
        self._measures.setVisible(measures)

    def _calibrating(self) -> QWidget:
        self._placed = words(size=16, weight=SEMIBOLD)
        self._distance = QLineEdit()
        self._distance.setFont(theme.font(17))
        self._distance.setMinimumHeight(40)
        say("Distance in mm", on=self._distance, part="placeholderText")
        say("Distance between the marks", on=self._distance, part="accessibleName")
        self._use = _button(noted("Calibrate"))
        self._distance.returnPressed.connect(self._use.click)
        self._use.clicked.connect(lambda: self.calibrate_asked.emit(self._distance.text()))
        how = _sentence()
        say(HOW_TO_CALIBRATE, on=how)
        box, column = _column()
        for part in (how, self._placed, self._distance, self._use):
            column.addWidget(part)
        return box

    def _measuring(self) -> QWidget:
        self._rows = [MeasureRow() for _ in range(MOST)]
        self._accept, self._remove = _button(noted("Accept")), _button(noted("Remove"))
        self._accept.clicked.connect(self.accept_asked)
        self._remove.clicked.connect(self.remove_asked)
        self._anew = _button(noted("Calibrate again"))
        self._anew.clicked.connect(self.anew_asked)
        self._tools = Segments(
            ((Kind.DISTANCE, noted("Distance")), (Kind.ELLIPSE, noted("Ellipse")))
        )
        self._tools.chosen.connect(self.tool_chosen)
        self._notes = _sentence(theme.TEXT2, 15)
        how = _sentence(theme.TEXT2, 15)
        say(HOW_TO_MEASURE, on=how)
        kept = _sentence(theme.TEXT3, 14)
        say("S keeps what you accepted, moved or placed, beside the still.", on=kept)
        box, column = _column()
        for place, row in enumerate(self._rows):
            row.clicked.connect(lambda _=False, place=place: self.row_chosen.emit(place))
            column.addWidget(row)
        both = QHBoxLayout()
        both.setSpacing(8)
        both.addWidget(self._accept)
        both.addWidget(self._remove)
        column.addWidget(self._notes)
        column.addLayout(both)
        for part in (how, self._tools, kept, self._anew):
            column.addWidget(part)
        return box


class MeasureRow(QPushButton):
    """Number, name and value of one measurement; below, whose word it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self.setCheckable(True)
        self.setFixedHeight(ROW_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name, self._value = words(size=17), words(size=19, weight=SEMIBOLD)
        self._status = words(size=14, colour=theme.TEXT2)
        first = QHBoxLayout()
        first.addWidget(self._name, 1)
        first.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(0)
        column.addLayout(first)
        column.addWidget(self._status)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_measurement(
        self, number: int, measurement: Measurement, is_chosen: bool, language: str
    ) -> None:
        name, value = name_of(measurement, language), value_of(measurement)
        status = status_of(measurement)
        self._name.setText(f"{number}  {name}")
        self._value.setText(value)
        self._status.setText(status)
        tint(self._value, theme.TEXT2 if measurement.is_proposal else theme.TEXT)
        self.setAccessibleName(f"{number}, {name}, {value}, {status}")
        self.setChecked(is_chosen)


def _sentence(colour: str = theme.TEXT, size: float = 16) -> QLabel:
    label = words(size=size, colour=colour)
    label.setWordWrap(True)
    return label


def _column() -> tuple[QFrame, QVBoxLayout]:
    box = QFrame()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    return box, column


def _button(text: str) -> QPushButton:
    made = QPushButton()
    say(text, on=made)
    made.setFixedHeight(BUTTON_PX)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
