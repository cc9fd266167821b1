"""A small model in place of the shipped one."""

from pathlib import Path

import pytest

from tests.app.small_models import save_eager_model


@pytest.fixture(scope="session")
def eager_model(tmp_path_factory) -> Path:
    return save_eager_model(tmp_path_factory.mktemp("models"))
