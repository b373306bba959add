"""The form of a download of figures that are not public."""

from __future__ import annotations

from planner.forms import ReasonForm

__all__ = ["ReasonForm"]
