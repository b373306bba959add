"""What the package tells of targets, other times and the programme, and what the document does."""

from __future__ import annotations

import csv
import io
from decimal import Decimal


def rows_of(archive, name) -> list[dict[str, str]]:
    text = archive.read(f"data/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def told_targets(archive) -> dict[tuple[str, str], tuple]:
    """Of the package: (tally, part) or (name of the target, ''), then its numbers."""
    names = {
        kind: {row[kind]: row["code" if kind == "field" else "name"] for row in rows_of(archive, f)}
        for kind, f in (("dong", "dongs"), ("field", "fields"), ("agency", "agencies"))
    }
    found = {}
    for row in rows_of(archive, "targets"):
        part = next((known[row[kind]] for kind, known in names.items() if row[kind]), "")
        counts = row["kind"] == "counts"
        rate = Decimal(row["achievement"] or 0) * 100 if counts else None
        key = (row["target"], "") if counts else (row["tally"], part)
        before = None if part else row["last_year"]
        found[key] = (before, row["wanted"], row["actual"], rate)
        if row["actual"] and row["wanted"]:
            exact = 100 * int(row["actual"]) / int(row["wanted"])
            assert abs(100 * float(row["achievement"]) - exact) <= 0.05
        if row["actual"] and row["last_year"]:
            last = int(row["last_year"])
            assert float(row["growth"]) == (int(row["actual"]) - last) / last
    return found


def documented_targets(document) -> dict[tuple[str, str], tuple]:
    found = {}
    for row in document["comparisons"]["achievement"]:
        rate = Decimal(str(row["per_cent"] or 0))
        found[row["target"], ""] = (
            *map(said, (row["last_year"], row["base"], row["actual"])),
            rate,
        )
    for section in document["further"].values():
        figures = section["figures"]
        for key in figures:
            tally, _dot, end = key.rpartition(".")
            if end == "target":
                wanted, reached = figures[key], figures[f"{tally}.reached"]
                before = figures.get(f"{tally}.last_year", {}).get("value")
                found[tally, ""] = (
                    said(before),
                    said(wanted["value"]),
                    said(reached["value"]),
                    None,
                )
                for part, target in wanted.get("parts", {}).items():
                    if part:
                        actual = reached["parts"][part]["value"]
                        found[tally, part] = (None, said(target["value"]), said(actual), None)
    return found


def said(value) -> str:
    return "" if value is None else str(value)


def told_comparisons(archive) -> list[tuple]:
    return [
        (
            row["kind"], row["measure"], row["programme"], row["value"], row["printed"],
            row["base"], row["source"], row["ratio"] and Decimal(row["ratio"]) * 100,
        )
        for row in rows_of(archive, "comparisons")
    ]  # fmt: skip


def documented_comparisons(document) -> list[tuple]:
    ratios = {
        (row["measure"], row["programme"]): row["per_cent"]
        for row in document["comparisons"]["ratio_to_before"]
    }
    year = int(document["campaign"]["starts_on"][:4])
    return [
        (
            "before" if row["kind"] == "baseline"
            else "last_year" if int(row["period"][:4]) < year else "published",
            row["measure"], row["programme"], str(row["value"]), row["printed"], row["base"],
            row["source"],
            ratios[row["measure"], row["programme"]] if row["kind"] == "baseline" else "",
        )
        for row in document["published"]
    ]  # fmt: skip


def documented_programme(document) -> list[tuple[str, ...]]:
    found = []
    for section, told in document["further"].items():
        for key, figure in told["figures"].items():
            for part, row in (("", figure), *figure.get("parts", {}).items()):
                name = (part or "rest") if row is not figure else ""
                numbers = (said(row["value"]), row["unit"], row["qualifier"])
                found.append((section, key, name, *numbers))
    return found
