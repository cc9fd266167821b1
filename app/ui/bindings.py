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

    def without(self, action: Action, key: str) -> "Bindings":
        """That key is not the action's any more; without another it has those that ship."""
        keys = tuple(k for k in self.keys(action) if k != key)
        rest = {name: bound for name, bound in self.changed.items() if name != action.id}
        return self._with(action.id, keys) if keys else Bindings(rest)

    def _with(self, action_id: str, keys: tuple[str, ...]) -> "Bindings":
        return Bindings({**self.changed, action_id: keys})


def bindings_of(changed: Mapping[str, tuple[str, ...]]) -> Bindings:
    """Those of a profile. BindingError for an unknown action, or a key that is bound twice."""
    bindings, faults = usable(changed)
    if faults:
        raise faults[0]
    return bindings


def usable(changed: Mapping[str, tuple[str, ...]]) -> tuple[Bindings, tuple[BindingError, ...]]:
    """Those of the settings, but for what cannot be: a key that is bound twice is left to the
    action that it ships with, or else to the first. Without a key of its own, an action has those
    that ship."""
    faults = [
        BindingError(
            tr("The settings bind keys to “{name}”, which is no action.").format(name=name)
        )
        for name in changed
        if name not in BY_ID
    ]
    known = {name: keys for name, keys in changed.items() if name in BY_ID and keys}
    bindings = Bindings(known)
    for action, key in _taken(known):
        fault = tr("{key} cannot be bound, so “{action}” goes without it.")
        faults.append(BindingError(fault.format(key=key, action=tr(action.words))))
        bindings = bindings.without(action, key)
    while (clash := _clash(bindings)) is not None:
        key, one, other = clash
        faults.append(
            BindingError(
                tr("{key} is bound twice, to “{one}” and to “{other}”.").format(
                    key=key, one=tr(one.words), other=tr(other.words)
                )
            )
        )
        bindings = bindings.without(_loser(bindings, clash), key)
    return bindings, tuple(faults)


def _taken(changed: Mapping[str, tuple[str, ...]]) -> list[tuple[Action, str]]:
    """Actions with keys that lead out and onward."""
    return [
        (BY_ID[name], key)
        for name, keys in changed.items()
        for key in dict.fromkeys(keys)
        if key in TAKEN and key not in BY_ID[name].keys
    ]


def _clash(bindings: Bindings) -> tuple[str, Action, Action] | None:
    """The first key that two actions have; None if there is none."""
    first: dict[str, Action] = {}
    for action in ACTIONS:
        for key in dict.fromkeys(bindings.keys(action)):
            if key in first:
                return key, first[key], action
            first[key] = action
    return None


def _loser(bindings: Bindings, clash: tuple[str, Action, Action]) -> Action:
    """Whose key it is not: it ships with the other, or was bound to the other before."""
    key, *both = clash
    order = list(bindings.changed)
    return max(
        (action for action in both if action.id in bindings.changed and key not in action.keys),
        key=lambda action: order.index(action.id),
    )
