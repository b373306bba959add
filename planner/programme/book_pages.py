"""What the form pages of books share: values asked for by the address, faults and stale forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from planner.agencies.words import uses, weekdays
from planner.errors import Refused
from planner.programme.book_forms import values_from
from planner.programme.book_imports import SENTENCES
from planner.programme.items import Book, Fault, Item, Values
from planner.programme.models import TALLY_KINDS, TALLY_TYPES
from planner.templating import clock, day


def asked_values(book: Book) -> Values:
    """Values for a new row that the address gives; nonsense is left out."""
    found: Values = {}
    for item in book.items:
        text = request.args.get(item.key, "")
        if not text or len(text) > 40:
            continue
        if item.kind in ("ref", "number"):
            if text.isascii() and text.isdigit() and len(text) < 10:
                found[item.key] = int(text)
        elif item.kind == "choice" and text in item.choices:
            found[item.key] = text
    return found


def narrow(book: Book, form: Any) -> Any:
    """Offer of the types only those of the kind that is chosen."""
    if book.name == "tallies" and form["kind"].data in TALLY_KINDS:
        wanted = {"", *TALLY_TYPES[form["kind"].data]}
        form["type"].choices = [one for one in form["type"].choices if one.value in wanted]
    return form


def show_faults(form: Any, faults: Iterable[Fault]) -> Any:
    """Faults as errors of the form's fields."""
    for fault in faults:
        field = form[fault.key]
        field.errors = [*field.errors, sentence(fault.code, **fault.data)]
    return form


def sentence(code: str, **data: Any) -> str:
    """What is wrong and what to do, in one line."""
    wrong, advice = SENTENCES[code]
    return f"{str(wrong) % data} {str(advice) % data}"


def refusal(error: Refused) -> str:
    """A refusal of the tallies, centres and rotations as a sentence."""
    data = error.data
    if error.code == "shortage":
        return sentence("shortage", day=data["day"].isoformat(), missing=f"{data['missing']:,}")
    if error.code == "in_use":
        return _("It is still in use (%(uses)s), so it cannot be deleted.", uses=uses(data["uses"]))
    if error.code == "full":
        return _("All %(places)s places of this slot are taken.", places=data["places"])
    if error.code == "day_far":
        return _(
            "%(day)s is far from the season. Choose days closer to it.", day=data["day"].isoformat()
        )
    texts = {
        "names_person": _("This looks like a person's number or address. Leave it out."),
        "in_future": _("The day has not come yet. Enter it when it has happened."),
        "other_content": _("This entry was sent before with other content. Open the form anew."),
        "needs_reason": _("Say why the number changes."),
        "same": _("This is the number that is recorded already."),
        "no_slot": _("The centre has no such slot. Choose one of the list."),
        "no_such_way": _("The centre does not take reservations this way."),
        "none_taken": _("No place of this slot is reserved this way."),
        "no_campaign": _("Choose the season of this rotating centre first."),
        "rules": _("The dates break a rule of the season that forbids them."),
        "nothing_new": _("The draft holds all these dates already."),
    }  # fmt: skip
    return texts[error.code]


def differences(book: Book, form: Any, row: Any) -> list[tuple[str, str, str]]:
    """(label, typed here, saved meanwhile) of each item that differs."""
    typed, saved = values_from(book.items, form), book.values_of(row)
    return [
        (str(item.label), _shown(item, form, typed[item.key]), _shown(item, form, saved[item.key]))
        for item in book.items
        if typed[item.key] != saved[item.key]
    ]


def _shown(item: Item, form: Any, value: Any) -> str:
    if item.kind in ("ref", "refs"):
        names = {choice.value: choice.label for choice in form[item.key].choices}
        ids = value if item.kind == "refs" else [value or ""]
        return ", ".join(str(names.get(str(one), one)) for one in ids) or "-"
    if item.kind == "choice":
        return str(item.choices.get(value, value))
    if item.kind == "words":
        return "; ".join(str(item.choices.get(word, word)) for word in value) or "-"
    if item.kind == "flag":
        return _("Yes") if value else _("No")
    if item.kind == "weekdays":
        return weekdays(value)
    if item.kind == "day":
        return day(value, with_weekday=False)
    if item.kind == "clock":
        return clock(value)
    return "-" if value in (None, "") else str(value)


def back_of(book: Book, row: Any) -> str:
    """The address of the page that shows a row."""
    endpoint, arguments = book.back(row)
    return url_for(endpoint, **arguments)


def row_name(row: Any) -> str:
    """A row's name where it has one."""
    if getattr(row, "name", None):
        english = getattr(row, "name_en", "")
        return str(english if english and str(get_locale()) == "en" else row.name)
    return ""
