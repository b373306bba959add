"""Every number in the tables of the HWPX is the report's, and the statistics' own."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

from flask import Flask
from flask_babel import force_locale

from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import load
from planner.reports.content import Grid, Item, Report
from planner.reports.hwpx import hwpx_bytes
from planner.reports.season import season_report
from planner.reports.source import Source, load_source
from planner.results.words import measure_name, published
from planner.settings import ROOT
from planner.statistics.further import FurtherFigure
from planner.statistics.services import FigureTable
from planner.statistics.words import DIMENSIONS, change
from planner.templating import number

NOW = datetime(2026, 11, 26, tzinfo=UTC)
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
Table = list[list[str]]


def made(name: str) -> tuple[Source, Report, list[Table]]:
    """A scenario's figures, its report, and the tables that its HWPX holds."""
    load(ROOT / "seeds" / name, now=NOW)
    campaign = find_campaign_by_slug(name)
    assert campaign is not None
    source = load_source(campaign.office_id, campaign.id)
    report = season_report(source, NOW)
    return source, report, tables(hwpx_bytes(report, made=NOW))


def tables(body: bytes) -> list[Table]:
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        root = ElementTree.fromstring(file.read("Contents/section0.xml"))
    return [
        [[cell_text(cell) for cell in row.iter(f"{HP}tc")] for row in table.iter(f"{HP}tr")]
        for table in root.iter(f"{HP}tbl")
    ]


def cell_text(cell: ElementTree.Element) -> str:
    return "\n".join("".join(line.itertext()) for line in cell.iter(f"{HP}p"))


def rows_of(grid: Grid) -> Table:
    rows = [[head.text for head in grid.columns], *map(list, grid.rows)]
    if not grid.rows:
        rows.append([grid.empty])
    return [*rows, *([list(grid.total)] if grid.total is not None else [])]


def same_as_figures(table: FigureTable, found: list[Table]) -> int:
    """How many cells were compared with a table of the statistics."""
    names = {measure_name(measure): measure for measure in table.measures}
    named = [rows for rows in found if rows[0][1:2] == [str(DIMENSIONS[table.dimension][0])]]
    compared = 0
    for heads, *rows in [rows for rows in named if len(rows) == len(table.lines) + 2]:
        figures = [*(line.figures for line in table.lines), table.total]
        for row, line in zip(rows, figures, strict=True):
            told = {
                names[head]: cell for head, cell in zip(heads, row, strict=True) if head in names
            }
            assert told == {measure: number(line[measure].value) for measure in told}
            compared += len(told)
    return compared


def test_seocho_2023(app: Flask) -> None:
    with force_locale("ko"):
        source, report, found = made("seocho-2023")
        assert found == [rows_of(block) for block in report.blocks if isinstance(block, Grid)]
        by_dimension = {
            name: same_as_figures(table, found) for name, table in source.figures.tables.items()
        }
    shown = {name: cells for name, cells in by_dimension.items() if cells}
    assert shown == {"event": 42, "zone": 42, "field": 56, "agency": 132, "category": 12}
    lines = {block.text for block in report.blocks if isinstance(block, Item)}
    assert "참여기관: 32곳(공공 12, 민간 20), 후원 2곳, 민관협의체 5곳" in lines
    assert "상담건수 보고 반영: 예정 119건 중 118건(99.2%)" in lines
    assert ["합계 *", "271", "100.0%", ""] in [rows[-1] for rows in found]
    totals = {row[1]: row[3] for row in found[2]}
    assert (totals["방문인원 *"], totals["상담건수 *"]) == ("1,996", "2,236")


def test_yeongdeungpo_2024(app: Flask) -> None:
    with force_locale("ko"):
        source, report, found = made("yeongdeungpo-2024")
        assert found == [rows_of(block) for block in report.blocks if isinstance(block, Grid)]
        said = {pair for rows in found for pair in pairs(rows)}
        figures = [figure for section in source.sections for figure in section.figures]
        told = [pair for figure in figures for pair in of_figure(figure)]
    assert [pair for pair in told if pair not in said] == []
    assert len(told) == 103
    assert found[0][1:] == [
        ["1", "위기가구 발굴 *", "가구", "1,772", "1,957", "2,048", "104.6%", "+15.6%", "18/18"]
    ]
    assert found[1][0] == ["연번", "대상", "전년", "목표", "실적", "달성률", "증감률"]
    (goals,) = source.goals
    assert [row[2:] for row in found[1][1:]] == [
        [
            number(row.before), number(row.wanted), number(row.actual),
            f"{row.per_cent}%", change(row.change),
        ]
        for row in (*goals.parts, goals.whole)
    ]  # fmt: skip
    assert found[1][-1] == ["", "합계 *", "1,772", "1,957", "2,048", "104.6%", "+15.6%"]
    for heads, *rows in found:  # nothing is said twice
        columns = list(zip(*rows, strict=True))
        assert len(set(heads)) == len(heads) and len(set(columns)) == len(columns), heads


def pairs(rows: Table) -> list[tuple[str, str]]:
    """What a table says of what: a list names its rows; a breakdown its rows, and sums columns."""
    heads, *lines = rows
    if heads[0] != "연번":
        return [(bare(name), value) for name, value, _unit in lines]
    told = [(bare(line[1]), cell) for line in lines for cell in line[2:]]
    return [*told, *zip(heads[2:], lines[-1][2:], strict=True)]


def bare(name: str) -> str:
    return name.removeprefix("· ").removesuffix(" *")


def of_figure(figure: FurtherFigure) -> list[tuple[str, str]]:
    value = "-" if figure.value is None else published(figure.value, figure.qualifier)
    return [(figure.label, value), *(pair for part in figure.parts for pair in of_figure(part))]
