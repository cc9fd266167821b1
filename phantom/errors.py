"""The one kind of error this package raises."""


class PhantomError(Exception):
    """Something asked of the phantom cannot be done; the message says what to do instead."""
