"""The study's own images: checked, counted, split, exchanged with annotation tools, fetched."""

from training.collection.check import check
from training.collection.faults import Fault
from training.collection.leakage import audit
from training.collection.splits import Picture, Split, split
from training.collection.summary import Summary, summarise

__all__ = ["Fault", "Picture", "Split", "Summary", "audit", "check", "split", "summarise"]
