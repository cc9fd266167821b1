"""What all tests share: Qt without a screen, and the real images where they are."""

import os
from pathlib import Path

import pytest

from app.main import prepare_process

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):
    # Processes that train beside one another share the cores: threads that contend for one are slow
    os.environ["OMP_NUM_THREADS"] = str(max((os.cpu_count() or 1) // workers, 1))
prepare_process()  # as the program does: threads that wait for each other make it slow


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real ultrasound images: FETALENS_DATA, or shared/data beside the repository."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("FETALENS_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"needs real ultrasound images, and there is no {folder}")
    return folder
