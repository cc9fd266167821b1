"""The settings beside the picture: language, colours, lines, and which key or pedal does what."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.settings import LineStyles, StructureColours
from app.ui import theme
from app.ui.actions import ACTIONS, BY_ID
from app.ui.drawing import Drawing
from app.ui.key_rows import KeyRow
from app.ui.language import noted, say
from app.ui.looks import Look
from app.ui.parts import SEMIBOLD, scrolling, tint, words
from app.ui.picture_panel import Segments
from app.ui.side_page import PADDING, SidePage

GAP = 4

COLOURS = (
    (StructureColours.STANDARD, noted("Standard")),
    (StructureColours.RED_GREEN, noted("Red-green")),
    (StructureColours.HIGH_CONTRAST, noted("Contrast")),
)
LINES = (
    (LineStyles.OWN, noted("Own styles")),
    (LineStyles.SOLID, noted("All solid")),
)


class SettingsPage(SidePage):
    """Says what is chosen, and for which action a key shall be bound."""

    language_chosen = Signal(object)  # its code
    bind_asked = Signal(str)  # the id of an action
    profiles_asked = Signal()

    def __init__(self, languages: Sequence[tuple[str, str]]) -> None:
        """languages: code and own name of each."""
        super().__init__(noted("Settings"))
        self._languages = Segments(languages)
        self._languages.chosen.connect(self.language_chosen)
        self._colours, self._lines = Segments(COLOURS), Segments(LINES)
        say(
            "Standard: for all eyes. Red-green: for eyes that confuse these. "
            "Contrast: white text, strong edges, full black below lines.",
            self._colours,
            "toolTip",
        )
        say(
            "Own styles: dashes and dots tell structures apart without colour. "
            "All solid: colour and name alone do.",
            self._lines,
            "toolTip",
        )
        self._rows = {action.id: KeyRow(action) for action in ACTIONS}
        self._said = words(size=15)
        self._said.setWordWrap(True)
        self._said.setContentsMargins(0, 0, PADDING - GAP, 0)
        self._said.setFixedHeight(64)  # words come and go, the list stays
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, GAP, 8)
        column.setSpacing(0)
        profiles = KeyRow(BY_ID["profiles"])
        profiles.clicked.connect(self.profiles_asked)
        for title, choice in (
            (noted("Language"), self._languages),
            (noted("Colours"), self._colours),
            (noted("Lines"), self._lines),
        ):
            column.addWidget(_heading(title))
            column.addSpacing(6)
            column.addWidget(choice)
            column.addSpacing(12)
        column.addWidget(profiles)
        column.addSpacing(12)
        column.addWidget(_heading(noted("Keys and pedals")))
        column.addSpacing(6)
        for name, row in self._rows.items():
            row.clicked.connect(lambda _=False, name=name: self.bind_asked.emit(name))
            column.addWidget(row)
        column.addStretch(1)
        scroll = scrolling(listed)
        scroll.viewport().setAutoFillBackground(False)
        self.body.setContentsMargins(PADDING, 12, GAP, 12)  # beside it the bar that it scrolls by
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self._said)

    def show_language(self, code: str) -> None:
        self._languages.show_choice(code)

    def follow(self, drawing: Drawing) -> None:
        """Choose for it, and show what is chosen."""
        self._colours.chosen.connect(drawing.set_colours)
        self._lines.chosen.connect(drawing.set_lines)
        drawing.look_changed.connect(self._show_look)
        self._show_look(drawing.look)

    def _show_look(self, look: Look) -> None:
        self._colours.show_choice(look.colours)
        self._lines.show_choice(look.lines)

    def show_listening(self, action_id: str) -> None:
        """Which row waits for a key; "" for none."""
        for name, row in self._rows.items():
            row.show_listening(name == action_id)

    def show_said(self, sentence: str, is_refusal: bool = False) -> None:
        """What to do, what was bound, or why not."""
        self._said.setText(sentence)
        tint(self._said, theme.WARN_TEXT if is_refusal else theme.TEXT2)


def _heading(title: str) -> QLabel:
    return words(title, 16, SEMIBOLD, theme.TEXT2)
