"""The hand on the practice probe: connects panel, keys and the probe of the phantom."""

from functools import partial
from typing import TYPE_CHECKING

from app.ui.commands import Command
from app.ui.practice_panel import PracticePanel
from app.ui.side_panel import SidePanel
from app.ui.workstation import Workstation

if TYPE_CHECKING:
    from phantom.steering import ProbePose

STEPS = {  # for one press of a key: mm, rad, share
    "left": {"along_mm": -1.5},
    "right": {"along_mm": 1.5},
    "away": {"across_mm": -1.5},
    "near": {"across_mm": 1.5},
    "turn_left": {"turn": -0.05},
    "turn_right": {"turn": 0.05},
    "tilt_away": {"tilt": -0.03},
    "tilt_near": {"tilt": 0.03},
    "rock_left": {"rock": -0.03},
    "rock_right": {"rock": 0.03},
    "press": {"press": 0.05},
    "lift": {"press": -0.05},
    "larger": {"zoom": 0.1},
    "smaller": {"zoom": -0.1},
}


class Steering:
    """Between the panel and the source, where that has a probe; else it does nothing."""

    def __init__(self, station: Workstation, panel: PracticePanel, side: SidePanel) -> None:
        """side: holds the panel among its tabs."""
        self._station, self._panel, self._side = station, panel, side
        panel.steered.connect(self._steer)
        panel.let_go.connect(self._let_go)
        panel.source_requested.connect(station.open)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        moves: dict[str, Command] = {
            f"probe_{name}": partial(self._move, **step) for name, step in STEPS.items()
        }
        return moves | {"probe_run": self._let_go}

    def show_source(self) -> None:
        """Offer the panel if there is a probe to steer, and open it when it is new."""
        source, was_offered = self._station.steerable, self._side.offers(self._panel)
        self._side.offer(self._panel, source is not None)
        if source is None:
            return
        self._panel.show_source(source)
        if not was_offered:
            self._side.show_tab(self._panel)

    def show_probe(self) -> None:
        """How the probe is held now, while someone can see it. Called by a timer."""
        source = self._station.steerable
        if source is not None and self._panel.isVisible():
            self._panel.show_held(source.probe.now())

    def _steer(self, probe: "ProbePose") -> None:
        if self._station.steerable is not None:
            self._station.steerable.probe.steer(probe)

    def _move(self, **step: float) -> None:
        if self._station.steerable is not None:
            control = self._station.steerable.probe
            control.steer(control.now().probe.moved(**step))

    def _let_go(self) -> None:
        if self._station.steerable is not None:
            self._station.steerable.probe.let_go()
