"""The settings beside the picture: the language, and which key or pedal does what."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui import theme
from app.ui.actions import ACTIONS, BY_ID
from app.ui.key_rows import KeyRow
from app.ui.language import noted
from app.ui.parts import SEMIBOLD, scrolling, tint, words
from app.ui.picture_panel import Segments
from app.ui.side_page import SidePage


class SettingsPage(SidePage):
    """Says which language is chosen, and for which action a key shall be bound."""

    language_chosen = Signal(object)  # its code
    bind_asked = Signal(str)  # the id of an action
    profiles_asked = Signal()

    def __init__(self, languages: Sequence[tuple[str, str]]) -> None:
        """languages: code and own name of each."""
        super().__init__(noted("Settings"))
        self._languages = Segments(languages)
        self._languages.chosen.connect(self.language_chosen)
        self._rows = {action.id: KeyRow(action) for action in ACTIONS}
        self._said = words(size=15)
        self._said.setWordWrap(True)
        self._said.setFixedHeight(64)  # words come and go, the list stays
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        for name, row in self._rows.items():
            row.clicked.connect(lambda _=False, name=name: self.bind_asked.emit(name))
            column.addWidget(row)
        column.addStretch(1)
        scroll = scrolling(listed)
        scroll.viewport().setAutoFillBackground(False)
        self.body.addWidget(words("Language", 16, SEMIBOLD, theme.TEXT2))
        self.body.addWidget(self._languages)
        profiles = KeyRow(BY_ID["profiles"])
        profiles.clicked.connect(self.profiles_asked)
        self.body.addWidget(profiles)
        self.body.addWidget(words("Keys and pedals", 16, SEMIBOLD, theme.TEXT2))
        self.body.addWidget(self._said)
        self.body.addWidget(scroll, 1)

    def show_language(self, code: str) -> None:
        self._languages.show_choice(code)

    def show_listening(self, action_id: str) -> None:
        """Which row waits for a key; "" for none."""
        for name, row in self._rows.items():
            row.show_listening(name == action_id)

    def show_said(self, sentence: str, is_refusal: bool = False) -> None:
        """What to do, what was bound, or why not."""
        self._said.setText(sentence)
        tint(self._said, theme.WARN_TEXT if is_refusal else theme.TEXT2)
