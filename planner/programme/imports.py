"""Every kind of file of this area, in the order in which one needs the other."""

from __future__ import annotations

from planner.programme.book_imports import BOOK_KINDS
from planner.programme.slot_imports import SLOTS
from planner.programme.tally_items import ENTRIES

KINDS = (*BOOK_KINDS.values(), ENTRIES, SLOTS)
