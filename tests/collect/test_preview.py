"""The head of a file, how it was read, and the mapping it suggests."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.collect.test_formats import FORMATS, ROWS

from yunying.collect import Mapping, preview


@pytest.mark.parametrize("name", FORMATS)
def test_every_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / "upload"
    path.write_bytes(gzip.compress(FORMATS[name]()))
    seen = preview(path, name=f"{name}.gz")
    assert seen.compression == "gzip"
    assert [c.name for c in seen.columns] == list(ROWS[0])
    assert [c.type for c in seen.columns] == ["text", "time", "text", "number", "boolean", "text"]
    assert (seen.proposed.person, seen.proposed.time, seen.proposed.event) == ("user", "at", "event")
    assert seen.row_estimate == 3
    assert [row[0] for row in seen.rows] == [r["user"] for r in ROWS]
    assert seen.columns[3].filled == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用户ID,事件名称,事件时间\n1,买,2024-01-01\n2,买,2024-01-02\n", ("用户ID", "事件时间", "事件名称", None)),
        ("event_id,user_id,ts,action\n1,a,1700000000,x\n2,a,1700000001,x\n", ("user_id", "ts", "action", None)),
        ("会员编号,下单时间,金额\n1,2024/1/1 8:00,5\n", ("会员编号", "下单时间", None, "orders_2024")),
        ("case:concept:name,concept:name,time:timestamp\n1,A,2011-10-01T00:38:44+02:00\n",
         ("case:concept:name", "time:timestamp", "concept:name", None)),
        ("InvoiceNo,InvoiceDate,CustomerID\n5,2010-12-01 08:26,17850\n",
         ("CustomerID", "InvoiceDate", None, "orders_2024")),
        ("a,b\nx,y\n", (None, None, None, "orders_2024")),
        ("time,user\nsoon,a\n", ("user", None, None, "orders_2024")),
        ("shop_id,moment,kind\n7,2024-01-01,a\n8,2024-01-01,b\n", ("shop_id", "moment", None, "orders_2024")),
    ],
)  # fmt: skip
def test_proposals(tmp_path: Path, text: str, expected: tuple[str | None, ...]) -> None:
    path = tmp_path / "x"
    path.write_text(text, encoding="utf-8")
    proposed = preview(path, name="Orders 2024.csv").proposed
    assert (proposed.person, proposed.time, proposed.event, proposed.event_name) == expected


def test_a_proposed_id_is_unique(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("event_id,user_id,time\n1,a,2024-01-01\n2,a,2024-01-01\n")
    assert preview(path).proposed.id == "event_id"
    path.write_text("event_id,user_id,time\n1,a,2024-01-01\n1,a,2024-01-01\n")
    assert preview(path).proposed.id is None


def test_a_whole_proposal_is_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("user_id,time\na,3/4/2024\n")
    seen = preview(path, timezone="Asia/Shanghai", encoding="gbk")
    mapping = Mapping(**seen.proposed.model_dump())
    assert (mapping.timezone, mapping.encoding, mapping.event_name) == ("Asia/Shanghai", "gbk", "x")
    assert [n.code for n in seen.notes] == ["day_order"]


def test_a_row_estimate_of_a_long_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv.gz"
    rows = "".join(f"user_{i},2024-01-01 00:00:00,some text of usual length\n" for i in range(400_000))
    path.write_bytes(gzip.compress(("user,time,text\n" + rows).encode(), 1))
    estimate = preview(path).row_estimate
    assert estimate == pytest.approx(400_000, rel=0.1)
