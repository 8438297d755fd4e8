"""What an import promises: nothing twice, nothing lost, nothing half, nothing out of order."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.imports import Desk

from yunying.collect import ImportCancelled
from yunying.core import Refused

BASIC: dict[str, Any] = {"person": "u", "time": "t", "event": "e"}


def lines(*rows: str, header: str = "u,t,e,v") -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def test_the_same_file_adds_nothing(desk: Desk) -> None:
    content = lines("a,2024-01-01,x,1", "b,2024-01-02,x,2")
    first, second = desk.load(content, **BASIC), desk.load(content, **BASIC)
    version = desk.lake.snapshot().version
    assert (first.loaded, first.duplicates, first.new_people) == (2, 0, 2)
    assert (second.loaded, second.duplicates, second.new_people) == (0, 2, 0)
    assert desk.load(lines("b,2024-01-02,x,2", "a,2024-01-01,x,1"), **BASIC).loaded == 0, (
        "order does not matter"
    )
    assert desk.lake.snapshot().version == version, "nothing to commit, no commit"


def test_rows_that_are_alike_stay_as_many_as_they_are(desk: Desk) -> None:
    twice = lines("a,2024-01-01,x,1", "a,2024-01-01,x,1")
    thrice = lines(*["a,2024-01-01,x,1"] * 3)
    assert desk.load(twice, **BASIC).loaded == 2
    assert desk.load(twice, **BASIC).loaded == 0
    assert desk.load(thrice, **BASIC).loaded == 1
    assert len({r["event_id"] for r in desk.rows()}) == 3


def test_what_an_id_is_made_of(desk: Desk) -> None:
    desk.load(lines("a,2024-01-01,x,1"), **BASIC)
    assert desk.load(lines("1,x,2024-01-01,a", header="v,e,t,u"), **BASIC).loaded == 0, (
        "not of the order of columns"
    )
    assert desk.load(lines("a,2024-01-01,x,1,", header="u,t,e,v,empty"), **BASIC).loaded == 0, (
        "nor of empty ones"
    )
    assert desk.load(lines("a,2024-01-01,x,2"), **BASIC).loaded == 1
    assert desk.load(lines("a,2024-01-01,x,1", header="u,t,e,w"), **BASIC).loaded == 1
    assert desk.load(lines("x,2024-01-01,a,1"), **BASIC).loaded == 1, "values do not slip from field to field"


def test_given_ids(desk: Desk) -> None:
    mapping = {**BASIC, "id": "id"}
    header = "u,t,e,id"
    first = desk.load(
        lines("a,2024-01-01,x,1", "b,2024-01-05,x,1", "a,2024-01-01,x,2", "a,2024-01-01,x,", header=header),
        **mapping,
    )
    assert (first.loaded, first.duplicates) == (3, 1)
    assert [r["distinct_id"] for r in desk.rows()] == ["a", "a", "a"], (
        "the first of two rows with one id wins"
    )
    again = desk.load(
        lines("a,2025-06-01,x,2", "c,2024-01-01,x,3", "a,2024-01-01,x,", header=header), **mapping
    )
    assert (again.loaded, again.duplicates, again.new_people) == (1, 2, 1), "an id counts over all days"
    assert {r["event_id"] for r in desk.rows()} >= {"1", "2", "3"}


def test_bad_rows_are_told_and_the_others_load(desk: Desk) -> None:
    content = lines(
        "a,2024-01-01,x,1", ",2024-01-01,x,1", "NULL,2024-01-01,x,1", "a,,x,1", "a,soon,x,1", "a,2024-02-30,x,1",
        "a,0099-01-01,x,1", "a,2024-01-01, ,1", "a,2024-01-01", "=cmd|' /C calc',soon,x,1", "b,2024-01-01,x,-3",
    )  # fmt: skip
    result = desk.load(content, **BASIC)
    assert (result.rows, result.loaded, result.bad) == (11, 2, 9)
    assert {r.reason: r.count for r in result.bad_reasons} == {
        "missing_person": 2, "missing_time": 1, "unreadable_time": 3, "time_out_of_range": 1, "missing_event": 1,
        "wrong_number_of_columns": 1,
    }  # fmt: skip
    with desk.errors.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(r["row"]) for r in rows] == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert (rows[3]["column"], rows[3]["value"], rows[3]["reason"]) == ("t", "soon", "unreadable_time")
    assert result.bad_sample[1].value == "NULL"


def test_formulas_in_the_errors_file_are_harmless(desk: Desk) -> None:
    desk.load(lines('a,"=HYPERLINK(""http://x"")",x,1', "a,@SUM(1),x,1", "a,-1+2,x,1", "a,-5,x,1"), **BASIC)
    with desk.errors.open(newline="") as file:
        values = [r["value"] for r in csv.DictReader(file)]
    assert values == ['\'=HYPERLINK("http://x")', "'@SUM(1)", "'-1+2", "-5"]


def test_only_rows_that_match(desk: Desk) -> None:
    content = lines("a,2024-01-01,x,5", ",2024-01-01,x,-1", "b,2024-01-01,y,x", "c,2024-01-01,x,7")
    result = desk.load(content, **BASIC, where="v > 0 and e = 'x'")
    assert (result.rows, result.loaded, result.filtered, result.bad) == (4, 2, 2, 0)
    assert desk.people.find("b") is None, "people of filtered rows are not made"


def test_files_are_sorted_by_person_time_and_arrival(desk: Desk) -> None:
    content = lines(
        "b,2024-01-01 10:00,x,1", "a,2024-01-01 12:00,x,2", "b,2024-01-01 09:00,x,3", "a,2024-01-01 12:00,x,4",
        "c,2023-12-31 23:00,x,5", "a,2024-01-01 12:00,x,6",
    )  # fmt: skip
    desk.load(content, **BASIC)
    rows = desk.rows()
    assert [r["v"] for r in rows] == [5, 3, 1, 2, 4, 6]
    assert [r["person_id"] for r in rows] == [2, 0, 0, 1, 1, 1], "people are numbered as they appear"
    desk.load(lines("a,2024-01-01 12:00,x,9"), **BASIC)
    files = [f.path for f in desk.lake.snapshot().files]
    assert files == sorted(files)
    assert desk.rows()[-1]["v"] == 9, "a later import sorts after an earlier one"


def test_types_are_those_of_the_whole_column(desk: Desk) -> None:
    numbers = [f"a,2024-01-01 00:00:00.{i:06d},x,{i}" for i in range(540_000)]
    result = desk.load(lines(*numbers, "a,2024-01-02,x,late text"), **BASIC)
    assert [(p.name, p.type, p.mixed) for p in result.properties] == [("v", "text", True)]
    assert result.notes[0].code == "mixed_column"
    assert result.loaded == 540_001


def test_types(desk: Desk) -> None:
    header = "u,t,e,zip,long,flag,day,num,missing,code"
    content = lines(
        "a,2024-01-01,x,01234,9007199254740993,true,2024-01-01,1e3,NULL,7",
        "a,2024-01-02,x,12345,1,FALSE,2024-01-02 10:00,-.5,5,A7",
        header=header,
    )
    result = desk.load(content, **BASIC)
    assert {p.name: (p.type, p.mixed) for p in result.properties} == {
        "zip": ("text", False), "long": ("text", False), "flag": ("boolean", False), "day": ("time", False),
        "num": ("number", False), "missing": ("number", False), "code": ("text", True),
    }  # fmt: skip
    row = desk.rows()[0]
    assert (row["zip"], row["long"], row["num"], row["flag"]) == ("01234", "9007199254740993", 1000.0, True)
    assert row["day"] == datetime(2024, 1, 1, tzinfo=UTC)


def test_a_property_of_two_types_keeps_both(desk: Desk) -> None:
    desk.load(lines("a,2024-01-01,x,1"), **BASIC)
    desk.load(lines("a,2024-01-02,x,many"), **BASIC)
    desk.load(lines("a,2024-01-03,x,3"), **BASIC)
    (prop,) = desk.lake.snapshot().properties
    assert (prop.name, prop.type, prop.mixed, len(prop.columns)) == ("v", "text", True, 2)
    assert [r["v"] for r in desk.rows()] == [1.0, "many", "3"]


def test_more_properties_than_columns(desk: Desk) -> None:
    import json

    import pyarrow.parquet as pq

    names = [f"p{i}" for i in range(700)]
    row = "a,2024-01-01,x," + ",".join(
        ["1"] * 600 + ['"q""\\\té"'] * 50 + ["true"] * 25 + ["2024-01-01"] * 25
    )
    result = desk.load(lines(row, header="u,t,e," + ",".join(names)), **BASIC)
    assert len(result.properties) == 700
    (path,) = desk.lake.snapshot().paths()
    stored = pq.ParquetFile(path).read().to_pylist()[0]
    extra = json.loads(stored["properties"])["event"]
    assert len(extra) == 200
    assert (extra["p500"], extra["p600"], extra["p650"]) == (1, 'q"\\\té', True)
    assert extra["p699"].startswith("2024-01-01T00:00:00")


def test_dry_run_changes_nothing(desk: Desk) -> None:
    result = desk.load(lines("a,2024-01-01,x,1", "b,soon,x,1"), **BASIC, dry_run=True)
    assert (result.loaded, result.bad, result.new_people) == (1, 1, 1)
    assert desk.lake.snapshot().rows == 0
    assert desk.people.count == 0
    assert desk.leftovers() == []


def test_cancelling_keeps_nothing(desk: Desk) -> None:
    asked = iter([False, True])
    with pytest.raises(ImportCancelled):
        desk.load(lines("a,2024-01-01,x,1"), **BASIC, cancelled=lambda: next(asked, True))
    assert desk.lake.snapshot().rows == 0
    assert desk.people.count == 0
    assert desk.leftovers() == []


def test_progress(desk: Desk) -> None:
    seen: list[tuple[str, float | None, int]] = []
    desk.load(lines("a,2024-01-01,x,1", "a,2024-01-02,x,1"), **BASIC, progress=lambda *p: seen.append(p))
    assert [s for s, _, _ in seen] == ["reading", "sorting", "writing", "writing"]
    assert seen[-1] == ("writing", 1.0, 2)


def test_columns_that_repeat_and_have_no_name(desk: Desk) -> None:
    desk.load(lines("a,2024-01-01,x,7,8", header="u,t,e,,u"), **BASIC)
    row = desk.rows()[0]
    assert (row["distinct_id"], row["column_4"], row["u_2"]) == ("a", 7, 8)


def test_person_properties(desk: Desk) -> None:
    desk.load(lines("a,2024-01-01,x,7"), **BASIC, person_properties=("v",))
    assert [(p.name, p.scope) for p in desk.lake.snapshot().properties] == [("v", "person")]


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"person": "U"}, "unknown_column", "person"),
        ({"properties": ("v", "w")}, "unknown_column", "properties.1"),
        ({"event_name": "y"}, "event_or_event_name", "event"),
        ({"event": None}, "event_or_event_name", "event"),
        ({"timezone": "Mars/Base"}, "unknown_timezone", "timezone"),
        ({"time_format": "%Q"}, "bad_time_format", "time_format"),
        ({"delimiter": ",,"}, "bad_delimiter", "delimiter"),
        ({"encoding": "klingon"}, "unknown_encoding", "encoding"),
        ({"where": "v >"}, "bad_where", "where"),
        ({"person": ""}, "missing_mapping", "person"),
    ],
)
def test_wrong_mappings(desk: Desk, changed: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.load(lines("a,2024-01-01,x,1"), **{**BASIC, **changed})
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert desk.leftovers() == []


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(rows=st.lists(st.tuples(texts.filter(lambda t: len(t.strip()) > 4), texts), min_size=1, max_size=20))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    desk = Desk(tmp_path_factory.mktemp("any"))
    path = desk.root / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["u", "t", "v"])
        # A word keeps the column text; what is tested is that text comes back, not what type it has.
        writer.writerows([u, f"2024-01-01 00:00:{i:02d}", f"text{v}"] for i, (u, v) in enumerate(rows))
    result = desk.load(path, "any.csv", person="u", time="t", event_name="x")
    assert result.loaded == len(rows), result.bad_sample
    found = {(r["time"].second, r["distinct_id"], r["v"]) for r in desk.rows()}
    assert found == {(i, u.strip(), f"text{v}") for i, (u, v) in enumerate(rows)}
