"""The files of a report: a file's ending, what it is, and who writes it."""

from __future__ import annotations

from collections.abc import Callable

from planner.reports.hwpx import hwpx_bytes
from planner.reports.pdf import pdf_bytes

FILES: dict[str, tuple[str, Callable[..., bytes]]] = {
    "pdf": ("application/pdf", pdf_bytes),
    "hwpx": ("application/hwp+zip", hwpx_bytes),
}
