"""The counted season of the statistics' tests, and what a PDF says."""

from __future__ import annotations

from tests.results.conftest import season
from tests.statistics.conftest import counted

__all__ = ["counted", "pdf_text", "season"]


def pdf_text(data: bytes) -> str:
    """The text of a PDF, its pages one after the other."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)
