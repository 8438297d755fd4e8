"""Plans as files: what is written is read back exactly, whatever it holds."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.support.plans import NASTY, plans
from tests.support.profiles import share

from yunying.collect.plan import (
    PLAN_FORMATS,
    Description,
    Plan,
    PlanEvent,
    PlanFormat,
    PlanProperty,
    apply,
    read_plan,
    write_plan,
)
from yunying.core import Refused

EVERYTHING = Plan.of(
    [PlanEvent(name=t, owner=t, description=Description(zh=t, en=t)) for t in NASTY],
    [
        *(
            PlanProperty(event=e, name=t, description=Description(zh=t))
            for t in NASTY
            for e in ("", NASTY[0])
        ),
        *(PlanProperty(event=t, name=f"p {t}", type="text", allowed=(t, f"{t}!")) for t in NASTY),
        *(PlanProperty(event=t, name=f"q {t}", type="any", allowed=(t,)) for t in NASTY),
    ],
)

SMALL = Plan.of(
    [PlanEvent(name="支付", owner="李雷"), PlanEvent(name="seen")],
    [
        PlanProperty(event="支付", name="amount", type="number", allowed=(1, 2.5)),
        PlanProperty(event="支付", name="channel", allowed=("微信", "支付宝")),
        PlanProperty(event="", name="city", type="text"),
    ],
)
FILES = {format_: write_plan(SMALL, format_) for format_ in PLAN_FORMATS}
SNIPPETS = (
    b"\n",
    b",",
    b'"',
    b"[",
    b"{",
    b"- ",
    b": ",
    b"~",
    b"&a ",
    b"*a",
    b"!!float ",
    b"1e999",
    b".nan",
    b"name",
    b"<c/>",
)


def read_back(plan: Plan, format_: PlanFormat) -> Plan:
    """Write a plan, read it into an empty one."""
    read, mistakes = apply(read_plan(write_plan(plan, format_), f"plan.{format_}"), Plan(), replace=False)
    assert mistakes == []
    return read


def exact(plan: Plan) -> str:
    """A plan so that 1, 1.0 and true are told apart."""
    return repr(plan)


@pytest.mark.parametrize("format_", PLAN_FORMATS)
@given(plan=plans())
@example(EVERYTHING)
@example(Plan())
@share(1)
def test_round_trip(format_: PlanFormat, plan: Plan) -> None:
    assert exact(read_back(plan, format_)) == exact(plan)


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_nothing_in_a_spreadsheet_is_run_as_a_formula(format_: PlanFormat) -> None:
    data = write_plan(EVERYTHING, format_)
    if format_ == "csv":
        found = [
            cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row
        ]
    else:
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        found = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert [c for c in found if c.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))] == []


def test_what_is_harmless_is_written_as_it_is() -> None:
    rows = list(csv.DictReader(io.StringIO(write_plan(SMALL, "csv").decode("utf-8-sig"))))
    assert [row["取值范围 allowed values"] for row in rows] == ["", "1, 2.5", "微信, 支付宝", ""]
    assert [row["事件名 event"] for row in rows] == ["seen", "支付", "支付", "(用户 people)"]
    assert rows[1]["属性类型 type"] == "数值 number"


@pytest.mark.parametrize("format_", PLAN_FORMATS)
@given(data=st.data())
@share(3)
def test_whatever_a_file_holds_it_is_read_or_refused(format_: PlanFormat, data: st.DataObject) -> None:
    whole = bytearray(FILES[format_])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        length = data.draw(st.integers(0, 20))
        whole[start : start + length] = data.draw(st.binary(max_size=20) | st.sampled_from(SNIPPETS))
    try:
        draft = read_plan(bytes(whole), f"plan.{format_}")
    except Refused:
        return
    plan, _ = apply(draft, Plan(), replace=False)
    assert exact(read_back(plan, format_)) == exact(plan)
