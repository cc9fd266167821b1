"""The regions of the window, and how they stand beside one another."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.action_bar import ActionBar
from app.ui.checklist_panel import ChecklistPanel
from app.ui.commands import Command
from app.ui.health import HealthPanel
from app.ui.language import noted
from app.ui.picture_panel import PicturePanel
from app.ui.playback_bar import PlaybackBar
from app.ui.practice_panel import PracticePanel
from app.ui.side_panel import SidePanel
from app.ui.top_bar import TopBar
from app.ui.view_strip import ViewStrip
from app.ui.viewport import Viewport
from app.ui.well import Well
from app.video import Device

FOLDS_BELOW = 1120
LOW = 600  # px: the picture has no room beside a timeline of several lanes


class Regions(QWidget):
    """Builds them. What they say is others' affair."""

    def __init__(self, list_devices: Callable[[], Sequence[Device]]) -> None:
        """list_devices: the capture cards and screens there are now."""
        super().__init__()
        self.top, self.strip = TopBar(), ViewStrip()
        self.viewport = Viewport()
        self.well = Well(self.viewport, list_devices)
        self.buttons, self.playback = ActionBar(), PlaybackBar()
        self.picture, self.health = PicturePanel(), HealthPanel()
        self.practice, self.checklist = PracticePanel(), ChecklistPanel()
        self.side = SidePanel(
            {
                noted("Checklist"): self.checklist,
                noted("This picture"): self.picture,
                noted("Health"): self.health,
                noted("Practice"): self.practice,
            }
        )
        self._lay_out()

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {
            "checklist_tab": lambda: self.side.toggle(self.checklist),
            "picture_tab": lambda: self.side.toggle(self.picture),
            "health_tab": lambda: self.side.toggle(self.health),
        }

    def fit(self, width: int, height: int) -> None:
        """To a window of so many pixels."""
        compact = width < theme.REGULAR_FROM
        for bar in (self.top, self.strip, self.playback, self.buttons):
            bar.set_compact(compact)
        self.playback.set_low(height < LOW)
        self.side.set_compact(compact)
        for tab in (self.picture, self.practice, self.checklist):
            tab.set_compact(compact)
        self.side.fold(width < FOLDS_BELOW)

    def show_full(self, on: bool) -> None:
        """Room for the picture: on a full screen no button stands below it."""
        self.top.show_names(not on)
        self.buttons.setVisible(not on)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        for part in (self.strip, self.well, self.playback, self.buttons):
            left.addWidget(part, 1 if part is self.well else 0)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(left, 1)
        below.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(below, 1)
