"""Faults that a person is told of."""

from importlib import import_module

import pytest

from inference.errors import ToldError, needs_extra


def test_a_package_that_is_not_installed_is_named_with_the_extra_that_brings_it():
    sentence = r"^This needs no_such_package, .*: pip install 'fetalens\[train\]'$"

    with pytest.raises(ToldError, match=sentence), needs_extra("train"):
        import_module("no_such_package")
