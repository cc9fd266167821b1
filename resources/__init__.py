"""Facts as data: anatomy, models, demo clips. No logic but finding them."""

from pathlib import Path

ROOT = Path(__file__).parent
