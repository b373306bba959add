"""The arrows of docs/architecture.md, held over the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from planner import AREAS
from planner.translations import catalogues

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "planner"
FLANK = ("feeds", "maps", "reports", "exports", "api", "public", "portal", "jobs", "cli")
CHAIN = [area for area in AREAS if area not in FLANK]
ROLES = ("models", "queries", "services", "views")
HEAVY = (
    "folium", "highspy", "ortools", "openpyxl", "xlsxwriter", "icalendar", "holidays", "segno",
    "shapely", "pyproj", "typst", "hwpx", "lxml",
)  # fmt: skip


def sources(folder: Path = PACKAGE) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts and path.name != "env.py"
    )


def imports(path: Path, *, top_only: bool = False) -> Iterator[str]:
    """Names of the modules that a file imports; without those only for type checking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for child in block.body
        for node in ast.walk(child)
    }
    for node in tree.body if top_only else ast.walk(tree):
        if node in guarded:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def area_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "planner" and len(parts) > 1 else ""


def test_core_imports_nothing_of_the_project_and_nothing_installed() -> None:
    allowed = {"__future__", "planner"}
    import sys

    for path in sources(PACKAGE / "core"):
        for name in imports(path):
            root = name.split(".")[0]
            assert root in sys.stdlib_module_names | allowed, f"{path.name} imports {name}"
            if root == "planner" and name != "planner":
                assert name.startswith("planner.core"), f"{path.name} imports {name}"


def test_engine_imports_only_core() -> None:
    for path in sources(PACKAGE / "engine"):
        for name in imports(path):
            if name.startswith("planner.") and area_of(name):
                assert area_of(name) in ("core", "engine"), f"{path.name} imports {name}"


def test_areas_import_leftward() -> None:
    for path in sources():
        area = path.relative_to(PACKAGE).parts[0]
        if area not in AREAS:
            continue
        for name in imports(path):
            other = area_of(name)
            if other not in AREAS or other == area:
                continue
            if area in CHAIN:
                assert other in CHAIN and CHAIN.index(other) < CHAIN.index(area), (
                    f"{path.relative_to(ROOT)} imports {name}"
                )
            elif other in FLANK:
                assert FLANK.index(other) < FLANK.index(area), (
                    f"{path.relative_to(ROOT)} imports {name}"
                )


def test_roles_within_an_area_import_leftward() -> None:
    for path in sources():
        area, name = path.relative_to(PACKAGE).parts[0], path.stem
        if area not in AREAS or name not in ROLES:
            continue
        later = {f"planner.{area}.{role}" for role in ROLES[ROLES.index(name) + 1 :]}
        assert not later & set(imports(path)), f"{path.relative_to(ROOT)} imports to its right"


def test_views_neither_query_nor_commit() -> None:
    for path in sources():
        if path.stem.endswith("views"):
            text = path.read_text(encoding="utf-8")
            for forbidden in ("db.session", ".commit(", "select("):
                assert forbidden not in text, f"{path.relative_to(ROOT)} holds {forbidden}"


def test_services_know_no_request() -> None:
    for path in sources():
        if path.stem in ("services", "queries") and path.parent.name in AREAS:
            names = {name for name in imports(path) if name.startswith("flask")}
            assert not names & {"flask.request", "flask.flash", "flask.render_template"}, path


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    for path in sources():
        if path.relative_to(PACKAGE).parts[0] == "engine":
            continue
        for name in imports(path, top_only=True):
            assert name.split(".")[0] not in HEAVY, f"{path.relative_to(ROOT)} imports {name}"


def test_every_view_says_who_may_see_it(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ("static", "csp_report"):
            continue
        view = app.view_functions[rule.endpoint]
        marked = getattr(view, "public", False) or getattr(view, "permissions", ())
        assert marked, f"{rule.endpoint} is neither @public nor @requires(…)"


def test_no_korean_in_code_and_templates() -> None:
    for folder in (PACKAGE, ROOT / "templates"):
        for path in [*folder.rglob("*.py"), *folder.rglob("*.html")]:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                assert not any("\uac00" <= letter <= "\ud7a3" for letter in line), (
                    f"{path.relative_to(ROOT)}:{number} holds Korean; it belongs in translations"
                )


def test_every_message_is_translated() -> None:
    assert catalogues.missing() == []


def test_one_message_has_one_translation_in_each_area() -> None:
    for message, texts in catalogues.translated().items():
        assert len(set(texts.values())) == 1, f"{message!r}: {texts}"


@pytest.mark.parametrize("folder", ["templates", "static/js", "static/css"])
def test_no_other_host_and_nothing_inline(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for forbidden in ('src="http', 'href="http', "url(http", "@import url", "innerHTML"):
            assert forbidden not in text, f"{path.relative_to(ROOT)} holds {forbidden}"
        if path.suffix == ".html":
            for forbidden in (" style=", "<style", " onclick=", " onchange=", " onload="):
                assert forbidden not in text, f"{path.relative_to(ROOT)} holds {forbidden}"
