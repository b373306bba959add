"""The message files: compile them, and say what is not translated yet.

One file an area (`ko/LC_MESSAGES/<area>.po`); English is the language of the message ids, so it
needs no file. `python -m planner.translations.catalogues compile|missing [AREA]`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
KOREAN = HERE / "ko" / "LC_MESSAGES"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
OPTIONS: dict[str, dict[str, Any]] = {
    "**.html": {"trimmed": "true", "extensions": "jinja2.ext.do", "silent": "false"}
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "N_": None,
    "pgettext": ((1, "c"), 2),
}


def read(path: Path) -> Catalog:
    """One message file."""
    with path.open("rb") as file:
        return read_po(file, locale="ko")


def compile_all(folder: Path = KOREAN) -> int:
    """Write each `.mo` beside its `.po`; the number of files written."""
    count = 0
    for path in sorted(folder.glob("*.po")):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))
        count += 1
    return count


def used(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """(message id, where it is used) for every message of the code and the templates."""
    for folder in ("planner", "templates"):
        found = extract_from_dir(
            root / folder, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
        )
        for filename, line, message, _comments, _context in found:
            single = message[0] if isinstance(message, tuple) else message
            if single:
                yield single, f"{folder}/{filename}:{line}"


def translated(folder: Path = KOREAN) -> dict[str, dict[str, str]]:
    """For each message id the Korean text by message file."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.po")):
        for message in read(path):
            if message.id and message.string and not message.fuzzy:
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                text = message.string[0] if isinstance(message.string, tuple) else message.string
                if text:
                    texts.setdefault(str(key), {})[path.stem] = str(text)
    return texts


def missing(root: Path = ROOT) -> list[tuple[str, str]]:
    """(message id, where) for each message that has no Korean yet."""
    known = translated()
    seen: set[str] = set()
    rows = []
    for message, where in used(root):
        if message not in known and message not in seen:
            seen.add(message)
            rows.append((message, where))
    return sorted(rows, key=lambda row: row[1])


def main(arguments: list[str]) -> int:
    """`compile` or `missing [part of a path]`."""
    if arguments[:1] == ["compile"]:
        print(f"{compile_all()} message files compiled")
        return 0
    if arguments[:1] == ["missing"]:
        part = arguments[1] if len(arguments) > 1 else ""
        rows = [row for row in missing() if part in row[1]]
        for message, where in rows:
            print(f"{where}: {message!r}")
        return 1 if rows else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
