"""The one kind of error this package raises."""

from inference.errors import ToldError


class PhantomError(ToldError):
    """Something asked of the phantom cannot be done; the message says what to do instead."""
