"""The letters that nearly every page needs, cut from the typeface into one small file at set-up.

`planner.cli.assets` calls it. A letter that is not in it comes from the typeface's own parts, as
all letters would without it: 14 parts and 400 kB for a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WHOLE = "pretendard-gov/dist/web/variable/woff2/PretendardGOVVariable.woff2"
WORDS = ROOT / "planner/translations/ko/LC_MESSAGES"
EVERYWHERE = ("shell", "maps")  # words of every page, and of the heaviest
SIGNS = "·–—…“”‘’▲▼×−±□○●■≥≤←→↑↓°※㎡"  # besides ASCII
WEIGHTS = (400, 400, 800)  # the lightest that a style sheet names, the usual one, the heaviest
FEATURES = ["tnum", "ccmp", "liga", "calt", "kern"]
KEPT_NAMES = [0, 7, 13, 14]  # copyright, trademark, licence: its name is reserved for the whole
FACE = """@font-face {
  font-family: "Planner Core";
  font-style: normal;
  font-weight: 400 800;
  font-display: swap;
  src: url("core.woff2") format("woff2");
  unicode-range: %s;
}
"""


def make_core(modules: Path, target: Path) -> None:
    """Write `core.woff2`, and `core.css` that says which letters are in it, into `target`."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = KEPT_NAMES
    font = TTFont(modules / WHOLE)
    work = subset.Subsetter(options)
    kept = letters()
    work.populate(unicodes=sorted(map(ord, kept)))
    work.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    font.save(target / "core.woff2")
    (target / "core.css").write_text(FACE % ranges(kept), encoding="ascii")


def letters() -> set[str]:
    """ASCII and signs; syllables that screens use twice or more, or that the scenario names."""
    found = Counter[str]()
    for path in WORDS.glob("*.po"):
        found.update(path.read_text(encoding="utf-8"))
    kept = {letter for letter, times in found.items() if times > 1}
    for name in EVERYWHERE:
        kept.update((WORDS / f"{name}.po").read_text(encoding="utf-8"))
    for path in (ROOT / "seeds/seocho-2023").glob("*.csv"):
        kept.update(path.read_text(encoding="utf-8-sig"))
    syllables = {letter for letter in kept if "\uac00" <= letter <= "\ud7a3"}
    return syllables | set(map(chr, range(0x20, 0x7F))) | set(SIGNS)


def ranges(found: set[str]) -> str:
    """The letters as a `unicode-range`."""
    return ", ".join(
        f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}"
        for first, last in runs(sorted(map(ord, found)))
    )


def runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Numbers in a row, as the first and the last of each run."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
