"""The README names places of the screen as the screen names them."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from planner.settings import ROOT


def test_the_first_five_minutes_name_what_is_on_the_screen() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.split("## The first five minutes")[1].split("## ")[0]
    names = set(re.findall(r"\*\*(.+?)\*\*", section))
    words: set[object] = set()
    for path in (ROOT / "planner" / "translations" / "ko" / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            words |= {message.string for message in read_po(file)}
    assert len(names) == 11 and names - words == set()
