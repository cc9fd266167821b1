"""Runs one function over many arguments in worker processes that end with the program."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import TypeVar

import cv2

from phantom.errors import PhantomError

MAX_WORKERS = 61  # more handles than that Windows cannot wait for
_AT_ONCE = 4  # arguments that a worker fetches: a waiting argument takes more than a kilobyte

Argument = TypeVar("Argument")
Result = TypeVar("Result")


def in_workers(
    work: Callable[[Argument], Result], arguments: Iterable[Argument], workers: int
) -> Iterator[Result]:
    """The results in the order of the arguments; one worker is this process itself.

    work  a function of a module, or a partial of one: it goes to the workers by name
    Raises PhantomError where `work` does, for a number of workers that cannot be, and where
    one of them was killed.
    """
    if not 1 <= workers <= MAX_WORKERS:
        raise PhantomError(f"The number of workers must be 1 to {MAX_WORKERS}, not {workers}.")
    if workers == 1:
        return map(work, arguments)
    return _spread(work, arguments, workers)


def _spread(
    work: Callable[[Argument], Result], arguments: Iterable[Argument], workers: int
) -> Iterator[Result]:
    # A forked child would inherit locks that OpenCV's or the window's threads hold for ever.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=settle_in)
    try:
        yield from pool.map(work, arguments, chunksize=_AT_ONCE)
    except BrokenProcessPool as error:
        raise PhantomError(
            "A worker process was killed, perhaps because memory ran out: run the same command "
            "again to go on where it stopped, with fewer workers if it happens again."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def settle_in() -> None:
    """In a process that the program starts: one thread of OpenCV, and Ctrl+C is for the program,
    whose end is ours too."""
    cv2.setNumThreads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A program that is killed cannot stop its workers, and idle ones would wait for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
