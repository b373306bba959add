"""HiGHS as a class that prints nothing."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def silent() -> Any:
    """HiGHS without the line that it prints (from 1.16 on) as soon as its callbacks are set up."""
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Silent
