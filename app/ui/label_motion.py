"""Keeps labels calm from picture to picture: they glide, and think twice before changing sides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.ui.label_column import Label
from app.ui.label_ground import Box

GLIDE_S = 0.120
PATIENCE_S = 0.5  # how long the other side must be better before a label goes there
STILL_PX = 5.0  # a wish to move less than this is a mask's noise

Place = Callable[[Mapping[int, Label], bool], tuple[Label, ...]]


@dataclass(frozen=True, slots=True)
class _Glide:
    """A pill on its way: from where its leader met it, where to, since when."""

    origin: tuple[float, float]
    target: Label
    since_s: float

    def at(self, now_s: float) -> Label:
        rest = max(1.0 - (now_s - self.since_s) / GLIDE_S, 0.0) ** 2  # ease-out
        x, y = self.target.joint
        across, down = (self.origin[0] - x) * rest, (self.origin[1] - y) * rest
        x1, y1, x2, y2 = self.target.box
        return replace(self.target, box=Box(x1 + across, y1 + down, x2 + across, y2 + down))


class LabelMotion:
    """Where the labels of one viewport are, between where they were and where they belong."""

    def __init__(self) -> None:
        self._glides: dict[int, _Glide] = {}
        self._restless_since_s: float | None = None

    def aim(self, place: Place, now_s: float) -> None:
        """Set out for a new layout.

        place  gives the layout after the former labels; its second argument keeps their sides
        """
        former = {key: glide.target for key, glide in self._glides.items()}
        labels = place(former, False)
        if any(former.get(label.key, label).side != label.side for label in labels):
            self._restless_since_s = self._restless_since_s or now_s
            if now_s - self._restless_since_s < PATIENCE_S:
                labels = place(former, True)
            else:
                self._restless_since_s = None
        else:
            self._restless_since_s = None
        self._glides = {label.key: self._towards(label, now_s) for label in labels}

    def settle(self, labels: tuple[Label, ...]) -> None:
        """Be there at once: another picture, or a frozen one."""
        self._glides = {label.key: _Glide(label.joint, label, 0.0) for label in labels}
        self._restless_since_s = None

    def labels(self, now_s: float) -> tuple[Label, ...]:
        return tuple(glide.at(now_s) for glide in self._glides.values())

    def is_moving(self, now_s: float) -> bool:
        return any(
            now_s - glide.since_s < GLIDE_S and glide.origin != glide.target.joint
            for glide in self._glides.values()
        )

    def _towards(self, label: Label, now_s: float) -> _Glide:
        former = self._glides.get(label.key)
        if former is None or former.target.side != label.side:
            return _Glide(label.joint, label, now_s)
        (x, y), (former_x, former_y) = label.joint, former.target.joint
        is_noise = max(abs(x - former_x), abs(y - former_y)) < STILL_PX
        if is_noise and label.short == former.target.short:
            return replace(former, target=replace(label, box=former.target.box))
        return _Glide(former.at(now_s).joint, label, now_s)
