"""The statistics of a season as one document (`statistics.report`), described.

The document is made elsewhere and may gain parts; what is described here is what readers may rely
on.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
MAYBE: dict[str, Any] = {"type": ["integer", "null"]}
RATE: dict[str, Any] = {"type": ["number", "null"]}
FLAG: dict[str, Any] = {"type": "boolean"}
MAYBE_TEXT: dict[str, Any] = {"type": ["string", "null"]}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _by_name(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


SUM = {
    **_object(value=MAYBE, reports_in=WHOLE, reports_expected=WHOLE, synthetic=FLAG),
    "description": _l("A sum of entries, with what it rests on."),
}
EVENT = _object(date=TEXT, weekday=TEXT, venue=TEXT, address=TEXT, zone=TEXT, figures=_by_name(SUM))
LINE = _object(name=TEXT, code=MAYBE_TEXT, remainder=FLAG, figures=_by_name(SUM))
PUBLISHED = _object(
    kind=TEXT, period=TEXT, measure=TEXT, programme=TEXT, value=WHOLE, qualifier=TEXT, text=TEXT,
    base=TEXT, source=TEXT, synthetic=FLAG,
)  # fmt: skip
ACHIEVEMENT = _object(
    target=TEXT, measure=TEXT, period=TEXT, actual=MAYBE, base=WHOLE, per_cent=RATE, synthetic=FLAG
)
RATIO = _object(measure=TEXT, actual=MAYBE, base=WHOLE, base_from=TEXT, per_cent=MAYBE)
YEAR = _object(measure=TEXT, name=TEXT, actual=MAYBE, base=MAYBE, base_from=TEXT, growth=RATE)
DOCUMENT = {
    **_object(
        campaign=_object(slug=TEXT, name=TEXT, starts_on=TEXT, ends_on=TEXT),
        formulas={**TEXT, "description": _l("The version of the rules that made it.")},
        as_of={**MAYBE_TEXT, "description": _l("When the last of its entries came.")},
        zones=_object(count=WHOLE, names=_list(TEXT)),
        events=_object(count=WHOLE, left_out=WHOLE, list=_list(EVENT)),
        agencies=_object(count=WHOLE, by_category=_by_name(WHOLE)),
        fields=_object(count=WHOLE, names=_list(TEXT), new=_list(TEXT)),
        published=_list(PUBLISHED),
        totals=_by_name(SUM),
        rates=_by_name(RATE),
        tables=_by_name(_list(LINE)),
        comparisons=_object(
            achievement=_list(ACHIEVEMENT), ratio_to_before=_list(RATIO), year_on_year=_list(YEAR)
        ),
        further=_by_name({"type": "object"}),
    ),
    "description": _l("The statistics of a season, as the page has them."),
}
