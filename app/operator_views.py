"""Which view the operator had set, frame by frame of a source: kept beside what was found."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class OperatorViews:
    """Every change is a new value, so that a clip keeps what held when it was asked for.

    changes  index of the frame on the screen when the view was set, in rising order, and the view's
             id, or NO_VIEW; None leaves it to the model from then on
    """

    changes: tuple[tuple[int, str | None], ...] = ()

    @property
    def now(self) -> str | None:
        """The view that counts now; None leaves it to the model."""
        return self.changes[-1][1] if self.changes else None

    def of(self, index: int) -> str | None:
        """The view that held for that frame; None left it to the model."""
        return next((view for first, view in reversed(self.changes) if first <= index), None)

    def set(self, view: str | None, index: int) -> "OperatorViews":
        """Set with that frame on the screen: for it and all that follow it."""
        if view == self.now:
            return self
        before = tuple(change for change in self.changes if change[0] < index)
        return replace(self, changes=(*before, (index, view)))
