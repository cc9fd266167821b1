"""Faults that a person is told of, instead of a trace: the base of every package's own error."""

from collections.abc import Iterator
from contextlib import contextmanager


class ToldError(Exception):
    """What was asked for cannot be done. The message is one sentence that says what to do.

    The command line prints it and ends with exit code 1.
    """


@contextmanager
def needs_extra(extra: str) -> Iterator[None]:
    """Around the import of what comes with an extra of the program only. Raises ToldError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ToldError(
            f"This needs {error.name}, which is not installed: pip install 'fetalens[{extra}]'"
        ) from error
