"""Files that are broken, absurd or meant to harm: one clear sentence, and nothing left behind."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from tests.support.imports import Desk

from yunying.collect import preview
from yunying.core import NotFound, Refused

BASIC: dict[str, Any] = {"person": "u", "time": "t", "event_name": "x"}
GOOD = b"u,t,v\na,2024-01-01,1\n"


def zeros_in_gzip() -> bytes:
    return gzip.compress(b"u,t\n" + b"0" * (64 << 20), 1)


def many_keys() -> bytes:
    lines = (",".join(f'"k{i}":1' for i in range(start, start + 100)) for start in range(0, 20_100, 100))
    return "\n".join(f'{{"u":1,"t":1,{line}}}' for line in lines).encode()


def false_workbook() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("../../evil", "x")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", lambda: b"", "empty_file"),
        ("blank.csv", lambda: b"\n\n \n", "empty_file"),
        ("empty.jsonl", lambda: b"", "empty_file"),
        ("bytes.csv", lambda: bytes(range(256)) * 300, "not_text"),
        ("zeros.csv", lambda: bytes(1 << 20), "not_text"),
        ("line.csv", lambda: b"u,t\n" + b"x" * (20 << 20), "line_too_long"),
        ("quote.csv", lambda: b'u,t\n"' + b"a,b\n" * (4 << 20), "line_too_long"),
        ("line.jsonl", lambda: b'{"u":"' + b"x" * (20 << 20), "line_too_long"),
        ("bomb.csv.gz", zeros_in_gzip, "line_too_long"),
        ("cut.csv.gz", lambda: gzip.compress(GOOD * 1000)[:-20], "damaged_file"),
        ("cut.csv.zst", lambda: zstandard.compress(GOOD * 1000)[:-9], "damaged_file"),
        ("false.csv.gz", lambda: b"\x1f\x8b\x08\x00nonsense", "damaged_file"),
        ("false.parquet", lambda: b"PAR1 this is not one PAR1", "damaged_file"),
        ("false.xlsx", false_workbook, "damaged_file"),
        ("false.xlsx", lambda: b"PK\x03\x04 no zip", "damaged_file"),
        ("old.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        ("array.jsonl", lambda: b'[{"u":1}]', "json_array"),
        ("wide.csv", lambda: b"u,t," + b",".join(b"c%d" % i for i in range(20_001)), "too_many_columns"),
        (
            "keys.jsonl",
            many_keys,
            "too_many_columns",
        ),
    ],
)
def test_what_cannot_be_read(desk: Desk, name: str, content: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.load(content(), name, **BASIC)
    assert refusal.value.code == code
    assert desk.lake.snapshot().rows == 0
    assert desk.leftovers() == []


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        preview(tmp_path / "nowhere.csv")
    with pytest.raises(Refused):
        preview(tmp_path)


def test_header_only(desk: Desk) -> None:
    for content in (b"u,t,v\n", b"u,t,v"):
        result = desk.load(content, **BASIC)
        assert (result.rows, result.loaded, [n.code for n in result.notes]) == (0, 0, ["no_rows"])


def test_nul_bytes_are_only_characters(desk: Desk) -> None:
    result = desk.load(b"u,t,v\na\x00b,2024-01-01,\x00\n", **BASIC)
    assert (result.loaded, desk.rows()[0]["distinct_id"]) == (1, "a\x00b")


def test_ten_thousand_columns(desk: Desk) -> None:
    names = ",".join(f"c{i}" for i in range(10_000))
    content = f"u,t,{names}\na,2024-01-01,{','.join('1' * 10_000)}\n".encode()
    result = desk.load(content, **BASIC)
    assert (result.loaded, len(result.properties)) == (1, 10_000)
    assert len(desk.lake.snapshot().columns) == 500


def test_names_of_files_are_only_names(desk: Desk) -> None:
    for name in ("../../evil.csv", "..\\..\\evil.csv", "/etc/passwd.csv", "a\x00b.csv", ".", ""):
        desk.load(GOOD, name, **BASIC)
    assert sorted(p.name for p in desk.root.iterdir()) == ["errors.csv", "events", "ids", "input", "staging"]


def test_deeply_nested_json(desk: Desk) -> None:
    deep = b'{"u":"a","t":"2024-01-01","x":' + b'{"y":' * 200 + b"1" + b"}" * 200 + b"}"
    too_deep = b'{"u":"b","t":"2024-01-01","x":' + b"[" * 5000 + b"]" * 5000 + b"}"
    result = desk.load(deep + b"\n" + too_deep, "f.jsonl", **BASIC)
    assert (result.loaded, result.bad_reasons[0].reason) == (1, "invalid_json")


def test_names_of_columns_that_hurt(desk: Desk) -> None:
    header = 'u,t,"a;b{}()=",\'; DROP TABLE x --,day,event_id,价格,价 格,' + "x" * 500
    result = desk.load((header + "\na,2024-01-01,1,2,3,4,5,6,7\n").encode(), **BASIC)
    assert result.loaded == 1
    row = desk.rows()[0]
    assert [row[n] for n in ("a;b{}()=", "'; DROP TABLE x --", "day", "价格", "价 格")] == [1, 2, 3, 5, 6]
    assert len(str(row["event_id"])) > 0
