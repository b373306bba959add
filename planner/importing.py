"""The pages of an import, the same for every kind: explain, hand out templates, take a file.

    register_import(bp, VENUES, url="/venues/import", back="places.venues")

adds `<bp>.import_venues` (GET and POST) and `<bp>.import_venues_template` (`…/template.csv|xlsx`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from planner.security import current_office, requires
from planner.tabular import ImportKind, ImportResult, RowFault, import_rows
from planner.tabular_templates import example, explanation, template_csv, template_xlsx
from planner.tabular_words import fault_advice, fault_sentence

MOST_SHOWN = 1000  # faults on one page; their number is always said
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_import(
    bp: Blueprint,
    kind: ImportKind,
    *,
    url: str,
    back: str,
    permission: str = "plan",
    context: Callable[..., Mapping[str, Any]] | None = None,
) -> None:
    """Add the pages of one kind to a blueprint.

    `url` may hold arguments (`/campaigns/<id:campaign_id>/import`): they go to `context(**args)`,
    which returns what `apply` needs or aborts with 404, and to the endpoint `back`, the list to
    which a success leads.
    """

    def page(**args: Any) -> Any:
        known = context(**args) if context else {}
        if request.method == "GET":
            return _page(bp, kind, back, args)
        outcome = _take(kind, known)
        if not isinstance(outcome, ImportResult):
            return _page(bp, kind, back, args, outcome), 422
        _say(outcome)
        return redirect(url_for(back, **args), 303)

    def template(kind_of_file: str, **args: Any) -> BaseResponse:
        if context:
            context(**args)
        return _template(kind, kind_of_file)

    name = f"import_{kind.name}"
    guard = requires(permission)
    bp.add_url_rule(url, name, guard(page), methods=["GET", "POST"])
    template_guarded = guard(template)
    for ending in ("csv", "xlsx"):
        bp.add_url_rule(
            f"{url}/template.{ending}",
            f"{name}_template",
            template_guarded,
            defaults={"kind_of_file": ending},
        )


def _take(kind: ImportKind, context: Mapping[str, Any]) -> ImportResult | tuple[RowFault, ...]:
    file = request.files.get("file")
    if file is None or not file.filename:
        return (RowFault(0, "", "", "no_file"),)
    data = file.read()
    return import_rows(
        kind, current_office(), file.filename, data, datetime.now(UTC), context=context
    )


def _say(result: ImportResult) -> None:
    flash(
        _(
            "Imported: %(added)s added, %(changed)s changed, %(unchanged)s as before.",
            added=result.added,
            changed=result.changed,
            unchanged=result.unchanged,
        ),
        "ok",
    )
    if result.encoding == "cp949":
        flash(_("The file was read as CP949 (Korean Windows). Check a few names."), "info")


def _page(
    bp: Blueprint,
    kind: ImportKind,
    back: str,
    args: Mapping[str, Any],
    faults: tuple[RowFault, ...] = (),
) -> str:
    name = f"{bp.name}.import_{kind.name}"
    rows = [
        {
            "row": fault.row or None,
            "cell": fault.cell,
            "column": kind.label(fault.column),
            "sentence": fault_sentence(fault, kind),
            "advice": fault_advice(fault, kind),
        }
        for fault in faults[:MOST_SHOWN]
    ]
    columns = [
        {
            "label": str(column.label),
            "key": column.key,
            "required": column.required,
            "holds": explanation(column),
            "example": example(column),
        }
        for column in kind.columns
    ]
    return render_template(
        "shell/import.html",
        kind=kind,
        title=_("Import: %(what)s", what=kind.title or kind.name),
        action=url_for(name, **args),
        templates={
            ending: url_for(f"{name}_template", kind_of_file=ending, **args)
            for ending in ("csv", "xlsx")
        },
        back=url_for(back, **args),
        columns=columns,
        faults=rows,
        fault_count=len(faults),
    )


def _template(kind: ImportKind, kind_of_file: str) -> BaseResponse:
    if kind_of_file == "csv":
        response = Response(template_csv(kind), mimetype="text/csv")
    else:
        response = Response(template_xlsx(kind), mimetype=XLSX)
    filename = f"{kind.name}.{kind_of_file}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
