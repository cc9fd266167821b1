"""The analyzer without a window: `fetalens annotate`."""

from app.batch.annotate import annotate

__all__ = ["annotate"]
