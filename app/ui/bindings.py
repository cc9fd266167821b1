"""Which key does what: the keys that ship, and those that the operator bound. See bedside.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.ui.actions import ACTIONS, BY_ID, Action
from app.ui.language import tr
from inference.errors import ToldError

MOST_KEYS = 3  # of one action
TAKEN = ("Esc", "Tab", "Shift+Tab")  # they cancel, and move from control to control


class BindingError(ToldError):
    """A key cannot be bound; one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Bindings:
    """The keys of every action. A change is a new value.

    changed  by the action's id, the keys of those that are not as they ship
    """

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keys(self, action: Action) -> tuple[str, ...]:
        """The first is printed on the key cap."""
        return self.changed.get(action.id, action.keys)

    def by_key(self) -> dict[str, Action]:
        return {key: action for action in ACTIONS for key in self.keys(action)}

    def bound(self, action_id: str, key: str) -> "Bindings":
        """With this key in front of the action's others. BindingError if it does something else."""
        if key in TAKEN:
            raise BindingError(tr("{key} cannot be bound. Press another key.").format(key=key))
        other = self.by_key().get(key)
        if other is not None and other.id != action_id:
            raise BindingError(
                tr("{key} already does “{action}”. Press another key.").format(
                    key=key, action=tr(other.words)
                )
            )
        others = (k for k in self.keys(BY_ID[action_id]) if k != key)
        return self._with(action_id, (key, *others)[:MOST_KEYS])

    def restored(self, action_id: str) -> "Bindings":
        """With the keys that ship. BindingError if one of them does something else by now."""
        rest = {name: keys for name, keys in self.changed.items() if name != action_id}
        return bindings_of(rest)

    def _with(self, action_id: str, keys: tuple[str, ...]) -> "Bindings":
        return Bindings({**self.changed, action_id: keys})


def bindings_of(changed: Mapping[str, tuple[str, ...]]) -> Bindings:
    """Those of the settings. BindingError for an unknown action, or a key that is bound twice."""
    for name in changed:
        if name not in BY_ID:
            raise BindingError(
                tr("The settings bind keys to “{name}”, which is no action.").format(name=name)
            )
    bindings = Bindings(dict(changed))
    first: dict[str, Action] = {}
    for action in ACTIONS:
        for key in bindings.keys(action):
            if key in first:
                raise BindingError(
                    tr("{key} is bound twice, to “{one}” and to “{other}”.").format(
                        key=key, one=tr(first[key].words), other=tr(action.words)
                    )
                )
            first[key] = action
    return bindings
