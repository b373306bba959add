"""What every template can use: filters for dates and numbers, permissions, the navigation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton
from flask import Flask, current_app, g, request, url_for
from flask_babel import format_date, get_locale, gettext
from jinja2 import StrictUndefined
from markupsafe import Markup

from planner.extensions import LOCALES
from planner.security import may

SEOUL = ZoneInfo("Asia/Seoul")


def register(app: Flask) -> None:
    """Strict templates, filters and globals."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(
        day=day,
        long_day=long_day,
        month_name=month_name,
        clock=clock,
        instant=instant,
        number=number,
        percent=percent,
    )
    app.jinja_env.globals.update(
        may=may, address_with=address_with, weekday=weekday, named=named, icon=icon
    )
    app.context_processor(_context)
    app.context_processor(_view_names)


def _context() -> dict[str, Any]:
    return {
        "user": g.get("user"),
        "office": g.get("office"),
        "locale": str(get_locale() or "ko"),
        "locales": LOCALES,
        "language_names": language_names(),
        "here": request.path if request else "/",
    }


def language_names() -> dict[str, str]:
    """Each language in its own letters, whatever the page's language is."""
    return {code: str(Locale.parse(code).get_display_name()) for code in LOCALES}


def _view_names() -> dict[str, Any]:
    # The navigation shows only what this installation has.
    return {"view_names": current_app.view_functions}


def weekday(value: date) -> str:
    """The day of the week, short, in the reader's language ('Tue')."""
    return format_date(value, "EEE")


def day(value: date | None, with_weekday: bool = True) -> str:
    """A date in a grid: '2023-05-23(Tue)'; '-' for none."""
    if value is None:
        return "-"
    return f"{value:%Y-%m-%d}({weekday(value)})" if with_weekday else f"{value:%Y-%m-%d}"


def long_day(value: date) -> str:
    """A date in a document: '2023. 5. 23.(…)' in Korean, 'Tue 23 May 2023' in English."""
    if str(get_locale()) == "en":
        return f"{value:%a} {value.day} {value:%b %Y}"
    return f"{value.year}. {value.month}. {value.day}.({weekday(value)})"


def month_name(value: date) -> str:
    """'May 2023', in the order of the reader's language: the heading of a month."""
    return str(format_skeleton("yMMMM", value, locale=get_locale()))


def clock(value: time | None) -> str:
    """A time of day, 24 hours: '10:00'; '-' for none."""
    return "-" if value is None else f"{value:%H:%M}"


def instant(value: datetime | None) -> str:
    """An instant in Seoul's time: '2023-05-23 14:05'; '-' for none."""
    return "-" if value is None else f"{value.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def number(value: float | None) -> str:
    """'1,512'; '-' for what was not reported (never 0)."""
    return "-" if value is None else f"{value:,}"


def percent(value: float | None, digits: int = 1) -> str:
    """A share of 1 as '79.9 %'; '-' for none."""
    return "-" if value is None else f"{value * 100:.{digits}f}%"


def named(row: Any) -> str:
    """A row's name in the reader's language (English where there is one, else Korean)."""
    if row is None:
        return "-"
    if isinstance(row, Mapping):
        english, korean = row.get("name_en"), row["name"]
    else:
        english, korean = getattr(row, "name_en", ""), row.name
    return str(english) if english and str(get_locale()) == "en" else str(korean)


def address_with(**changes: Any) -> str:
    """This page's address with some of its query changed (None removes)."""
    values: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(flat=False)}
    values.update(changes)
    kept = {key: value for key, value in values.items() if value not in (None, "")}
    return url_for(request.endpoint or "public.home", **kept)


def icon(name: str, label: str = "") -> Markup:
    """An icon of `static/img/icons.svg`; decorative unless it has a label."""
    source = url_for("static", filename="img/icons.svg") + f"#{name}"
    if label:
        return Markup(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>'
        ).format(label, source)
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>').format(source)


def severity_label(severity: str) -> str:
    """A rule's severity in words."""
    return {
        "blocks": gettext("Blocks"),
        "blocks_release": gettext("Blocks the release"),
        "warns": gettext("Warns"),
        "off": gettext("Off"),
    }[severity]
