"""What stands between two threads: the newest item, and what belongs with it."""

from dataclasses import dataclass
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Delivery(Generic[T]):
    """An item and the run it belongs to.

    run  counts the uninterrupted stretches of a source: a seek, a loop's restart and a lost signal
         each begin another. What is known from one run says nothing about the next
    """

    item: T
    run: int


class Mailbox(Generic[T]):
    """Hands the newest item from one thread to another; an unread older item is replaced.

    Memory stays bounded, and a slow reader sees the present, never a backlog.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._item: T | None = None
        self._closed = False
        self.replaced = 0  # items no one read: shown as dropped

    def put(self, item: T) -> None:
        """Leave an item; after close() nobody will read it, and it is let go."""
        with self._changed:
            if self._closed:
                return
            self.replaced += self._item is not None
            self._item = item
            self._changed.notify()

    def put_if_empty(self, item: T) -> None:
        """Leave an item only where no newer one waits."""
        with self._changed:
            if self._item is None and not self._closed:
                self._item = item
                self._changed.notify()

    def take(self) -> T | None:
        """Wait for an item. None means that the mailbox was closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._item is not None)
            return self._pop()

    def poll(self) -> T | None:
        """The item if there is one, without waiting."""
        with self._changed:
            return self._pop()

    def close(self) -> None:
        """Empty the mailbox and wake everyone who waits."""
        with self._changed:
            self._closed = True
            self._item = None
            self._changed.notify_all()

    def _pop(self) -> T | None:
        item, self._item = self._item, None
        return item
