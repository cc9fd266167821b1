"""The operator's keys: binds them, runs commands by typing, shows on every cap what is bound."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.ui.actions import BY_ID
from app.ui.bindings import BindingError, Bindings, usable
from app.ui.commands import Command
from app.ui.keys import Keys
from app.ui.language import tr
from app.ui.palette import Palette
from app.ui.parts import show_bindings
from app.ui.settings_page import SettingsPage
from app.ui.side_panel import SidePanel

RESTORES = "Del"


class Hands(QObject):
    """Owns the bindings. Between the window's keys, the settings page and the palette."""

    command_chosen = Signal(str)  # the id of an action
    bound = Signal(object)  # Bindings: they changed, or are to be said again

    def __init__(
        self, window: QWidget, keys: Keys, side: SidePanel, languages: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(window)
        self._window, self._keys, self._side = window, keys, side
        self._bindings = Bindings()
        self._kept: Mapping[str, tuple[str, ...]] = {}
        self._waits = ""  # the id of the action that waits for a key
        self.page, self._palette = SettingsPage(languages), Palette()
        for page in (self.page, self._palette):
            side.add_cover(page)
            page.closed.connect(self.close_page)
        self.page.bind_asked.connect(self._listen)
        self._palette.chosen.connect(self._run)
        keys.heard.connect(self._hear)

    @property
    def changed_keys(self) -> Mapping[str, tuple[str, ...]]:
        """For the settings: what was bound; what could not be used is kept as it was."""
        return self._kept

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {"settings": self._toggle_settings, "palette": self._toggle_palette}

    def use(self, changed: Mapping[str, tuple[str, ...]]) -> str:
        """The keys of the settings. Returns why some cannot be: all others are used."""
        self._kept = changed
        self._bindings, faults = usable(changed)
        self.show()
        if not faults:
            return ""
        rest = tr("Your other keys are used; correct it in the settings.")
        return " ".join([*map(str, faults), rest])

    def show(self) -> None:
        """On every key cap of the window, and to the keys themselves."""
        self._keys.use(self._bindings)
        show_bindings(self._window, self._bindings)
        self.bound.emit(self._bindings)
        self._hint()

    def close_page(self) -> bool:
        """Back to the tabs; no row waits any more. False if no page was open."""
        if self._waits:
            self._listen("")
        was_open = self._side.cover(None)
        if was_open:
            self._window.setFocus()  # of no field: keys are commands again
        return was_open

    def _toggle_settings(self) -> None:
        if not self.page.isVisible():
            self._hint()
            self._side.cover(self.page)
        else:
            self.close_page()

    def _toggle_palette(self) -> None:
        self._side.cover(self._palette)
        self._palette.ask()

    def _run(self, name: str) -> None:
        self.close_page()
        self.command_chosen.emit(name)

    def _listen(self, action_id: str) -> None:
        """A second press on the row that waits lets it be."""
        self._waits = "" if action_id == self._waits else action_id
        self._keys.listen(bool(self._waits))
        self.page.show_listening(self._waits)
        if self._waits:
            self.page.show_said(tr("Esc leaves it as it is. Del: the keys that ship."))
        else:
            self._hint()

    def _hear(self, key: str) -> None:
        action_id = self._waits
        if key == "Esc":
            self._listen("")
            return
        try:
            if key == RESTORES:
                bindings = self._bindings.restored(action_id)
            else:
                bindings = self._bindings.bound(action_id, key)
        except BindingError as error:
            self._keys.listen(True)  # for another one
            self.page.show_said(str(error), is_refusal=True)
            return
        self._bindings, self._kept = bindings, bindings.changed
        self._listen("")
        self.show()
        caps = ", ".join(bindings.keys(BY_ID[action_id]))
        words = tr("“{action}” is done by {keys}.")
        self.page.show_said(words.format(action=tr(BY_ID[action_id].words), keys=caps))

    def _hint(self) -> None:
        self.page.show_said(tr("Press an action, then the key or the pedal that shall do it."))
