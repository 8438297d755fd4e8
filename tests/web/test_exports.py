"""Answers and lists of people as files, and how a figure is computed."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook
from tests.support.files import MAPPING, shop_csv
from tests.web.conftest import Browser

from yunying.app import App, Watch
from yunying.app.spreadsheets import Table, write_workbook
from yunying.collect import Mapping
from yunying.core import Refused
from yunying.store import open_sql
from yunying.workspace import Project

TREND = {
    "kind": "trend",
    "series": [{"event": "purchase", "measure": "people", "name": "=1+1"}],
    "range": {"from": "2026-03-01", "to": "2026-03-04"},
}
EVIL = ["=1+1", "+1", "-5", "@x", "\tx", "\rx", "#N/A", "中文 😀", "a\x00b\uffffc", "x" * 40_000]
ADDRESS = "series=0"


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> str:
    """A loaded project's part of the address; somebody is called like a formula."""
    extra = [["=cmd()", "2026-03-04 12:00:00", "purchase", "@SUM(1)", "7"]]
    (tmp_path / "shop.csv").write_bytes(shop_csv(extra))
    app.imports.import_file(
        project, tmp_path / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    return f"/api/projects/{project.id}"


def rows(content: bytes, sheet: int = 0) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(content))
    cells = list(book.worksheets[sheet].iter_rows())
    assert all(cell.data_type != "f" for row in cells for cell in row), "nothing is a formula"
    return [[cell.value for cell in row] for row in cells]


def test_an_answer_as_a_workbook(owner: Browser, shop: str) -> None:
    answer = owner.client.post(f"{shop}/ask", json=TREND).json()
    file = owner.client.post(f"{shop}/ask/export", json=TREND)
    assert (
        file.status_code == 200
        and file.headers["content-disposition"] == 'attachment; filename="answer.xlsx"'
    )
    table = rows(file.content)
    assert table[0] == ["bucket", "series", "value", "complete"]
    assert table[1:] == [[r["bucket"], "=1+1", r["value"], r["complete"]] for r in answer["rows"]]
    assert rows(file.content, 1)[1][:2] == ["=1+1", 4]
    said = dict(tuple(row) for row in rows(file.content, 2)[1:])
    assert said["timezone"] == "Asia/Shanghai" and said["range"] == "2026-03-01 – 2026-03-04"
    assert json.loads(said["question"])["kind"] == "trend" and said["generated at"] == "2026-03-10T04:00:00Z"
    plain = owner.client.post(f"{shop}/ask/export?format=csv", json=TREND).content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(plain)))["series"] == "'=1+1"
    assert owner.client.post(f"{shop}/ask/export?format=json", json=TREND).json()["rows"] == answer["rows"]


def test_what_is_compared_with_has_a_sheet(owner: Browser, shop: str) -> None:
    funnel = {
        "kind": "funnel",
        "steps": [{"event": "visit"}, {"event": "purchase"}],
        "range": {"from": "2026-03-03", "to": "2026-03-04"},
        "compare": "previous",
    }
    file = owner.client.post(f"{shop}/ask/export", json=funnel).content
    assert [[row[2] for row in rows(file, sheet)[1:]] for sheet in (0, 1)] == [[3, 1], [3, 3]]


def test_people_as_files(owner: Browser, shop: str, app: App) -> None:
    body = {"question": TREND, "address": ADDRESS}
    file = owner.client.post(f"{shop}/people-behind/export", json=body).content
    table = rows(file)
    assert table[0] == ["person_id", "distinct_id", "first_seen", "last_seen", "events", "count", "country"]
    assert [(r[1], r[5], r[6]) for r in table[1:]] == [
        ("ann", 2, "France"),
        ("bob", 1, "Germany"),
        ("cid", 1, "France"),
        ("=cmd()", 1, "@SUM(1)"),
    ]
    assert table[1][2] == datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001 (spreadsheets know no zones)
    entry = app.workspace.audit.latest(1)[0]
    assert (entry.action, entry.details["people"]) == ("people.exported", 4)
    plain = owner.client.post(f"{shop}/people-behind/export?format=csv", json=body).content.decode(
        "utf-8-sig"
    )
    assert [r["country"] for r in csv.DictReader(io.StringIO(plain))] == [
        "France",
        "Germany",
        "France",
        "'@SUM(1)",
    ]
    assert owner.client.post(f"{shop}/people-behind/export?format=json", json=body).json()["total"] == 4
    wrong = owner.client.post(f"{shop}/people-behind/export", json=body | {"address": "x=1"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "bad_address")
    made = owner.client.post(f"{shop}/segments", json=body | {"name": "买家"}).json()
    segment = owner.client.get(f"{shop}/segments/{made['id']}/export")
    assert [r[1] for r in rows(segment.content)[1:]] == ["ann", "bob", "cid", "=cmd()"]
    assert ["segment", "买家"] in rows(segment.content, 1)
    text = owner.client.get(f"{shop}/segments/{made['id']}/export?format=csv").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 5


def test_nothing_in_a_workbook_is_run() -> None:
    sink = io.BytesIO()
    write_workbook(
        sink, [Table("中文", [("=x", "plain")], [[value] for value in [*EVIL, float("nan"), 10**16]], 12)]
    )
    found = [row[0] for row in rows(sink.getvalue())]
    assert found[0] == "=x" and found[9] == "a\ufffdb\ufffdc" and len(found[10]) == 32_767
    assert found[1:5] == EVIL[:4] and found[7:9] == EVIL[6:8] and found[11:] == [None, str(10**16)]
    with pytest.raises(Refused) as caught:
        write_workbook(io.BytesIO(), [Table("x", [("a", "plain")], [], 2_000_000)])
    assert caught.value.code == "too_large_for_xlsx"


def test_how_a_figure_is_computed(owner: Browser, shop: str, app: App, project: Project) -> None:
    told = owner.client.post(f"{shop}/explain", json={"question": TREND, "address": ADDRESS}).json()
    assert told["provenance"]["definition_version"] >= 1 and told["provenance"]["definition"]
    data = app.datasets.of(project)
    with open_sql(data.lake.snapshot(), 1, data.people.identity()) as sql:
        values = [row for row in fetched(sql, told["sql"]) if row["label"] is not None]
        people = fetched(sql, told["people_sql"])
    assert [row["value"] for row in values] == [1, 1, 1, 2]
    assert len(people) == 4
    assert owner.client.post(f"{shop}/explain", json={"question": TREND}).json()["people_sql"] is None
    wrong = owner.client.post(f"{shop}/explain", json={"question": TREND, "address": "bucket=1%27%3BDROP"})
    assert wrong.json()["error"]["code"] == "bad_address"


def fetched(sql: duckdb.DuckDBPyConnection, statement: str) -> list[dict[str, Any]]:
    result = sql.execute(statement)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
