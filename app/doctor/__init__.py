"""Checks a room before the first patient: what it found, as a table, a page and JSON."""

from app.doctor.cards import check_source
from app.doctor.checks import check_machine
from app.doctor.page import page_of
from app.doctor.sheet import Check, Result, Sheet, sheet_of

__all__ = ["Check", "Result", "Sheet", "check_machine", "check_source", "page_of", "sheet_of"]
