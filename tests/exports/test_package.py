"""The data package's file: data as RFC 4180 has it, described to the byte, in bounded memory."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exports import encode_json, encode_package
from planner.exports.encode_package import Resource
from planner.exports.table import Column, Table

MADE = datetime(2023, 6, 8, 9, 30, tzinfo=UTC)


def both(words) -> tuple[str, str]:
    return f"ko {words}", f"en {words}"


def resource(rows, *kinds, name="t", **more) -> Resource:
    columns = [Column(f"c{i}", f"C{i}", f"meaning {i}", "", kind) for i, kind in enumerate(kinds)]
    table = Table(name, "Title", "Lead", columns, len(rows), lambda: rows)
    return Resource(table, ("c0",), **more)


def written(*resources) -> zipfile.ZipFile:
    file = io.BytesIO()
    about = {"name": "p", "as_of": None}
    encode_package.write(file, resources, about, in_both=both, made=MADE)
    return zipfile.ZipFile(file)


def test_every_kind_of_value_as_data() -> None:
    row = [
        "가,\"나\"\n=1", -1, 0.5, date(2023, 5, 23), time(9, 5), MADE, True, "2023-05", None,
    ]  # fmt: skip
    kinds = ("text", "integer", "share", "day", "time", "instant", "flag", "month", "flag")
    data = written(resource([row], *kinds)).read("data/t.csv")
    assert data.decode() == (
        "c0,c1,c2,c3,c4,c5,c6,c7,c8\r\n"
        '"가,""나""\n=1",-1,0.5,2023-05-23,09:05:00,2023-06-08T09:30:00Z,true,2023-05,\r\n'
    )


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])), min_size=1))
def test_text_comes_out_as_it_went_in(texts) -> None:
    rows = [[n, text.replace("\0", "")] for n, text in enumerate(texts)]
    data = written(resource(rows, "integer", "text")).read("data/t.csv").decode()
    found = list(csv.reader(io.StringIO(data, newline="")))[1:]
    assert found == [[str(n), text] for n, text in rows]


def test_a_resource_is_described_to_the_byte() -> None:
    main = resource(
        [["a", 1], ["b", None]], "text", "integer",
        points={"c1": "other"}, codes={"c0": ("a", "b")}, required=("c1",),
    )  # fmt: skip
    archive = written(main, resource([[1]], "flag", name="other"))
    document = json.loads(archive.read("datapackage.json"))
    assert (document["name"], document["as_of"]) == ("p", None)
    found, other = document["resources"]
    data = archive.read(found["path"])
    assert (found["bytes"], found["rows"]) == (len(data), 2)
    assert found["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert [found[key] for key in ("title", "title_en", "description", "description_en")] == [
        "ko Title", "en Title", "ko Lead", "en Lead",
    ]  # fmt: skip
    assert found["schema"]["primaryKey"] == ["c0"]
    assert found["schema"]["foreignKeys"] == [
        {"fields": ["c1"], "reference": {"resource": "other", "fields": ["c0"]}}
    ]
    first, second = found["schema"]["fields"]
    assert (first["type"], first["constraints"]) == (
        "string", {"required": True, "enum": ["a", "b"]},
    )  # fmt: skip
    assert (second["type"], second["constraints"]) == ("integer", {"required": True})
    assert (second["title"], second["description_en"]) == ("ko C1", "en meaning 1")
    (flag,) = other["schema"]["fields"]
    assert (flag["trueValues"], flag["falseValues"]) == (["true"], ["false"])
    assert "foreignKeys" not in other["schema"]
    assert archive.getinfo("data/t.csv").date_time == (2023, 6, 8, 9, 30, 0)


def test_a_crooked_row_is_never_written() -> None:
    with pytest.raises(ValueError, match="2 cells under 1"):
        written(resource([[1, 2]], "integer"))


@pytest.mark.parametrize("kind", ["package", "json"])
def test_memory_does_not_grow_with_the_rows(kind, tmp_path) -> None:
    def peak(count: int) -> int:
        rows = ([n, "가나다라마바사아자차카타파하"] for n in range(count))
        table = Table(
            "t", "T", "", [Column("n", "N", "", "", "integer"), Column("x", "X")], count,
            lambda: rows,
        )  # fmt: skip
        with (tmp_path / "file").open("wb") as file:
            tracemalloc.start()
            if kind == "json":
                file.writelines(encode_json.encode([table], {"title": "t"}, zone=UTC))
            else:
                encode_package.write(file, [Resource(table, ("n",))], {}, in_both=both, made=MADE)
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    assert peak(100_000) < 2_000_000  # of more than four million bytes of rows


def test_json_is_one_document_however_many_tables_and_rows() -> None:
    tables = [
        resource(rows, "integer", "flag", name=name).table
        for name, rows in (("none", []), ("one", [[1, True]]), ("two", [[1, None], [2, False]]))
    ]
    text = b"".join(encode_json.encode(tables, {"title": "표"}, zone=UTC)).decode()
    document = json.loads(text)
    assert document["title"] == "표"
    assert [(table["name"], table["count"], table["rows"]) for table in document["tables"]] == [
        ("none", 0, []),
        ("one", 1, [{"c0": 1, "c1": True}]),
        ("two", 2, [{"c0": 1, "c1": None}, {"c0": 2, "c1": False}]),
    ]
    assert encode_json.encode([], {"title": "t"}, zone=UTC) and json.loads(
        b"".join(encode_json.encode([], {"title": "t"}, zone=UTC))
    ) == {"title": "t", "tables": []}
