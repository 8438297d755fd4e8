"""The same events in every format, compression and encoding come out as the same events."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from tests.support.imports import Desk

from yunying.collect import Mapping, run_import
from yunying.core import Calendar

ROWS: list[dict[str, Any]] = [
    {
        "user": "张三",
        "at": "2024-03-10 08:26:00",
        "event": "购买",
        "amount": 12.5,
        "vip": True,
        "note": 'say "hi"\nagain',
    },
    {
        "user": "李四😀",
        "at": "2024-03-10 09:00:00",
        "event": "view",
        "amount": 3.0,
        "vip": False,
        "note": "a,b;c\td",
    },
    {
        "user": "o'neil",
        "at": "2024-03-11 00:00:00",
        "event": "view",
        "amount": None,
        "vip": None,
        "note": None,
    },
]
MAPPING: dict[str, Any] = {"person": "user", "time": "at", "event": "event"}


def csv_text(delimiter: str = ",") -> str:
    def cell(value: object) -> str:
        if value is None:
            return ""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in '",;\t\n|') else text

    lines = [delimiter.join(ROWS[0])]
    lines += [delimiter.join(cell(v) for v in row.values()) for row in ROWS]
    return "\n".join(lines) + "\n"


def jsonl() -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()


def parquet() -> bytes:
    rows = [{**r, "at": datetime.fromisoformat(str(r["at"]))} for r in ROWS]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        sheet.append([datetime.fromisoformat(str(v)) if k == "at" else v for k, v in row.items()])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


FORMATS: dict[str, Callable[[], bytes]] = {
    "f.csv": lambda: csv_text().encode(),
    "f.tsv": lambda: csv_text("\t").encode(),
    "semicolons.csv": lambda: csv_text(";").encode(),
    "pipes.txt": lambda: csv_text("|").encode(),
    "f.jsonl": jsonl,
    "f.parquet": parquet,
    "f.xlsx": xlsx,
    "no-ending-jsonl": jsonl,
    "no-ending-parquet": parquet,
    "no-ending-xlsx": xlsx,
}
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda b: b,
    ".gz": gzip.compress,
    ".zst": zstandard.compress,
    "two members.gz": lambda b: gzip.compress(b[:20]) + gzip.compress(b[20:]),
}


def check(desk: Desk) -> None:
    rows = desk.rows()
    assert [r["distinct_id"] for r in rows] == ["张三", "李四😀", "o'neil"]
    assert [r["event"] for r in rows] == ["购买", "view", "view"]
    assert [r["time"] for r in rows] == [
        datetime(2024, 3, 10, 8, 26, tzinfo=UTC),
        datetime(2024, 3, 10, 9, 0, tzinfo=UTC),
        datetime(2024, 3, 11, 0, 0, tzinfo=UTC),
    ]
    assert [r.get("amount") for r in rows] == [12.5, 3.0, None]
    assert [r.get("vip") for r in rows] == [True, False, None]
    assert [r.get("note") for r in rows] == ['say "hi"\nagain', "a,b;c\td", None]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_and_compression(desk: Desk, name: str, compression: str) -> None:
    content = COMPRESSIONS[compression](FORMATS[name]())
    result = desk.load(content, name + compression, **MAPPING)
    assert (result.rows, result.loaded, result.bad, result.new_people) == (3, 3, 0, 3)
    assert {p.name: p.type for p in result.properties} == {
        "amount": "number",
        "vip": "boolean",
        "note": "text",
    }
    check(desk)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("told", [False, True])
def test_every_encoding(desk: Desk, encoding: str, told: bool) -> None:
    desk.load(csv_text().encode(encoding), **MAPPING, encoding=encoding if told else None)
    check(desk)


def test_text_that_is_ascii_at_first(desk: Desk) -> None:
    padding = "".join(f"p{i},2024-01-01,x\n" for i in range(20_000))
    content = ("user,at,event\n" + padding + "张三,2024-01-01,购买\n").encode("gb18030")
    assert desk.load(content, **MAPPING).loaded == 20_001
    assert desk.people.find("张三") is not None


def test_standard_input(desk: Desk, tmp_path: Path) -> None:
    pipe = io.BytesIO(gzip.compress(csv_text().encode()))
    staging = tmp_path / "staging" / "x"
    result = run_import(
        desk.lake, desk.people, pipe, Mapping(**MAPPING), import_id="x", name="-", calendar=Calendar("UTC"),
        staging=staging, errors_file=None,
    )  # fmt: skip
    assert result.loaded == 3
    assert not staging.exists()
    check(desk)


def test_nested_json_and_lists(desk: Desk) -> None:
    lines = [
        {"user": {"id": 7, "address": {"city": "Köln"}}, "at": 1710059160, "event": "x", "tags": ["a", 1]},
        {"user": {"id": 7}, "at": 1710059161, "event": "x", "late": "only here", "user.id": 7},
    ]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    result = desk.load(content, "f.jsonl", person="user.id", time="at", event="event")
    assert result.loaded == 2
    first, second = desk.rows()
    assert (first["distinct_id"], first["user.address.city"], first["tags"]) == ("7", "Köln", '["a",1]')
    assert second["late"] == "only here"


def test_json_lines_that_are_not_objects(desk: Desk) -> None:
    content = b'{"u":"a","t":"2024-01-01","e":"x"}\n{"u":\n[1]\n\n"text"\n{"u":"b","t":"2024-01-01","e":"x"}'
    result = desk.load(content, "f.jsonl", person="u", time="t", event="e")
    assert (result.rows, result.loaded) == (5, 2)
    assert [(b.row, b.reason) for b in result.bad_sample] == [
        (2, "invalid_json"),
        (3, "not_an_object"),
        (5, "not_an_object"),
    ]


def test_parquet_types(desk: Desk) -> None:
    table = pa.table(
        {
            "u": pa.array([1, 2], pa.uint64()),
            "t": pa.array([0, 1_700_000_000_000_000_000], pa.timestamp("ns", "Asia/Tokyo")),
            "e": pa.array(["a", "b"], pa.large_string()),
            "struct": pa.array([{"x": 1}, {"x": None}]),
            "big": pa.array([2**60, 1], pa.int64()),
            "money": pa.array([None, "12.34"]).cast(pa.decimal128(20, 2)),
            "raw": pa.array([b"\xff\x00", b"ok"]),
            "list": pa.array([[1, 2], None]),
            "day": pa.array([19000, None], pa.date32()),
            "nothing": pa.nulls(2),
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink)
    result = desk.load(sink.getvalue(), "f.parquet", person="u", time="t", event="e")
    assert {p.name: p.type for p in result.properties} == {
        "struct.x": "number", "big": "text", "money": "number", "raw": "text", "list": "text", "day": "time",
    }  # fmt: skip
    first, second = desk.rows()
    assert (first["big"], second["big"], second["money"], first["list"]) == (str(2**60), "1", 12.34, "[1,2]")
    assert first["raw"] == "ff00"


def test_text_in_parquet_that_is_not_utf8(desk: Desk) -> None:
    broken = pa.array([b"\xff\xfeA", b"b"]).view(pa.string())
    sink = io.BytesIO()
    pq.write_table(pa.table({"u": ["a", "b"], "t": [1_700_000_000, 1_700_000_001], "p": broken}), sink)
    desk.load(sink.getvalue(), "f.parquet", person="u", time="t", event_name="x")
    assert [r["p"] for r in desk.rows()] == ["��A", "b"]


def test_excel_serials_and_mixed_cells(desk: Desk) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("second")
    sheet = book.active
    assert sheet is not None
    for row in [
        ["u", "t", "v"],
        [17850.0, 40513.3513888889, 1],
        [17850, "2010-12-01 08:27", "C5"],
        [None, 1, 2],
    ]:
        sheet.append(row)
    sink = io.BytesIO()
    book.save(sink)
    result = desk.load(sink.getvalue(), "f.xlsx", person="u", time="t", event_name="x")
    assert (result.loaded, result.bad, result.bad_sample[0].row) == (2, 1, 4)
    assert [r["time"].isoformat() for r in desk.rows()] == [
        "2010-12-01T08:26:00+00:00",
        "2010-12-01T08:27:00+00:00",
    ]
    assert [(r["distinct_id"], r["v"]) for r in desk.rows()] == [("17850", "1"), ("17850", "C5")]
    assert {n.code for n in result.notes} == {"first_sheet", "mixed_column"}


def test_batches_of_a_program(desk: Desk) -> None:
    batch = pa.record_batch(
        {
            "who": pa.array(["a", "b", "a"]),
            "when": pa.array([1, 2, 3], pa.timestamp("s", "UTC")),
            "what": pa.array(["x", "y", "x"]).dictionary_encode(),
            "level": pa.array([1.0, None, 2.0]),
        }
    )
    result = desk.load_batches(
        [batch, batch.slice(0, 1)], person="who", time="when", event="what", person_properties=("level",)
    )
    assert (result.rows, result.loaded, result.new_people) == (4, 4, 2)
    assert desk.rows()[0]["person:level"] == 1.0
    assert (
        desk.load_batches(
            [batch], person="who", time="when", event="what", person_properties=("level",)
        ).loaded
        == 0
    )
