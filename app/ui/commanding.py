"""Runs the commands of the window, whether asked for by key, by button or in the palette."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from app.ui.actions import why_not
from app.ui.commands import Command
from app.ui.hands import Hands
from app.ui.keys import Keys
from app.ui.regions import Regions
from app.ui.workstation import Workstation


class Commanding(QObject):
    """Has the table of what is done, by the action's id. What cannot be done now is not."""

    done = Signal()
    hid = Signal(bool)  # overlay and calipers, as long as a key is held

    def __init__(
        self,
        station: Workstation,
        regions: Regions,
        keys: Keys,
        hands: Hands,
        table: Mapping[str, Command],
    ) -> None:
        super().__init__(regions)
        self._station, self._table = station, table
        for sender in (keys, regions.buttons):
            sender.triggered.connect(self._run)
            sender.held.connect(self._hold)
        regions.playback.triggered.connect(self._run)
        hands.command_chosen.connect(self._run)
        hands.page.profiles_asked.connect(lambda: self._run("profiles"))

    @property
    def ids(self) -> frozenset[str]:
        """Of the actions that are carried out."""
        return frozenset(self._table)

    def _run(self, name: str) -> None:
        if not why_not(name, self._station.status()):
            self._table[name]()
            self.done.emit()

    def _hold(self, name: str, down: bool) -> None:
        self.hid.emit(down and not why_not(name, self._station.status()))
