"""Lets the picture win: threads that compute stand back from those that read and paint."""

import os
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

STEPS_BACK = 15  # of niceness: about a thirtieth of the time where both want all of it
A_STEP_BACK = 5  # for what a hand waits for: a third of the time
LAST = 19


def stand_back(steps: int = STEPS_BACK) -> None:
    """Lower this thread's priority, and that of every thread it starts from now on.

    Only on Linux does each thread have a niceness of its own, which the threads of a network's
    engine inherit from the thread that makes or first runs it. Elsewhere this does nothing.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        niceness = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(niceness + steps, LAST))


def standing_back(call: Callable[[], T]) -> Callable[[], T]:
    """The call, for a thread of its own that ends with it."""

    def stand_back_and_call() -> T:
        stand_back()
        return call()

    return stand_back_and_call
